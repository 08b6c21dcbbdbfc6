"""The pages of duty as people open them, and what they cost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, TODAY, Cast
from tests.roster.conftest import THURSDAY, Come
from tongzhou.privacy.models import AccessSubject
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place
from tongzhou.roster import actions
from tongzhou.roster.actions import PostDetails
from tongzhou.roster.models import Post, ShiftKind, Volunteer, VolunteerLink

SignIn = Callable[[Acting], Client]
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT pg_advisory")


@pytest.fixture(autouse=True)
def _nobody_tried_before() -> None:
    cache.clear()


def cost(client: Client, url: str) -> int:
    """How many statements a page takes on both databases."""
    default, keys = (CaptureQueriesContext(connections[name]) for name in ("default", "keys"))
    with default as one, keys as two:
        assert client.get(url).status_code == 200
    said = [q["sql"] for c in (one, two) for q in c.captured_queries]
    return len([s for s in said if not s.startswith(FRAME)])


def typed(parts: dict[str, int], **told: object) -> dict[str, object]:
    """What Sun Jianguo types on the public page."""
    return {
        "name": "孙建国", "phone": "13912345678", "kind": "veteran", "birth_year": "1980",
        "weekdays": [THURSDAY], "shifts": [parts["night"]], "consent": "on", **told,
    }  # fmt: skip


def public() -> Client:
    return Client(headers={"accept-language": "en"})


def test_somebody_scans_the_poster_of_a_gate_and_is_on_the_list(
    cast: Cast, signed_in: SignIn, post: Post, parts: dict[str, int]
) -> None:
    url = reverse("roster:join_at", args=[cast.willow.pk, post.pk])
    phone = public()
    page = phone.get(url).content.decode()
    assert "Help at Willow Lane, north gate" in page
    assert f'<option value="{post.pk}" selected>' in page
    own = phone.post(url, typed(parts, wish=post.pk), follow=True)
    assert "Keep this page" in own.content.decode()
    row = Volunteer.objects.get()
    assert (row.state, row.wish, row.compound) == ("new", post, cast.willow_lane)
    for who in (cast.worker, cast.director, cast.officer):
        listed = signed_in(who).get(reverse("roster:volunteers"), {"show": "new"})
        assert "13912345678" in listed.content.decode(), who.name
    other = signed_in(cast.neighbour_worker)
    assert "孙建国" not in other.get(reverse("roster:volunteers")).content.decode()
    assert other.get(reverse("roster:volunteer", args=[row.pk])).status_code == 404


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, parts: dict[str, int]
) -> None:
    url = reverse("roster:join", args=[cast.willow.pk])
    for told, words in (
        ({"birth_year": "2003"}, "under 18"), ({"phone": "12"}, "11 digits"),
        ({"consent": ""}, "if you agree"), ({"weekdays": []}, "at least one day"),
        ({"limits": ["may_nights"]}, "no nights"), ({"birth_year": "80"}, "four digits"),
    ):  # fmt: skip
        answer = public().post(url, typed(parts, **told))
        assert answer.status_code == 422, told
        assert words in answer.content.decode(), told
        assert "孙建国" in answer.content.decode()


def test_whoever_tries_numbers_is_slowed_down(cast: Cast, parts: dict[str, int]) -> None:
    url = reverse("roster:join", args=[cast.willow.pk])
    client = public()
    answers = [client.post(url, typed(parts, phone="12")).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]
    assert client.get(url).status_code == 200


def test_the_poster_of_a_closed_gate_leads_to_the_committee(cast: Cast, post: Post) -> None:
    actions.close_post(cast.worker, post.pk, now=NOW)
    answer = public().get(reverse("roster:join_at", args=[cast.willow.pk, post.pk]))
    assert answer.headers["Location"] == reverse("roster:join", args=[cast.willow.pk])
    assert public().get(reverse("roster:join", args=[987654])).status_code == 404


def test_on_the_own_page_people_change_pause_come_back_and_leave(
    cast: Cast, signed_in: SignIn, come: Come, parts: dict[str, int]
) -> None:
    row = come(phone="13912345678")
    token = actions.give_link(cast.worker, row.pk, now=NOW)
    signed_in(cast.worker).get(reverse("roster:volunteer", args=[row.pk]))
    client = public()
    page = client.get(reverse("roster:own", args=[token])).content.decode()
    assert "your record as a volunteer" in page
    told = typed(parts, shifts=[parts["day"]])
    assert client.post(reverse("roster:own_change", args=[token]), told).status_code == 302
    early = client.post(reverse("roster:own_pause", args=[token]), {"until": str(TODAY)})
    assert (early.status_code, "later day" in early.content.decode()) == (422, True)
    for deed, state in (("pause", "paused"), ("resume", "active"), ("leave", "left")):
        client.post(reverse(f"roster:own_{deed}", args=[token]))
        row.refresh_from_db()
        assert row.state == state
    assert "off the list" in client.get(reverse("roster:own", args=[token])).content.decode()


def test_a_link_that_no_longer_holds_says_whom_to_call(cast: Cast, come: Come) -> None:
    row = come()
    token = actions.give_link(cast.worker, row.pk, now=NOW)
    VolunteerLink.objects.update(revoked_at=NOW)
    page = public().get(reverse("roster:own", args=[token]))
    assert (page.status_code, "Willow Committee" in page.content.decode()) == (404, True)
    unknown = public().post(reverse("roster:own_leave", args=["nothing"]))
    assert (unknown.status_code, "孙建国" in unknown.content.decode()) == (404, False)


def test_staff_call_accept_pause_and_erase_on_the_page(
    cast: Cast, signed_in: SignIn, come: Come
) -> None:
    row = come(is_accepted=False)
    client = signed_in(cast.secretary)
    page = reverse("roster:volunteer", args=[row.pk])
    client.post(reverse("roster:unreached", args=[row.pk]))
    assert "Called once so far" in client.get(page).content.decode()
    client.post(reverse("roster:accept", args=[row.pk]), {"may_lead": "on"})
    client.post(reverse("roster:pause", args=[row.pk]), {"until": str(TODAY + timedelta(3))})
    said = client.post(reverse("roster:leave", args=[row.pk]), follow=True).content.decode()
    assert reverse("roster:resume", args=[row.pk]) in said
    client.post(reverse("roster:resume", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.may_lead, row.paused_until) == ("active", True, None)
    link = client.post(reverse("roster:link", args=[row.pk])).content.decode()
    assert "/duty/me/" in link
    erase = reverse("roster:erase", args=[row.pk])
    assert client.post(erase, {"confirm_name": "别人"}).status_code == 422
    assert client.post(erase, {"confirm_name": "孙建国"}).status_code == 302
    assert client.get(page).status_code == 404


def test_staff_enter_and_change_somebody(
    cast: Cast, signed_in: SignIn, parts: dict[str, int]
) -> None:
    client = signed_in(cast.worker)
    enter = reverse("roster:enter")
    told = {
        "committee": cast.willow.pk, "name": "钱阿姨", "phone": "13900001111", "kind": "resident",
    }  # fmt: skip
    assert client.post(enter, told).status_code == 422
    client.post(enter, {**told, "consent": "on"})
    row = Volunteer.objects.get()
    edit = reverse("roster:edit", args=[row.pk])
    changed = typed(parts, name="钱爱国", phone="13900001111", notes="会修灯", version=row.version)
    assert client.post(edit, changed).status_code == 302
    again = client.post(edit, changed)
    assert (again.status_code, "a moment ago" in again.content.decode()) == (422, True)
    page = client.get(reverse("roster:volunteer", args=[row.pk])).content.decode()
    assert "会修灯" in page
    assert "night 23–07" in page


def test_who_looked_is_written_down(cast: Cast, signed_in: SignIn, come: Come) -> None:
    row = come()
    client = signed_in(cast.worker)
    for name, args in (("volunteers", []), ("volunteer", [row.pk]), ("edit", [row.pk])):
        AccessSubject.objects.all().delete()
        client.get(reverse(f"roster:{name}", args=args))
        assert AccessSubject.objects.filter(volunteer_id=row.pk).count() == 1, name


def test_a_gate_becomes_a_post_whose_need_changes_and_that_is_closed(
    cast: Cast, signed_in: SignIn, north_gate: Place, parts: dict[str, int]
) -> None:
    client = signed_in(cast.worker)
    assert "1 gate is no post yet" in client.get(reverse("roster:posts")).content.decode()
    client.post(reverse("roster:from_gate", args=[north_gate.pk]))
    post = Post.objects.get()
    need = {"effective_on": str(TODAY), **{f"people_{pk}": 1 for pk in parts.values()}}
    client.post(reverse("roster:need", args=[post.pk]), need)
    page = client.get(reverse("roster:post", args=[post.pk])).content.decode()
    assert "About 20 duties have nobody yet." in page
    wrong = need | {"effective_on": str(TODAY - timedelta(1))}
    assert client.post(reverse("roster:need", args=[post.pk]), wrong).status_code == 422
    client.post(reverse("roster:edit_post", args=[post.pk]), {"is_heated": "on"})
    post.refresh_from_db()
    assert (post.is_heated, post.needs_leader) == (True, False)
    client.post(reverse("roster:close_post", args=[post.pk]))
    closed = client.get(reverse("roster:posts"), {"show": "closed"}).content.decode()
    assert "Willow Lane, north gate" in closed
    client.post(reverse("roster:reopen_post", args=[post.pk]))
    post.refresh_from_db()
    assert post.is_open


def test_a_round_and_another_place_are_opened_on_the_page(
    cast: Cast, signed_in: SignIn, parts: dict[str, int]
) -> None:
    depot = Place.objects.create(committee=cast.willow, kind="depot", name="物资点")
    client, url = signed_in(cast.worker), reverse("roster:new_post")
    people = {f"people_{pk}": 1 for pk in parts.values()}
    a_round = {"committee": cast.willow.pk, "name": "消毒", "name_en": "Disinfection"}
    assert client.post(f"{url}?what=round", people | a_round).status_code == 302
    assert client.post(f"{url}?what=place", people | {"place": depot.pk}).status_code == 302
    assert sorted(Post.objects.values_list("kind", "name")) == [
        ("place", "物资点"), ("round", "消毒")
    ]  # fmt: skip
    assert client.post(f"{url}?what=round", people).status_code == 422


def test_the_page_for_the_door_says_where_how_many_are_missing(
    cast: Cast, post: Post, come: Come
) -> None:
    come(wish_id=post.pk)
    page = public().get(reverse("roster:needed_at", args=[cast.willow.pk, post.pk]))
    text = page.content.decode()
    assert "<strong>2 people</strong> for the night 23–07" in text
    assert reverse("roster:join_at", args=[cast.willow.pk, post.pk]) in text
    assert "孙建国" not in text
    whole = public().get(reverse("roster:needed", args=[cast.willow.pk])).content.decode()
    assert "Willow Lane, north gate 2" in whole
    elsewhere = reverse("roster:needed_at", args=[cast.locust.pk, post.pk])
    assert public().get(elsewhere).status_code == 404


def test_the_street_sees_what_each_committee_lacks_and_opens_one(
    cast: Cast, signed_in: SignIn, post: Post
) -> None:
    client, url = signed_in(cast.officer), reverse("roster:growth")
    street = client.get(url)
    [line] = street.context["summary"]
    assert (line["committee"], line["missing"]) == (cast.willow, 47)
    assert f"?committee={cast.willow.pk}" in street.content.decode()
    one = client.get(url, {"committee": cast.willow.pk}).content.decode()
    assert "Willow Lane, north gate" in one


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_posters_are_typeset(cast: Cast, signed_in: SignIn, post: Post, lang: str) -> None:
    client = signed_in(cast.director)
    for name, pk in (("post_poster", post.pk), ("poster", cast.willow.pk)):
        answer = client.get(reverse(f"roster:{name}", args=[pk]), {"lang": lang})
        assert answer.content.startswith(b"%PDF"), name
    assert client.get(reverse("roster:poster", args=[cast.locust.pk])).status_code == 404


def test_the_street_office_changes_the_parts_of_the_day(
    cast: Cast, signed_in: SignIn, parts: dict[str, int]
) -> None:
    client = signed_in(cast.officer)
    told = {"name": "晚班", "starts": "22:00", "minutes": "480", "is_night": "on"}
    url = reverse("roster:shift", args=[parts["night"]])
    assert client.post(url, told | {"is_active": "on"}).status_code == 302
    assert ShiftKind.objects.get(pk=parts["night"]).span == "22–06"
    clash = {"name": "又一班", "starts": "07:00", "minutes": "240", "is_active": "on"}
    refused = client.post(reverse("roster:shifts"), clash)
    assert "no two begin at the same time" in refused.content.decode()


def test_the_pages_cost_the_same_for_many(
    cast: Cast, signed_in: SignIn, post: Post, come: Come
) -> None:
    row = come(wish_id=post.pk)
    token = actions.give_link(cast.worker, row.pk, now=NOW)
    staff, outside = signed_in(cast.worker), public()
    most = {
        reverse("roster:volunteers"): 12, reverse("roster:volunteer", args=[row.pk]): 12,
        reverse("roster:posts"): 9, reverse("roster:post", args=[post.pk]): 11,
        reverse("roster:growth"): 11,
    }  # fmt: skip
    for_all = {
        reverse("roster:join", args=[cast.willow.pk]): 5,
        reverse("roster:needed", args=[cast.willow.pk]): 5,
        reverse("roster:own", args=[token]): 17,
    }  # fmt: skip
    before = [cost(staff, url) for url in most] + [cost(outside, url) for url in for_all]
    for number in range(15):
        come(f"志愿者{number}", wish_id=post.pk if number % 2 else None)
        told = PostDetails(name=f"第{number}路")
        actions.open_round(cast.worker, cast.willow.pk, told, people={}, now=NOW)
    after = [cost(staff, url) for url in most] + [cost(outside, url) for url in for_all]
    assert after == before
    limits = [*most.values(), *for_all.values()]
    assert all(n <= limit for n, limit in zip(after, limits, strict=True)), after
