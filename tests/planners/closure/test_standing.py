"""What stands already: kept for nothing where it parts inside and outside, else it has to go."""

import json
import math
from dataclasses import replace

import pytest

from tests.planners.closure.drawn import drawn, problem, through_alley
from tests.planners.closure.test_solve import kinds, spots
from tongzhou.formats.streets import Extract
from tongzhou.planners.closure.explain.geojson import to_geojson
from tongzhou.planners.closure.problem import Pins, Problem, Spot
from tongzhou.planners.closure.problem.pins import as_json, read_pins
from tongzhou.planners.closure.rules import check
from tongzhou.planners.closure.solve import Plan, solve
from tongzhou.planners.closure.solve.chains import reduced

REMOVAL = 60
MIDDLE = Spot(3, 2, 5, 0.4)
"""In the alley between two houses: who lives there is inside on both sides of it."""


def planned(streets: Extract, *built: Spot, **given: object) -> tuple[Problem, Plan, list[str]]:
    """The plan with what stands, and what the checker has against it."""
    pins = Pins(built=frozenset(built))
    question = problem(streets, {"costs": given}, pins=pins)
    plan = solve(question)
    report = check(streets, to_geojson(question, plan), question.profile, pins=pins)
    return question, plan, [f"{v.rule}: {v.message}" for v in report.violations]


def lane(streets: Extract, kind: str = "") -> Spot:
    """Where the plan would put its barrier."""
    question = problem(streets)
    (spot,) = spots(question, solve(question), "fire_lane")
    return replace(spot, kind=kind)


def court() -> Extract:
    """Two ways in, two houses on each, and two narrow alleys between them that lead nowhere else."""
    return drawn(
        {1: (-300, 0), 2: (-60, 0), 3: (60, 0), 4: (300, 0), 5: (-60, 80), 6: (60, 80),
         7: (-60, 160), 8: (60, 160)},
        [((1, 2, 3, 4), "secondary"), ((2, 5), "residential"), ((3, 6), "residential"),
         ((5, 6), "footway"), ((5, 7), "residential"), ((6, 8), "residential"),
         ((7, 8), "footway")],
        [(-72, 110), (-72, 140), (72, 110), (72, 140)],
    )  # fmt: skip


def test_a_barrier_between_two_houses_goes_and_locks_nobody_in() -> None:
    question, plan, broken = planned(through_alley(), MIDDLE)

    assert broken == []
    assert plan.terms["removal"]["count"] == 1
    assert plan.objective == pytest.approx(solve(problem(through_alley())).objective + REMOVAL)
    assert MIDDLE.fraction not in [round(question.edges[s.edge].cut.middle, 1) for s in plan.stands]


@pytest.mark.parametrize("removal", [0, 60, 900])
def test_a_barrier_across_an_alley_inside_is_not_closed_because_it_costs_nothing(
    removal: int,
) -> None:
    across = [Spot(way, *ends) for way, ends in ((4, (5, 6)), (7, (7, 8)))]
    question, plan, broken = planned(court(), *across, removal=removal)
    ways = {question.edges[stand.edge].cut.way for stand in plan.stands}

    assert broken == []
    assert kinds(plan) == {"gate": 1, "fire_lane": 1}
    assert ways == {2, 3}
    assert plan.terms["removal"]["count"] == 2


def test_what_has_no_price_stands_only_between_inside_and_outside() -> None:
    free = {"fence_fixed": 0, "fence_per_metre": 0, "lane_fixed": 0, "lane_per_metre": 0}
    _, plan, broken = planned(through_alley(), **free)

    assert broken == []
    assert kinds(plan) == {"gate": 1, "fire_lane": 1}


def test_keeping_costs_nothing() -> None:
    before = solve(problem(through_alley()))
    _, plan, broken = planned(through_alley(), lane(through_alley(), "fire_lane"))

    assert broken == []
    assert plan.terms["fire_lane"]["cost"] == plan.terms["removal"]["cost"] == 0
    assert plan.objective == pytest.approx(before.objective - before.terms["fire_lane"]["cost"])


def test_of_two_barriers_in_a_row_one_stays() -> None:
    there = lane(through_alley())
    _, plan, broken = planned(
        through_alley(), there, replace(there, fraction=there.fraction + 0.01)
    )

    assert broken == []
    assert (plan.terms["fire_lane"]["cost"], plan.terms["removal"]["count"]) == (0, 1)


def test_a_fence_where_engines_pass_is_no_barrier_that_opens() -> None:
    before = solve(problem(through_alley())).objective
    _, plan, broken = planned(through_alley(), lane(through_alley(), "fence"))

    assert broken == []
    assert plan.objective == pytest.approx(before + REMOVAL)


def test_a_gate_that_stands_costs_only_its_guards() -> None:
    question = problem(through_alley())
    before = solve(question)
    (gate,) = spots(question, before, "gate")
    _, plan, broken = planned(through_alley(), replace(gate, kind="gate"))

    assert broken == []
    assert plan.objective == pytest.approx(before.objective - 600)


def test_where_nothing_may_stand_a_barrier_does_not_count() -> None:
    question = problem(through_alley(), pins=Pins(built=frozenset({lane(through_alley())})))
    forbidden = replace(question, edges=[replace(e, may_close=False) for e in question.edges])

    assert all(math.isinf(chain.cost) for chain in reduced(forbidden).chains.values())


def test_what_stands_outside_the_area_is_left_alone() -> None:
    question, plan, broken = planned(through_alley(), Spot(99, 2, 5))

    assert broken == []
    assert question.pins.built == frozenset()
    assert plan.terms["removal"]["count"] == 0


def test_one_barrier_is_not_kept_twice() -> None:
    pins = Pins(built=frozenset({lane(through_alley())}))
    question = problem(through_alley(), pins=pins)
    told = to_geojson(question, solve(question))
    report = check(through_alley(), told, question.profile)

    assert {v.rule for v in report.violations} == {"counts", "objective"}


def test_pins_written_down_are_read_again_the_same() -> None:
    pins = Pins(
        gates=frozenset({MIDDLE}),
        open=frozenset({Spot(4, 1, 2)}),
        built=frozenset({Spot(3, 2, 5, 0.4, "gate"), Spot(3, 2, 5, 0.5)}),
        widths=((3, 2.5),),
    )
    assert read_pins(json.dumps(as_json(pins))) == pins
