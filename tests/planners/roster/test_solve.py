"""The planner keeps every rule, proves what it costs, and says why a place is empty."""

from dataclasses import replace

import pytest

from tests.planners.roster.lane import lane, person, problem
from tongzhou.formats.duty_roster import Duty, read_problem
from tongzhou.planners.roster.explain import to_json, unfilled
from tongzhou.planners.roster.generate import Size, generate, small
from tongzhou.planners.roster.problem import Scene
from tongzhou.planners.roster.rules import check
from tongzhou.planners.roster.solve import Step, solve
from tongzhou.planners.roster.solve import search as search_module

SLOW = {11, 12, 17, 21, 33, 35, 38, 40}
"""Their proofs take most of the time of all; the benchmark has them."""
NUMBERS = [number for number in range(48) if number not in SLOW]
SECONDS = 60.0
CENT = 0.01


@pytest.mark.parametrize("number", NUMBERS)
def test_an_invented_problem(number: int) -> None:
    given = read_problem(small(number))
    steps: list[Step] = []
    found = solve(given, budget=SECONDS, progress=steps.append)
    report = check(given, found.duties)

    assert not report.violations
    assert not check(given, steps[0].duties).violations
    assert found.bound <= report.objective + CENT
    assert report.objective <= found.bound + CENT


def test_a_large_roster_is_dived_for_and_stays_near_its_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_module, "LARGE", 100)
    given = read_problem(generate(1, Size(60, 4, 7, 3, 700.0)))
    found = solve(given, budget=60.0)
    report = check(given, found.duties)

    assert not report.violations
    assert found.bound <= report.objective + CENT
    assert report.objective - found.bound <= 0.02 * report.objective


def test_the_same_problem_has_the_same_roster() -> None:
    given = read_problem(small(3))

    assert solve(given).duties == solve(given).duties


def test_nobody_at_all_leaves_every_place_empty() -> None:
    given = read_problem(lane() | {"people": []})
    found = solve(given)

    assert not found.duties
    assert sum(gap.missing for gap in unfilled(given, found.duties)) == 7 * 4
    assert to_json(given, found.duties, bound=found.bound)["status"] == "optimal"


def test_without_time_there_is_still_a_first_roster() -> None:
    given = read_problem(small(35))
    found = solve(given, budget=0.0)

    assert found.duties
    assert to_json(given, found.duties, bound=found.bound)["bound"] is None


def test_what_is_stopped_keeps_the_first_roster() -> None:
    given = problem()

    assert solve(given, may_stop=lambda: True).duties


def test_a_pin_stays_though_it_breaks_a_rule_and_so_does_a_partner_come_along() -> None:
    pin = {"person": "Wang", "post": "south", "day": 0, "shift": "day"}
    given = problem(
        person("Wang", unavailable=[[0, "day"]]),
        person("Li"),
        pinned=[pin],
        pairs=[{"a": "Wang", "b": "Li", "kind": "together"}],
        settings={"together": -500, "no_leader": 0},
    )
    found = solve(given)

    assert {Duty("Wang", "south", 0, "day"), Duty("Li", "south", 0, "day")} <= found.duties
    assert check(given, found.duties).objective == pytest.approx(found.bound)


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ({"unavailable": [[d, s] for d in range(7) for s in ("day", "late")]}, "H1 availability"),
        ({"home": "far away"}, "H5 walk"),
        ({"max_per_week": 0}, "H3 duties a week"),
    ],
)
def test_an_empty_place_names_the_rule(fault: dict[str, object], rule: str) -> None:
    given = problem(person("Wang", **fault))
    gap = unfilled(given, frozenset())[0]

    assert gap.rule == rule
    assert gap.nearest == [("Wang", (rule,))]
    assert rule in gap.as_row()["reason"]


def test_nights_of_the_young_and_of_the_cold_are_told_apart() -> None:
    given = problem(person("Wang", born="2010-01-01"), person("Li", cold_ok=False))
    night = next(g for g in unfilled(given, frozenset()) if g.slot.shift == "late")

    assert night.counts == {"H3 who may do nights": 1, "H4 cold": 1}


def test_rests_shorter_than_usual_still_keep_twelve_hours_in_24() -> None:
    content = small(2) | {"settings": {"rest_hours": 0}}
    given = read_problem(content)

    assert Scene(given).windows
    assert not check(given, solve(given, budget=SECONDS).duties).violations


def test_everybodys_share_stands_beside_what_is_fair() -> None:
    given = problem()
    row = to_json(given, solve(given).duties, bound=None)["fairness"][0]

    assert row["person"] == "Wang"
    assert row["hours"] == 6 * row["duties"]
    assert row["fair_hours"][0] <= row["fair_hours"][1]


def test_unequal_shifts_are_fair_by_hours() -> None:
    shifts = [
        {"id": "day", "start": "07:00", "hours": 8},
        {"id": "late", "start": "19:00", "hours": 5},
    ]
    given = replace(problem(), shifts=problem(shifts=shifts).shifts)
    found = solve(given)

    assert check(given, found.duties).objective == pytest.approx(found.bound, abs=CENT)
