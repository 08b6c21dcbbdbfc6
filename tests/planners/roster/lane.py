"""A lane with two gates and a handful of neighbours, to be changed by a test."""

from collections.abc import Collection
from typing import Any

from tongzhou.formats.duty_roster import Duty, Problem, read_problem
from tongzhou.planners.roster.rules import check

WALKS = {"lane": {"north": 3, "south": 5}, "far away": {"north": 20}}


def person(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "home": "lane", "leader": True, "born": "1980-05-01", **more}


def lane(*people: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A week from a Monday; the north gate needs one in the morning and one at night."""
    return {
        "start": "2020-02-03",
        "days": 7,
        "shifts": [
            {"id": "day", "start": "07:00", "hours": 6},
            {"id": "late", "start": "19:00", "hours": 6, "night": True},
        ],
        "people": [*people] or [person("Wang"), person("Li")],
        "posts": [
            {"id": "north", "required": {"day": 1, "late": 1}, "leader_required": True},
            {"id": "south", "heated": True, "required": {"day": 2}},
        ],
        "walk_minutes": WALKS,
        **more,
    }


def problem(*people: dict[str, Any], **more: Any) -> Problem:
    return read_problem(lane(*people, **more))


def broken(given: Problem, duties: Collection[Duty]) -> set[str]:
    """The names of the rules a roster breaks."""
    return {violation.rule for violation in check(given, frozenset(duties)).violations}
