"""The pages of rosters as people open them, and what they cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tests.roster.conftest import Come
from tests.roster.test_pages import cost
from tests.roster.test_roster_job import asked, greedy_at_once, worked_out
from tests.roster.test_roster_plans import NEXT_MONDAY
from tongzhou.registry.acting import Acting
from tongzhou.roster import actions
from tongzhou.roster.models import Assignment, Post, Roster, Shift, Volunteer

SignIn = Callable[[Acting], Client]


@pytest.fixture
def planned(
    cast: Cast, post: Post, neighbours: list[Volunteer], monkeypatch: pytest.MonkeyPatch
) -> Roster:
    """The week to come, planned and not published."""
    greedy_at_once(monkeypatch)
    return worked_out(asked(cast.secretary))


def gap(row: Roster) -> Shift:
    """A shift with an empty place."""
    return next(shift for shift in row.shifts.order_by("starts_at") if shift.why)


def text(client: Client, name: str, *args: Any, **query: Any) -> str:
    return client.get(reverse(f"roster:{name}", args=args), query).content.decode()


def test_without_a_roster_one_press_plans_the_week(
    cast: Cast, signed_in: SignIn, post: Post, neighbours: list[Volunteer]
) -> None:
    client = signed_in(cast.secretary)
    page = text(client, "rosters")
    assert "No roster for these days yet" in page
    assert f'value="{NEXT_MONDAY.isoformat()}"' in page

    told = {"committee_id": cast.willow.pk, "starts_on": str(NEXT_MONDAY), "days": 7}
    answer = client.post(reverse("roster:ask_roster"), told)

    row = Roster.objects.get()
    assert answer.headers["Location"] == reverse("roster:roster", args=[row.pk])
    page = text(client, "roster", row.pk)
    assert "Waiting for its turn" in page
    assert 'hx-trigger="every 2s"' in text(client, "roster_progress", row.pk)


def test_wrong_days_are_said_beside_the_field(
    cast: Cast, signed_in: SignIn, planned: Roster
) -> None:
    told = {"committee_id": cast.willow.pk, "starts_on": str(NEXT_MONDAY), "days": 7}

    answer = signed_in(cast.secretary).post(reverse("roster:ask_roster"), told)

    assert answer.status_code == 422
    assert "There is a roster for some of these days" in answer.content.decode()


def test_progress_ends_in_the_page_itself(cast: Cast, signed_in: SignIn, planned: Roster) -> None:
    answer = signed_in(cast.secretary).get(reverse("roster:roster_progress", args=[planned.pk]))

    assert answer.headers["HX-Redirect"] == reverse("roster:roster", args=[planned.pk])


def test_the_board_names_who_stands_where_and_what_is_empty(
    cast: Cast, signed_in: SignIn, planned: Roster
) -> None:
    client = signed_in(cast.worker)
    shift = gap(planned)
    page = text(client, "roster", planned.pk, day=str(shift.on))

    names = [
        row.volunteer.name
        for row in Assignment.objects.filter(shift__roster=planned, shift__on=shift.on)
    ]
    assert names
    assert all(name in page for name in names)
    assert "empty-place" in page
    assert "Publish" in page


def test_empty_places_say_why_and_who_is_nearest(
    cast: Cast, signed_in: SignIn, planned: Roster
) -> None:
    page = text(signed_in(cast.worker), "roster_gaps", planned.pk)

    nearest = Volunteer.objects.get(pk=gap(planned).why["nearest"][0]["volunteer"])
    assert nearest.name in page
    assert "duties that week" in page or "need the rest" in page


def test_people_are_found_by_pinyin_and_shares_are_shown(
    cast: Cast, signed_in: SignIn, planned: Roster
) -> None:
    client = signed_in(cast.worker)

    page = text(client, "roster_people", planned.pk, q="zhao")
    assert "赵大明" in page
    assert "钱大明" not in page
    page = text(client, "roster_fairness", planned.pk)
    assert "Of 9 people" in page
    assert "fair:" in page


def test_somebody_is_put_taken_off_and_the_step_undone(
    cast: Cast, signed_in: SignIn, planned: Roster
) -> None:
    client, shift = signed_in(cast.worker), gap(planned)
    args = [planned.pk, shift.pk]
    page = text(client, "place", *args)
    assert "Who could stand here" in page
    person = Volunteer.objects.get(pk=shift.why["nearest"][0]["volunteer"])
    step = {"seen": planned.version, "volunteer": person.pk}

    refused = client.post(reverse("roster:put", args=args), step)
    assert refused.status_code == 422
    assert "This breaks a rule" in refused.content.decode()
    done = client.post(reverse("roster:put", args=args), {**step, "reason": "他自己愿意"})
    assert done.headers["Location"] == reverse("roster:place", args=args)
    page = text(client, "place", *args)
    assert "他自己愿意" in page
    client.post(reverse("roster:undo", args=[planned.pk, planned.version + 1]))
    assert not shift.assignments.filter(ended_at__isnull=True, volunteer=person).exists()


def test_a_name_dropped_on_another_place_moves_or_says_what_it_breaks(
    cast: Cast, signed_in: SignIn, planned: Roster, neighbours: list[Volunteer]
) -> None:
    client, target = signed_in(cast.worker), gap(planned)
    stands = Assignment.objects.filter(shift__roster=planned).exclude(
        volunteer__in=target.assignments.values("volunteer")
    )
    one = stands.first()
    assert one is not None
    told = {"seen": planned.version, "assignment": one.pk, "from": "board"}

    answer = client.post(reverse("roster:move", args=[planned.pk, target.pk]), told)
    if answer.status_code == 422:
        page = answer.content.decode()
        assert f"Move {one.volunteer.name} here" in page
        told["reason"] = "换班"
        answer = client.post(reverse("roster:move", args=[planned.pk, target.pk]), told)

    assert answer.headers["Location"].endswith(f"?day={target.on}")
    one.refresh_from_db()
    assert one.ending == "moved"


def test_two_coordinators_do_not_overwrite_each_other(
    cast: Cast, signed_in: SignIn, planned: Roster
) -> None:
    shift = gap(planned)
    person = Volunteer.objects.get(pk=shift.why["nearest"][0]["volunteer"])
    step = {"seen": planned.version, "volunteer": person.pk, "reason": "愿意"}
    url = reverse("roster:put", args=[planned.pk, shift.pk])
    signed_in(cast.secretary).post(url, step)

    late = signed_in(cast.worker).post(url, step)

    page = late.content.decode()
    assert late.status_code == 422
    assert f"Meanwhile 林秀 put {person.name}" in page
    assert shift.assignments.filter(ended_at__isnull=True, volunteer=person).count() == 1


def test_publishing_shows_first_what_is_empty_and_tells_people(
    cast: Cast, signed_in: SignIn, planned: Roster, neighbours: list[Volunteer]
) -> None:
    client = signed_in(cast.secretary)
    url = reverse("roster:publish", args=[planned.pk])
    page = client.get(url).content.decode()
    assert "Empty places" in page
    assert client.post(url, {"seen": planned.version - 1}).status_code == 422

    assert client.post(url, {"seen": planned.version}).status_code == 302

    planned.refresh_from_db()
    assert (planned.state, planned.published_at) == ("published", NOW)
    assert not Assignment.objects.filter(told_at__isnull=True).exists()


def test_whoever_has_no_link_is_not_told_until_the_own_page_is_opened(
    cast: Cast, signed_in: SignIn, planned: Roster, neighbours: list[Volunteer]
) -> None:
    row = neighbours[0]
    row.links.update(revoked_at=NOW)
    client = signed_in(cast.secretary)
    client.post(reverse("roster:publish", args=[planned.pk]), {"seen": planned.version})
    own = Assignment.objects.filter(volunteer=row)
    assert set(own.values_list("told_at", flat=True)) == {None}

    token = actions.give_link(cast.worker, row.pk, now=NOW)
    page = text(Client(headers={"accept-language": "en"}), "own", token)

    assert "Your duties" in page
    assert "柳荫里北门" in page or "north gate" in page
    assert set(own.values_list("told_at", flat=True)) == {NOW}
    others = [person.name for person in neighbours[3:]]
    assert not any(name in page for name in others)


def test_a_draft_is_on_nobodys_page(
    cast: Cast, planned: Roster, neighbours: list[Volunteer]
) -> None:
    token = actions.give_link(cast.worker, neighbours[0].pk, now=NOW)

    assert "No duty in the coming days" in text(
        Client(headers={"accept-language": "en"}), "own", token
    )


def test_the_calendar_of_one_person_has_their_duties_and_opens_nothing_else(
    cast: Cast, signed_in: SignIn, planned: Roster, neighbours: list[Volunteer]
) -> None:
    signed_in(cast.secretary).post(
        reverse("roster:publish", args=[planned.pk]), {"seen": planned.version}
    )
    token = actions.give_link(cast.worker, neighbours[0].pk, now=NOW)
    anybody = Client(headers={"accept-language": "en"})
    page = anybody.get(reverse("roster:own", args=[token]))
    url = page.context["calendar"]

    feed = anybody.get(url)

    assert feed.headers["Content-Type"].startswith("text/calendar")
    events = feed.content.decode().count("BEGIN:VEVENT")
    assert events == Assignment.objects.filter(volunteer=neighbours[0], ended_at=None).count() > 0
    assert token not in url
    neighbours[0].links.update(revoked_at=NOW)
    assert anybody.get(url).status_code == 404


def test_a_roster_is_withdrawn_after_one_more_question(
    cast: Cast, signed_in: SignIn, planned: Roster
) -> None:
    client = signed_in(cast.secretary)
    url = reverse("roster:withdraw", args=[planned.pk])
    assert "Nobody has seen it yet" in client.get(url).content.decode()

    client.post(url)

    planned.refresh_from_db()
    assert planned.state == "withdrawn"
    assert "being planned" not in text(client, "rosters", show="over")


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_sheets_are_printed_gate_by_gate(
    cast: Cast, signed_in: SignIn, planned: Roster, lang: str
) -> None:
    answer = signed_in(cast.worker).get(
        reverse("roster:roster_sheet", args=[planned.pk]), {"lang": lang}
    )

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_building_director_sees_the_own_compounds_posts_and_no_button(
    cast: Cast, signed_in: SignIn, planned: Roster
) -> None:
    client = signed_in(cast.director)
    page = text(client, "roster", planned.pk, day=str(gap(planned).on))

    assert "empty-place" in page
    assert "Publish" not in page
    assert "Put here" not in text(client, "place", planned.pk, gap(planned).pk)


def test_other_committees_find_nothing(cast: Cast, signed_in: SignIn, planned: Roster) -> None:
    client = signed_in(cast.neighbour_worker)

    for name in ("roster", "roster_people", "roster_fairness", "roster_gaps", "publish"):
        assert client.get(reverse(f"roster:{name}", args=[planned.pk])).status_code == 404
    place = reverse("roster:place", args=[planned.pk, gap(planned).pk])
    assert client.get(place).status_code == 404


def test_the_pages_cost_the_same_for_many_people(
    cast: Cast, signed_in: SignIn, planned: Roster, come: Come
) -> None:
    client, shift = signed_in(cast.worker), gap(planned)
    most = {
        reverse("roster:rosters"): 7,
        **{
            reverse(f"roster:{name}", args=[planned.pk]): 9
            for name in ("roster", "roster_people", "roster_fairness", "roster_gaps", "publish")
        },
        reverse("roster:place", args=[planned.pk, shift.pk]): 17,
    }
    Assignment.objects.create(shift=shift, volunteer=come(), came="hand", made_at=NOW)
    client.get(reverse("roster:rosters"))
    before = {url: cost(client, url) for url in most}
    for number in range(15):
        row = come(f"志愿者{number}")
        Assignment.objects.create(shift=shift, volunteer=row, came="hand", made_at=NOW)

    assert {url: cost(client, url) for url in most} == before
    assert all(before[url] <= limit for url, limit in most.items()), before
