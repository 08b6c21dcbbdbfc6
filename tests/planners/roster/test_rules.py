"""The checker sees each broken rule, and a coordinator's pins override it."""

from typing import Any

import pytest

from tests.planners.roster.lane import broken, person, problem
from tongzhou.formats.duty_roster import Duty
from tongzhou.planners.roster.generate import small
from tongzhou.planners.roster.rules import check

MORNING, NIGHT = Duty("Wang", "north", 0, "day"), Duty("Wang", "north", 0, "late")


def test_a_roster_that_keeps_every_rule_passes() -> None:
    given = problem()

    assert not broken(
        given, [MORNING, Duty("Li", "south", 0, "day"), Duty("Li", "north", 1, "late")]
    )


@pytest.mark.parametrize(
    ("fault", "duties", "rule"),
    [
        ({"unavailable": [[0, "day"]]}, [MORNING], "H1 availability"),
        ({}, [MORNING, NIGHT], "H2 rest"),
        ({}, [MORNING, Duty("Wang", "south", 0, "day")], "H2 rest"),
        ({"max_per_week": 1}, [MORNING, Duty("Wang", "north", 1, "day")], "H3 duties a week"),
        ({"max_nights": 0}, [NIGHT], "H3 nights a week"),
        ({"max_nights": 9}, [NIGHT._replace(day=d) for d in range(3)], "H3 nights in a row"),
        ({"born": "2002-02-04"}, [NIGHT], "H3 who may do nights"),
        ({"born": "1960-02-03"}, [NIGHT], "H3 who may do nights"),
        ({"night_ok": False}, [NIGHT], "H3 who may do nights"),
        ({"cold_ok": False}, [NIGHT], "H4 cold"),
        ({"home": "far away"}, [MORNING], "H5 walk"),
        ({"home": "far away"}, [Duty("Wang", "south", 0, "day")], "H5 walk"),
        ({}, [MORNING, Duty("Li", "north", 0, "day")], "H8 required"),
    ],
)
def test_the_checker_finds(fault: dict[str, Any], duties: list[Duty], rule: str) -> None:
    given = problem(person("Wang", **fault), person("Li"))

    if rule == "H2 rest" and duties[1] == NIGHT:
        given = problem(settings={"rest_hours": 7})
    assert broken(given, duties) == {rule}


def test_who_turned_eighteen_today_may_have_tonight() -> None:
    assert not broken(problem(person("Wang", born="2002-02-03")), [NIGHT])


def test_the_old_have_fewer_duties() -> None:
    given = problem(person("Wang", born="1950-01-01"), settings={"elder_max_per_week": 1})

    assert broken(given, [MORNING, MORNING._replace(day=1)]) == {"H3 duties a week"}


def test_short_rests_still_leave_at_most_twelve_hours_in_any_24() -> None:
    shifts = [
        {"id": "long", "start": "07:00", "hours": 7},
        {"id": "dusk", "start": "17:00", "hours": 7},
    ]
    posts = [{"id": "north", "required": {"long": 1, "dusk": 1}}]
    given = problem(
        shifts=shifts, posts=posts, walk_minutes={"lane": {"north": 1}}, settings={"rest_hours": 2}
    )

    assert broken(given, [Duty("Wang", "north", 0, "long"), Duty("Wang", "north", 0, "dusk")]) == {
        "H2 hours in 24"
    }


def test_two_who_must_never_meet_may_not_share_a_post() -> None:
    given = problem(pairs=[{"a": "Wang", "b": "Li", "kind": "never"}])

    together = [Duty("Wang", "south", 0, "day"), Duty("Li", "south", 0, "day")]
    assert broken(given, together) == {"H6 never together"}
    assert not broken(given, [together[0], Duty("Li", "north", 0, "day")])


def test_a_place_that_needs_a_skill_stays_empty_rather_than_wrong() -> None:
    posts = [{"id": "south", "required": {"day": 2}, "skills": {"thermometer": 1}}]
    people = [person("Wang"), person("Li"), person("Zhao", skills=["thermometer"])]
    given = problem(*people, posts=posts, walk_minutes={"lane": {"south": 5}})
    wang, li, zhao = (Duty(name, "south", 0, "day") for name in ("Wang", "Li", "Zhao"))

    assert broken(given, [wang, li]) == {"H2 skill"}
    assert not broken(given, [wang, zhao])


def test_a_pin_overrides_a_rule_and_the_check_says_so() -> None:
    pin = {"person": "Wang", "post": "north", "day": 0, "shift": "late"}
    given = problem(person("Wang", cold_ok=False), pinned=[pin])

    assert broken(given, []) == {"H7 pinned"}
    report = check(given, frozenset([NIGHT]))
    assert report.ok
    assert [found.rule for found in report.overridden] == ["H4 cold"]


def test_every_wish_has_its_price() -> None:
    people = [
        person("Wang", dislikes=["day"], standing_post="south"),
        person("Li", likes=["day"]),
    ]
    given = problem(*people, days=1, pairs=[{"a": "Li", "b": "Wang", "kind": "together"}])
    apart = check(given, [MORNING, Duty("Li", "south", 0, "day")]).terms
    both = check(given, [MORNING._replace(post="south"), Duty("Li", "south", 0, "day")]).terms

    assert {name: term.count for name, term in apart.items()} == {
        "unfilled": 2, "no_leader": 1, "disliked": 1, "liked": 1, "night": 0, "weekend": 0,
        "load": 0, "together": 0, "not_standing": 1, "walk": 8,
    }  # fmt: skip
    assert both["together"].cost == -6
    assert both["not_standing"].count == 0
    assert both["no_leader"].cost == 1200


def test_nights_of_earlier_weeks_count() -> None:
    people = [person("Wang", history={"nights": 7}), person("Li")]

    assert check(problem(*people), [NIGHT]).terms["night"].count == 1
    assert check(problem(*people), [NIGHT._replace(person="Li")]).terms["night"].count == 0


def test_the_same_number_invents_the_same_problem() -> None:
    assert small(7) == small(7)
    assert small(7) != small(8)


def test_a_day_with_another_need_is_reckoned_by_it() -> None:
    given = problem(posts=[
        {"id": "north", "required": {"day": 1},
         "required_on": [{"day": 0, "shift": "day", "people": 2}]},
        {"id": "south"},
    ])  # fmt: skip

    assert not broken(given, [MORNING, Duty("Li", "north", 0, "day")])
    assert check(given, [MORNING]).terms["unfilled"].count == 7
