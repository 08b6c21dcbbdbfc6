"""Who sees what of a crossing: codes for the committee, doors with a reason, fevers for health."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.privacy.looks import no_look, one_look
from tongzhou.core import clock
from tongzhou.core.ids import uuid7
from tongzhou.core.models import AuditEntry
from tongzhou.gates import actions
from tongzhou.gates.models import Crossing
from tongzhou.gates.queries.crossings import Mark, listing
from tongzhou.privacy.models import AccessEntry
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place

SignsIn = Callable[[Acting], Client]


@pytest.fixture(autouse=True)
def _quarter_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def hot(cast: Cast) -> Crossing:
    """The Chens came home with 37.8 °C, after 37.6 °C, let in against the rules."""
    gate = Place.objects.create(name="柳荫巷北口", committee=cast.willow, kind=PlaceKind.GATE)
    return Crossing.objects.create(
        entry=uuid7(), place=gate, committee=cast.willow, direction="in", persons=1,
        of=actions.issue(cast.worker, cast.chen.pk, now=NOW), how="scan", verdict="stop",
        word="from the hospital", at=NOW - timedelta(minutes=9), tenths=378, first_tenths=376,
    )  # fmt: skip


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("who", ["worker", "officer", "director"])
def test_those_who_lead_gates_see_codes_and_no_door_and_no_temperature(
    cast: Cast, signed_in: SignsIn, hot: Crossing, who: str
) -> None:
    assert hot.of is not None
    with no_look():
        page = text(signed_in(getattr(cast, who)), "/gates/crossings/")
    assert hot.of.spoken in page
    assert "against the rules" in page
    for secret in (cast.chen.door, "37.8", "37.6", "from the hospital"):
        assert secret not in page


@pytest.mark.parametrize("page", ["board", "crossings"])
def test_no_page_of_gates_tells_of_a_fever(
    cast: Cast, signed_in: SignsIn, hot: Crossing, page: str
) -> None:
    found = text(signed_in(cast.worker), f"/gates/{page}/?show=fever").split("<main")[1]
    assert "37." not in found
    assert "fever" not in found.lower()


def test_a_door_is_shown_to_who_says_why_and_the_household_can_read_it(
    cast: Cast, signed_in: SignsIn, hot: Crossing
) -> None:
    client, address = signed_in(cast.worker), f"/gates/crossings/{hot.pk}/door"
    with no_look():
        assert cast.chen.door not in text(client, address)
        assert cast.chen.door not in client.post(address, {"reason": ""}).content.decode()
    with one_look("gates.door", households=[cast.chen]):
        page = client.post(address, {"reason": "copied pass"}).content.decode()
    assert cast.chen.door in page
    assert "37.8" not in page
    assert AccessEntry.objects.get(page="gates.door").reason == "copied pass"
    assert AuditEntry.objects.filter(key="gates.crossing.door_shown", object_id=hot.pk).exists()


def test_nobody_asks_about_a_crossing_of_another_committee(
    cast: Cast, signed_in: SignsIn, hot: Crossing
) -> None:
    client = signed_in(cast.neighbour_worker)
    answer = client.post(f"/gates/crossings/{hot.pk}/door", {"reason": "curious"})
    assert answer.status_code == 404
    assert hot.place.name not in text(client, "/gates/crossings/")


def test_a_director_leads_a_gate_and_asks_for_no_door(
    cast: Cast, signed_in: SignsIn, hot: Crossing
) -> None:
    client = signed_in(cast.director)
    assert "/door" not in text(client, "/gates/crossings/")
    assert client.get(f"/gates/crossings/{hot.pk}/door").status_code == 404


def test_the_health_desk_sees_fevers_and_goes_on_to_the_household(
    cast: Cast, signed_in: SignsIn, hot: Crossing
) -> None:
    client = signed_in(cast.medic)
    with no_look():
        page = text(client, "/gates/fevers/")
    assert "37.8 °C" in page
    assert "37.6 °C" in page
    assert cast.chen.door not in page
    with one_look("gates.fever", households=[cast.chen]):
        answer = client.post(f"/gates/fevers/{hot.pk}/follow")
    assert answer.headers["Location"].endswith(f"/{cast.chen.pk}/")


def test_who_was_well_is_not_asked_about_as_a_fever(
    cast: Cast, signed_in: SignsIn, hot: Crossing
) -> None:
    Crossing.objects.update(tenths=372)
    client = signed_in(cast.medic)
    assert "No fever at a gate" in text(client, "/gates/fevers/")
    assert client.post(f"/gates/fevers/{hot.pk}/follow").status_code == 404


def test_pages_follow_on_one_another_without_a_gap(cast: Cast, hot: Crossing) -> None:
    for minutes in (9, 9, 3, 30):
        hot.pk, hot.entry, hot.at = None, uuid7(), NOW - timedelta(minutes=minutes)
        hot.save(force_insert=True)
    whole = listing(cast.worker, "all", place=None, after=None, size=50)
    found, after = [], None
    for _ in whole.seen:
        part = listing(cast.worker, "all", place=None, after=after, size=1)
        found += [each.row.pk for each in part.seen]
        after = part.older and Mark.read(str(part.older))
    assert found == [each.row.pk for each in whole.seen]
    assert (after, whole.older) == (None, None)


@pytest.mark.parametrize("said", ["", "x", "1", "-", "1-x", "9" * 30 + "-1"])
def test_a_mark_that_makes_no_sense_shows_the_newest(said: str) -> None:
    assert Mark.read(said) is None


def test_what_was_taken_back_says_so(cast: Cast, signed_in: SignsIn, hot: Crossing) -> None:
    Crossing.objects.update(word="did_not_go")
    page = text(signed_in(cast.worker), "/gates/crossings/")
    assert "taken back: did not go" in page
    assert "did_not_go" not in page
