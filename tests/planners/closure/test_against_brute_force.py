"""The planner against trying everything, on small invented neighbourhoods.

`benchmarks/closure_fuzz.py` does the same with as many of them as one has time for.
"""

import math

import pytest

from tests.planners.closure.brute.compare import Outcome, compared
from tests.planners.closure.brute.search import least_cost
from tests.planners.closure.brute.transport import cheapest_shares
from tests.planners.closure.drawn import problem, through_alley, two_courts
from tests.planners.closure.neighbourhoods import neighbourhood

ONCE_WRONG = (265, 275, 397, 858, 931, 935, 1279, 1309, 1616, 1804, 1928)
"""Keyed doors in the wrong place, a hose two centimetres too short, shares rounded too much; a door
on a pavement, a door at a hydrant, a hospital no way leads to; a plan told with another's cost."""
STEADY = [*range(53), *ONCE_WRONG]


WITH_BARRIERS = range(40)


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return [compared(number) for number in STEADY]


@pytest.fixture(scope="module")
def after_barriers() -> list[Outcome]:
    """The same where barriers, gates and doors stand here and there already."""
    return [compared(number, is_built=True) for number in WITH_BARRIERS]


def numbers(outcomes: list[Outcome], verdict: str) -> list[int]:
    return [outcome.number for outcome in outcomes if outcome.verdict == verdict]


def test_no_closure_is_cheaper_than_the_planned_one(outcomes: list[Outcome]) -> None:
    assert numbers(outcomes, "planner dearer") == []


def test_no_plan_is_cheaper_than_any_lawful_closure(outcomes: list[Outcome]) -> None:
    assert numbers(outcomes, "planner cheaper") == []


def test_every_plan_is_proven(outcomes: list[Outcome]) -> None:
    assert [outcome.number for outcome in outcomes if not outcome.is_proven] == []


def test_nobody_gets_in_past_the_closings(outcomes: list[Outcome]) -> None:
    assert {o.number: o.leaks for o in outcomes if o.leaks} == {}


def test_no_building_is_lost_to_the_fire_brigade(outcomes: list[Outcome]) -> None:
    assert {o.number: o.lost_to_engines for o in outcomes if o.lost_to_engines} == {}


def test_the_checker_finds_no_broken_rule(outcomes: list[Outcome]) -> None:
    assert {o.number: o.broken_rules for o in outcomes if o.broken_rules} == {}


def test_the_proof_of_every_plan_is_sound(outcomes: list[Outcome]) -> None:
    assert {o.number: o.faults_of_proof for o in outcomes if o.faults_of_proof} == {}


def test_what_stands_already_is_kept_exactly_where_that_is_cheapest(
    after_barriers: list[Outcome],
) -> None:
    assert len(numbers(after_barriers, "equal")) > 30
    assert [o.number for o in after_barriers if not o.is_agreed] == []


def test_the_neighbourhoods_are_worth_trying(outcomes: list[Outcome]) -> None:
    assert len(numbers(outcomes, "equal")) > 40
    assert 2 < len(numbers(outcomes, "infeasible")) < 20
    assert max(outcome.free_nodes for outcome in outcomes) >= 8


def test_one_number_is_one_neighbourhood() -> None:
    assert neighbourhood(7).extract == neighbourhood(7).extract
    assert neighbourhood(7).extract != neighbourhood(8).extract


def test_trying_everything_knows_the_price_of_a_gate_and_a_barrier() -> None:
    gate, barrier = 600 + 6 * 14 * 60, 450 + 110 * 6

    assert 0 < least_cost(problem(through_alley())) - gate - barrier < 50  # some walk further


def test_trying_everything_adds_up_what_lies_apart() -> None:
    assert least_cost(problem(two_courts())) == 2 * (600 + 6 * 14 * 60)


def test_too_few_volunteers_leave_no_closure() -> None:
    question = problem(two_courts(), {"gates": {"volunteers": 6}})

    assert math.isinf(least_cost(question))


def test_people_are_sent_to_the_farther_gate_when_the_near_one_is_full() -> None:
    assert cheapest_shares([5, 5], [5, 9], [[1, 3], [0, 10]]) == 15
    assert cheapest_shares([5, 5], [5, 9], [[1, 3], [0, math.inf]]) == 15
    assert math.isinf(cheapest_shares([5, 5], [4, 9], [[1, math.inf], [0, math.inf]]))
