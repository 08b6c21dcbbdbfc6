"""What one rule finds, and how duties are put in order for it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tongzhou.formats.duty_roster import Duty, Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule with the duties that break it together."""

    rule: str
    where: str
    message: str
    duties: Sequence[Duty]


def by_person(problem: Problem, duties: Collection[Duty]) -> Mapping[str, Sequence[Duty]]:
    """The duties of each person, in the order of time."""
    found = defaultdict(list)
    for duty in sorted(duties, key=lambda duty: (problem.begin(duty.slot), duty)):
        found[duty.person].append(duty)
    return found


def when(problem: Problem, duty: Duty) -> str:
    """Date and shift of a duty."""
    return f"{problem.date_of(duty.day)} {duty.shift}"
