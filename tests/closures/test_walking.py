"""Walking minutes go through gates, not through fences."""

import pytest

from tests.cast import NOW, Cast
from tests.closures.conftest import asked, degrees
from tongzhou.closures.actions import adopting
from tongzhou.closures.models import Barrier, ClosurePlan, StreetMap
from tongzhou.closures.walking import METRES_A_MINUTE, minutes
from tongzhou.registry.models import Place


@pytest.fixture
def adopted(cast: Cast, streets: StreetMap) -> ClosurePlan:
    row = asked(cast.worker, streets)
    adopting.adopt(cast.secretary, row.pk, now=NOW)
    return row


def place(cast: Cast, x: float, y: float) -> Place:
    longitude, latitude = degrees(x, y)
    return Place.objects.create(
        committee=cast.willow, kind="gate", name=f"{x}, {y}", longitude=longitude, latitude=latitude
    )


def test_the_way_leads_through_the_gate_and_not_over_the_fire_lane(
    cast: Cast, adopted: ClosurePlan
) -> None:
    gate = Barrier.objects.get(kind="gate")
    south_is_open = gate.latitude is not None and gate.latitude < degrees(0, 100)[1]
    before, behind = place(cast, 0, 0), place(cast, 0, 200)
    home = cast.willow_lane.pk

    found = minutes(cast.willow.pk, [home], [before.pk, behind.pk])

    reached = before if south_is_open else behind
    assert set(found) == {(home, reached.pk)}
    assert 100 / METRES_A_MINUTE <= found[home, reached.pk] <= 250 / METRES_A_MINUTE


def test_without_a_plan_in_force_nothing_is_said(cast: Cast, streets: StreetMap) -> None:
    asked(cast.worker, streets)

    assert minutes(cast.willow.pk, [cast.willow_lane.pk], [place(cast, 0, 0).pk]) == {}


def test_a_home_that_is_not_on_the_map_is_left_out(cast: Cast, adopted: ClosurePlan) -> None:
    there = place(cast, 0, 0)

    assert minutes(cast.willow.pk, [cast.locust_garden.pk], [there.pk]) == {}
