"""A call-out is repaired with no more empty places than must be, then with the fewest changes."""

import random
from typing import Any

import pytest

from tests.planners.roster.lane import person, problem
from tongzhou.formats.duty_roster import Duty, Problem, Slot, read_changes, read_problem
from tongzhou.planners.roster.explain import repaired_to_json
from tongzhou.planners.roster.generate import small
from tongzhou.planners.roster.rules import check
from tongzhou.planners.roster.solve import Repaired, repair, replacements, solve

WANG = Duty("Wang", "north", 3, "day")
AT_SIX = "2020-02-06T06:40"


def repaired(given: Problem, published: set[Duty], **changes: Any) -> Repaired:
    return repair(given, frozenset(published), read_changes({"from": AT_SIX, **changes}, given))


def out(name: str, until: str | None = None) -> list[dict[str, Any]]:
    return [{"person": name, "from": AT_SIX, "until": until}]


def only_mornings_at_north(*people: dict[str, Any], **more: Any) -> Problem:
    posts = [{"id": "north", "required": {"day": 1}}]
    walks = {"lane": {"north": 3}}
    return problem(*people, posts=posts, walk_minutes=walks, **more)


def test_one_who_is_free_takes_over_and_nobody_else_is_called() -> None:
    given = only_mornings_at_north(person("Wang"), person("Li", max_per_week=1))
    week = {WANG._replace(day=day) for day in (0, 1, 3)}
    found = repaired(given, week, call_outs=out("Wang", "2020-02-06T13:00"))

    assert found.lost == {WANG}
    assert Duty("Li", "north", 3, "day") in found.added
    assert found.is_proven
    assert week - {WANG} <= found.duties
    content = repaired_to_json(found)
    assert content["to_phone"][0]["person"] == "Li"
    assert content["to_phone"][0]["duties"][0]["what"] == "added"


def test_a_chain_of_two_changes_is_found_where_nobody_is_free() -> None:
    posts = [{"id": "north", "required": {"day": 1}}, {"id": "south", "required": {"day": 1}}]
    busy = [[day, "day"] for day in range(7) if day != 3]
    people = [
        person("Wang", unavailable=busy),
        person("Li", unavailable=busy),
        person("Zhao", home="south end", unavailable=busy),
    ]
    walks = {"lane": {"north": 3, "south": 5}, "south end": {"south": 2}}
    given = problem(*people, posts=posts, walk_minutes=walks)
    found = repaired(given, {WANG, Duty("Li", "south", 3, "day")}, call_outs=out("Wang"))

    assert found.moved == {(Duty("Li", "south", 3, "day"), Duty("Li", "north", 3, "day"))}
    assert found.added == {Duty("Zhao", "south", 3, "day")}
    # both of them tomorrow at the latest: a change at short notice counts twice
    assert found.phases[1].cost == pytest.approx(4.0)


def test_what_is_served_or_fits_is_left_alone_though_wishes_would_differ() -> None:
    given = only_mornings_at_north(person("Wang", dislikes=["day"]), person("Li", likes=["day"]))
    week = {WANG._replace(day=day) for day in range(5)}
    week |= {Duty("Li", "north", day, "day") for day in (5, 6)}
    found = repaired(given, week)

    assert found.duties == week
    assert not found.added | found.removed


def test_a_call_out_one_minute_before_the_start_leaves_nothing_broken() -> None:
    given = only_mornings_at_north(person("Wang"))
    changes = read_changes(
        {"from": "2020-02-06T06:59", "call_outs": [{"person": "Wang", "from": "2020-02-06T06:59"}]},
        given,
    )
    found = repair(given, frozenset([WANG]), changes)

    assert WANG not in found.duties
    gaps = repaired_to_json(found)["unfilled"]
    assert (gaps[0]["day"], gaps[0]["rule"]) == (3, "H1 availability")
    assert all(gap["day"] >= 3 for gap in gaps)


def test_what_was_served_is_no_broken_rule_afterwards() -> None:
    given = only_mornings_at_north(person("Wang"))
    content = repaired_to_json(repaired(given, {WANG._replace(day=0)}, call_outs=out("Wang")))

    assert content["overridden"] == []


def test_a_joiner_fills_what_was_empty() -> None:
    given = only_mornings_at_north(person("Wang"))
    found = repaired(given, {WANG}, joiners=[person("Zhao")])

    assert {duty.person for duty in found.added} >= {"Zhao"}
    assert not found.removed


def test_fewer_are_needed_so_the_one_too_many_goes_home() -> None:
    given = problem()
    both = {Duty(name, "south", 3, "day") for name in ("Wang", "Li")}
    found = repaired(given, both, required={"south": {"day": 1}, "north": {"day": 0, "late": 0}})

    assert sum(duty.post == "south" and duty.day == 3 for duty in found.duties) == 1
    assert len(found.removed) == 1


def test_who_can_step_in_at_once() -> None:
    given = problem(person("Wang"), person("Li"), person("Far", home="far away"))
    duties = frozenset([Duty("Li", "south", 3, "day")])

    assert replacements(given, duties, "north", Slot(3, "day")) == ["Wang"]


@pytest.mark.parametrize("number", [0, 4, 8, 10, 16, 20, 24, 28])
def test_an_invented_roster_with_call_outs(number: int) -> None:
    given = read_problem(small(number))
    published = solve(given, budget=60.0).duties
    rng = random.Random(number)
    names = rng.sample(sorted(given.people), max(1, len(given.people) // 10))
    calls = [{"person": name, "from": "2020-02-04T00:00"} for name in names]
    changes = read_changes({"from": "2020-02-04T00:00", "call_outs": calls}, given)
    found = repair(given, published, changes, budget=60.0)

    assert not check(found.problem, found.duties).violations
    assert found.is_proven
    changed = {duty.person for duty in found.added | found.removed}
    assert changed.isdisjoint(names) or not found.lost
