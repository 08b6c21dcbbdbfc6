"""The roll of one committee before one part of one day: who is expected, who is there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from tongzhou.core import clock
from tongzhou.core.ids import uuid7
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import (
    ROLL_LASTS,
    ROLL_OPENS,
    Assigned,
    Attended,
    Ending,
    Roll,
    RosterState,
)
from tongzhou.roster.models import Assignment, Attendance, Muster, Shift, ShiftKind

ENDED = {
    Ending.MISSING: Roll.MISSING, Ending.UNFIT: Roll.UNFIT, Ending.CALLED_OUT: Roll.CALLED_OUT,
}  # fmt: skip
SHOWN_ENDINGS = tuple(ENDED)
THERE = (Attended.PRESENT, Attended.IN)


@dataclass(frozen=True, slots=True)
class When:
    """One part of one day of one committee: what a roll is for."""

    committee: int
    on: date
    kind: int

    @property
    def query(self) -> str:
        """It as the address of the page says it."""
        return urlencode(
            {"committee": self.committee, "day": self.on.isoformat(), "part": self.kind}
        )


def current(acting: Acting, *, now: datetime) -> tuple[date, ShiftKind] | None:
    """The part of the day that begins next, or began lately: one query."""
    today = clock.local_date(now)
    found = [
        (clock.at_local(day, kind.starts), day, kind)
        for kind in access.shifts(acting).filter(is_active=True)
        for day in (today - timedelta(days=1), today, today + timedelta(days=1))
    ]
    found = [one for one in found if one[0] > now - ROLL_LASTS]
    return min(found, key=lambda one: one[0])[1:] if found else None


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody on the roll: `mark` is what was written down, by whom and when."""

    row: Assignment
    state: Roll
    mark: Attendance | None
    entry: UUID = field(default_factory=uuid7)

    @property
    def stepped_in(self) -> bool:
        """Whether they came in place of somebody."""
        return self.row.came == Assigned.STEPPED_IN

    @property
    def may_undo(self) -> bool:
        """Whether a tap can be taken back."""
        return self.mark is not None and self.mark.kind != Attended.IN


@dataclass(frozen=True, slots=True)
class Group:
    """One post with those expected there, leaders first."""

    shift: Shift
    people: Sequence[Called]

    @property
    def missing(self) -> int:
        """How many places nobody stands at."""
        return max(0, self.shift.people - self._standing)

    @property
    def extra(self) -> int:
        """How many more stand there than are needed, as when a missing place was filled too soon."""
        return max(0, self._standing - self.shift.people)

    @property
    def _standing(self) -> int:
        return sum(one.row.ended_at is None for one in self.people)


@dataclass(frozen=True, slots=True)
class Rolled:
    """All posts, and the numbers that are read out."""

    muster: Muster | None
    groups: Sequence[Group]

    @property
    def opens_at(self) -> datetime | None:
        """From when on people are marked."""
        return self.groups[0].shift.starts_at - ROLL_OPENS if self.groups else None

    @property
    def people(self) -> list[Called]:
        """Everybody on the roll."""
        return [one for group in self.groups for one in group.people]

    @property
    def counts(self) -> Mapping[str, int]:
        """Expected, then each state, those who stepped in, places still empty."""
        states = Counter(one.state.value for one in self.people)
        return {
            "expected": sum(states.values()) - states[Roll.CALLED_OUT],
            **{state: states[state] for state in Roll.values},
            "stepped_in": sum(one.stepped_in and one.row.ended_at is None for one in self.people),
            "empty": sum(group.missing for group in self.groups),
        }


def muster(acting: Acting, when: When) -> Muster | None:
    """The roll of a part of a day, where somebody opened it."""
    rows = access.musters(acting).filter(committee=when.committee, on=when.on, kind=when.kind)
    return rows.select_related("kind", "committee", "opened_by", "closed_by").first()


def shifts(acting: Acting, when: When) -> QuerySet[Shift]:
    """Published shifts a roll is about."""
    rows = access.duty_shifts(acting).filter(
        post__committee=when.committee, on=when.on, kind=when.kind,
        roster__state=RosterState.PUBLISHED,
    )  # fmt: skip
    return rows.select_related("post__place", "kind", "roster").order_by("post_id")


def roll(acting: Acting, when: When) -> Rolled:
    """Who is expected and who is there: four queries."""
    found = list(shifts(acting, when))
    called = _called(acting, [shift.pk for shift in found])
    groups = [Group(shift, called.get(shift.pk, ())) for shift in found]
    return Rolled(muster(acting, when), [g for g in groups if g.people or g.shift.people])


def _called(acting: Acting, pks: Sequence[int]) -> dict[int, list[Called]]:
    shown = Q(ended_at__isnull=True) | Q(ending__in=SHOWN_ENDINGS)
    rows = access.assignments(acting).filter(shown, shift__in=pks).select_related("volunteer")
    marks = last_marks(acting, pks)
    found: dict[int, dict[int, Called]] = {}
    for row in rows.order_by("-volunteer__may_lead", "volunteer__search", "pk"):
        mark = marks.get((row.shift_id, row.volunteer_id))
        one = Called(row, _state(row, mark), mark)
        by_person = found.setdefault(row.shift_id, {})
        # Whoever was missing and came later stands there anew; only that counts.
        if row.ended_at is None or row.volunteer_id not in by_person:
            by_person[row.volunteer_id] = one
    return {shift: list(people.values()) for shift, people in found.items()}


def last_marks(acting: Acting, pks: Sequence[int]) -> dict[tuple[int, int], Attendance]:
    """What was written down last of everybody who came or did not: one query."""
    rows = access.attendance(acting).filter(
        shift__in=pks, kind__in=(*THERE, Attended.MISSING), undone_by__isnull=True
    )
    rows = rows.select_related("by").order_by("at", "pk")
    return {(row.shift_id, row.volunteer_id): row for row in rows}


def _state(row: Assignment, mark: Attendance | None) -> Roll:
    if row.ended_at is not None:
        return ENDED[Ending(row.ending)]
    return Roll.PRESENT if mark and mark.kind in THERE else Roll.WAITING
