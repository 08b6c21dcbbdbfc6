"""Reads a roster back: whom somebody wants to stand where, whatever program wrote it."""

from typing import Any

from tongzhou.formats.duty_roster.model import Duty, Problem
from tongzhou.formats.duty_roster.problem import check_duty, read_duty
from tongzhou.formats.duty_roster.values import BadRoster, Row


def read_roster(content: Any, problem: Problem) -> frozenset[Duty]:
    """The duties of a roster file; what else it tells is not read."""
    file = Row(content, "", content if isinstance(content, dict) else ())
    if "assignments" not in file.content:
        raise BadRoster("/assignments", "A roster names its assignments.")
    found: set[Duty] = set()
    for place, duty in enumerate(file.items("assignments", read_duty)):
        where = f"/assignments/{place}"
        check_duty(problem, duty, where)
        if duty in found:
            raise BadRoster(where, "This duty is there twice.")
        found.add(duty)
    return frozenset(found)
