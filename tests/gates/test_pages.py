"""The pages of passes as people open them, and what they cost."""

from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, Cast, household, resident
from tongzhou.core import clock
from tongzhou.gates import actions
from tongzhou.gates.models import Pass
from tongzhou.privacy.models import AccessSubject
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Building

SignIn = Callable[[Acting], Client]
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT pg_advisory")


@pytest.fixture(autouse=True)
def _quarter_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def card(cast: Cast) -> Pass:
    """The pass of Chen Jun and Zhou Min."""
    return actions.issue(cast.worker, cast.chen.pk, now=NOW)


def cost(client: Client, url: str) -> int:
    """How many statements a page takes on both databases."""
    default, keys = (CaptureQueriesContext(connections[name]) for name in ("default", "keys"))
    with default as one, keys as two:
        assert client.get(url).status_code == 200
    said = [q["sql"] for c in (one, two) for q in c.captured_queries]
    return len([s for s in said if not s.startswith(FRAME)])


def crowd(cast: Cast, count: int) -> None:
    """So many more households with a pass."""
    house = Building.objects.create(compound=cast.willow_lane, name="9号楼", walk_order=9)
    for number in range(count):
        home = household(house, "1", f"{number + 1}01")
        resident(home, f"居民{number}", "f", NOW.date(), "")
        actions.issue(cast.worker, home.pk, now=NOW)


def test_a_pass_is_found_by_door_by_name_and_by_code(
    cast: Cast, signed_in: SignIn, card: Pass
) -> None:
    other = actions.issue(cast.worker, cast.gao.pk, now=NOW)
    client = signed_in(cast.worker)
    for words in ("302", "chenjun", "陈军", card.spoken, card.code[:5].lower()):
        page = client.get(reverse("gates:passes"), {"q": words}).content.decode()
        assert card.spoken in page, words
        assert other.spoken not in page, words


def test_the_list_counts_passes_of_every_kind(cast: Cast, signed_in: SignIn, card: Pass) -> None:
    gao = actions.issue(cast.worker, cast.gao.pk, now=NOW)
    actions.report_lost(cast.worker, gao.pk, now=NOW)
    client = signed_in(cast.worker)
    page = client.get(reverse("gates:passes"), {"show": "lost"})
    counts = {name: count for name, _word, count, _is in page.context["chips"]}
    assert counts["active"] == counts["unprinted"] == counts["lost"] == 1
    assert [one.pk for one in page.context["page"].object_list] == [gao.pk]


def test_the_pages_cost_the_same_for_many(cast: Cast, signed_in: SignIn, card: Pass) -> None:
    client = signed_in(cast.worker)
    urls = [reverse("gates:passes"), reverse("gates:pass", args=[card.pk])]
    before = [cost(client, url) for url in urls]
    crowd(cast, 12)
    assert [cost(client, url) for url in urls] == before
    assert max(before) <= 12


def test_who_looked_at_passes_is_written_down(cast: Cast, signed_in: SignIn, card: Pass) -> None:
    client = signed_in(cast.worker)
    for url in (reverse("gates:passes"), reverse("gates:pass", args=[card.pk])):
        AccessSubject.objects.all().delete()
        client.get(url)
        seen = AccessSubject.objects.filter(household_id=cast.chen.pk)
        assert seen.exists(), url
        assert AccessSubject.objects.filter(resident_id=cast.chen_jun.pk).exists(), url


def test_a_neighbouring_committee_finds_no_pass(cast: Cast, signed_in: SignIn, card: Pass) -> None:
    client = signed_in(cast.neighbour_worker)
    assert card.spoken not in client.get(reverse("gates:passes")).content.decode()
    for name in ("pass", "lost", "revoke", "replace", "lift", "sign"):
        url = reverse(f"gates:{name}", args=[card.pk])
        assert client.post(url).status_code == 404, name


def test_a_pass_is_issued_lost_and_issued_again_on_the_pages(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.worker)
    issue = reverse("gates:issue")
    assert "302" in client.get(f"{issue}?household={cast.chen.pk}").content.decode()
    client.post(issue, {"who": f"{cast.chen.pk}-"})
    card = Pass.objects.get()
    again = client.post(issue, {"who": f"{cast.chen.pk}-"})
    assert (again.status_code, "has a pass" in again.content.decode()) == (422, True)
    client.post(reverse("gates:lost", args=[card.pk]))
    page = client.get(reverse("gates:pass", args=[card.pk])).content.decode()
    assert f"{issue}?household={cast.chen.pk}" in page
    client.post(issue, {"who": f"{cast.chen.pk}-"})
    assert sorted(Pass.objects.values_list("state", flat=True)) == ["active", "lost"]


def test_misuse_needs_evidence_and_a_colleague(cast: Cast, signed_in: SignIn, card: Pass) -> None:
    client, url = signed_in(cast.worker), reverse("gates:revoke", args=[card.pk])
    refused = client.post(url, {"ground": "misuse", "evidence": ""})
    assert refused.status_code == 422
    assert "rests on" in refused.content.decode()
    client.post(url, {"ground": "misuse", "evidence": "lent to a shop"})
    own = client.get(reverse("gates:pass", args=[card.pk])).content.decode()
    assert "a colleague signs next" in own
    assert "lent to a shop" in own
    second = signed_in(cast.secretary)
    assert (
        "Confirm as the second person"
        in second.get(reverse("gates:pass", args=[card.pk])).content.decode()
    )
    second.post(reverse("gates:sign", args=[card.pk]))
    page = second.get(reverse("gates:pass", args=[card.pk])).content.decode()
    assert "a colleague signs next" not in page
    assert "林秀" in page


def test_a_pass_handed_back_by_mistake_is_given_back_from_the_toast(
    cast: Cast, signed_in: SignIn, card: Pass
) -> None:
    client = signed_in(cast.worker)
    said = client.post(reverse("gates:revoke", args=[card.pk]), {"ground": "returned"}, follow=True)
    undo = reverse("gates:lift", args=[card.pk])
    assert undo in said.content.decode()
    client.post(undo)
    card.refresh_from_db()
    assert card.state == "active"
