"""Plans: worked out in a child, shown only when checked, changed by wishes with a price."""

from typing import Any

import pytest
from django.http import Http404

from tests.cast import NOW, Cast
from tests.closures.conftest import asked, worked_out
from tongzhou.closures.actions import plans
from tongzhou.closures.choices import PlanState
from tongzhou.closures.models import ClosurePlan, StreetMap
from tongzhou.closures.queries.plans import answer
from tongzhou.closures.sentences import plan_failure, reason, relaxation
from tongzhou.core.errors import Refusal
from tongzhou.core.jobs import run_one
from tongzhou.formats.children import Declined

CORNERS = [(116.35, 0.01), (116.351, 0.01), (116.351, 0.011)]


def test_a_plan_is_worked_out_checked_and_explained(cast: Cast, streets: StreetMap) -> None:
    row = asked(cast.worker, streets)
    assert (row.state, row.failure) == (PlanState.READY, {})
    assert row.summary["violations"] == []
    found = answer(row)
    assert {c["kind"] for c in found.closings} <= {"gate", "fire_lane", "fence", "keyed_door"}
    assert sum(c["kind"] == "gate" for c in found.closings) == row.summary["gates"] >= 1
    for closing in found.closings:
        assert closing["reasons"]
        assert all(reason(r["key"], r["numbers"]) for r in closing["reasons"])
    assert len(found.limits) == 5
    assert found.content["certificate"]["least_closings"] <= len(found.closings)


def test_households_of_linked_buildings_come_from_the_registry(
    cast: Cast, streets: StreetMap
) -> None:
    row = asked(cast.worker, streets)
    assert answer(row).content["households"]["way/101"] == 3
    assert answer(row).content["households"]["way/104"] > 3


def test_a_wish_shows_its_price_and_can_be_taken_back(cast: Cast, streets: StreetMap) -> None:
    row = asked(cast.worker, streets)
    cost = row.summary["cost"]
    closed = next(c for c in answer(row).closings if c["kind"] != "gate")
    plans.add_pin(
        cast.worker, row.pk, kind="gates", way=closed["osm_way"], start=closed["osm_from"],
        end=closed["osm_to"], width=None, now=NOW,
    )  # fmt: skip
    row = worked_out(row)
    assert row.price == pytest.approx(row.summary["cost"] - cost)
    assert (row.price or 0) > 0
    row = worked_out(plans.remove_pin(cast.worker, row.pk, position=0, now=NOW))
    assert row.summary["cost"] == pytest.approx(cost)


def test_a_newer_wish_at_one_place_takes_the_older_ones_place(
    cast: Cast, streets: StreetMap
) -> None:
    row = asked(cast.worker, streets)
    where: dict[str, Any] = {"way": 13, "start": 2, "end": 7, "width": None, "now": NOW}
    worked_out(plans.add_pin(cast.worker, row.pk, kind="gates", **where))
    where |= {"start": 7, "end": 2}
    row = plans.add_pin(cast.worker, row.pk, kind="closed", **where)
    assert [pin["kind"] for pin in row.pins] == ["closed"]


def test_an_impossible_plan_names_homes_and_the_cheapest_way_out(
    cast: Cast, streets: StreetMap
) -> None:
    row = asked(cast.worker, streets, volunteers=1)
    assert row.state == PlanState.FAILED
    assert row.failure["homes"]
    assert "cannot be served" in plan_failure(row.failure)
    assert "more people" in relaxation(row.failure)


def test_an_area_without_homes_is_refused(cast: Cast, streets: StreetMap) -> None:
    corners = [(116.3560, 0.0102), (116.3570, 0.0102), (116.3570, 0.0110)]
    row = plans.make(
        cast.worker, streets.pk, title="x", area="drawn", corners=corners, walk_metres=400,
        volunteers=0, now=NOW,
    )  # fmt: skip
    assert worked_out(row).state == PlanState.FAILED
    assert row.failure["code"] in {"no_homes", "area"}


def test_what_the_check_refuses_is_never_shown(
    cast: Cast, streets: StreetMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise Declined("check_failed", {"rule": "sealed", "where": "way/101"})

    monkeypatch.setattr(plans, "make_plan", refuse)
    row = asked(cast.worker, streets)
    assert row.state == PlanState.FAILED
    assert not answer(row).closings
    assert "independent check" in plan_failure(row.failure)


def test_a_cancelled_plan_stops_and_is_a_draft(
    cast: Cast, streets: StreetMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled_meanwhile(path: object, order: object, *, told: Any) -> None:
        plans.cancel(cast.worker, ClosurePlan.objects.get().pk, now=NOW)
        told([1, 5, 100.0, 90.0])
        pytest.fail("the child goes on")

    monkeypatch.setattr(plans, "make_plan", cancelled_meanwhile)
    assert asked(cast.worker, streets).state == PlanState.DRAFT


def test_a_plan_at_work_is_left_alone(cast: Cast, streets: StreetMap) -> None:
    row = plans.make(
        cast.worker, streets.pk, title="x", area="whole", corners=[], walk_metres=400,
        volunteers=0, now=NOW,
    )  # fmt: skip
    with pytest.raises(Refusal, match="being worked out"):
        plans.set_limits(cast.worker, row.pk, walk_metres=300, volunteers=0, now=NOW)
    plans.cancel(cast.worker, row.pk, now=NOW)
    run_one(NOW)
    row.refresh_from_db()
    assert row.state == PlanState.DRAFT


def test_a_drawn_area_needs_three_corners(cast: Cast, streets: StreetMap) -> None:
    with pytest.raises(Refusal, match="three corners"):
        plans.make(
            cast.worker, streets.pk, title="x", area="drawn", corners=CORNERS[:2],
            walk_metres=400, volunteers=0, now=NOW,
        )  # fmt: skip


def test_plans_are_the_committees_own(cast: Cast, streets: StreetMap) -> None:
    row = plans.make(
        cast.worker, streets.pk, title="x", area="drawn", corners=CORNERS, walk_metres=400,
        volunteers=0, now=NOW,
    )  # fmt: skip
    with pytest.raises(Http404):
        plans.cancel(cast.neighbour_worker, row.pk, now=NOW)
    assert plans.cancel(cast.officer, row.pk, now=NOW).state == PlanState.DRAFT
