"""Who stands where and when: problem, roster and changes as JSON, read strictly."""

from importlib.resources import files

from tongzhou.formats.duty_roster.changes import CallOut, Changes, read_changes
from tongzhou.formats.duty_roster.model import (
    Duty,
    History,
    Pair,
    Person,
    Post,
    Problem,
    Settings,
    Shift,
    Slot,
)
from tongzhou.formats.duty_roster.problem import read_problem
from tongzhou.formats.duty_roster.roster import read_roster
from tongzhou.formats.duty_roster.values import BadRoster
from tongzhou.formats.duty_roster.writing import duties_to_json, problem_to_json


def schema_text() -> str:
    """The JSON Schema of problem, roster and changes."""
    return files(__name__).joinpath("data/schema.json").read_text("utf-8")


def example_text() -> str:
    """A small problem, as JSON."""
    return files(__name__).joinpath("data/example.json").read_text("utf-8")


__all__ = [
    "BadRoster",
    "CallOut",
    "Changes",
    "Duty",
    "History",
    "Pair",
    "Person",
    "Post",
    "Problem",
    "Settings",
    "Shift",
    "Slot",
    "duties_to_json",
    "example_text",
    "problem_to_json",
    "read_changes",
    "read_problem",
    "read_roster",
    "schema_text",
]
