"""A repair as the page shows it: who is new where, who moves, who is free, what stays empty."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.models import Assignment, Repair, Roster, Shift, Volunteer

BESIDE = ("post__place", "kind")


@dataclass(slots=True)
class Changed:
    """One person: the shifts they stand no more, and the new ones."""

    person: Volunteer
    gone: list[Shift] = field(default_factory=list)
    new: list[Shift] = field(default_factory=list)

    @property
    def first(self) -> datetime:
        """When the first of it begins."""
        return min(shift.starts_at for shift in (*self.gone, *self.new))


@dataclass(frozen=True, slots=True)
class Changes:
    """Everybody a repair would change something for, in the order of time."""

    lines: Sequence[Changed]
    empty: int
    is_proven: bool

    @property
    def people(self) -> set[int]:
        """Whom it concerns."""
        return {line.person.pk for line in self.lines}


def newest(acting: Acting, row: Roster) -> Repair | None:
    """The last repair asked for."""
    rows = access.repairs(acting).filter(roster=row).select_related("job", "made_by")
    return rows.order_by("-pk").first()


def changes(acting: Acting, row: Roster, found: Repair) -> Changes | None:
    """What it would change: three queries; None while it is being worked out."""
    said = found.content
    if not said:
        return None
    ended = [*said["removed"], *(old for old, _ in said["moved"])]
    old = _standing(acting, ended)
    wanted = {shift for _, shift in (*said["added"], *said["moved"])}
    shifts = access.duty_shifts(acting).filter(roster=row).select_related(*BESIDE).in_bulk(wanted)
    people = access.volunteers(acting).in_bulk([pk for pk, _ in said["added"]])
    lines: dict[int, Changed] = {}

    def line(person: Volunteer) -> Changed:
        return lines.setdefault(person.pk, Changed(person))

    for pk, shift in said["added"]:
        if pk in people:
            line(people[pk]).new.append(shifts[shift])
    for pk in old:
        line(old[pk].volunteer).gone.append(old[pk].shift)
    for pk, shift in said["moved"]:
        if pk in old:
            line(old[pk].volunteer).new.append(shifts[shift])
    ordered = sorted(lines.values(), key=lambda one: (one.first, one.person.search))
    return Changes(ordered, said["empty"], said["is_proven"])


def _standing(acting: Acting, pks: Sequence[int]) -> dict[int, Assignment]:
    beside = ("volunteer", "shift__post__place", "shift__kind")
    return access.assignments(acting).select_related(*beside).in_bulk(pks)
