"""Who has to be told what about a published roster."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import Ending, RosterState
from tongzhou.roster.models import Assignment, Roster, Volunteer

Rows = QuerySet[Assignment]
# Whoever calls out or is marked at the muster knows it themselves.
BY_OTHERS = (Ending.TAKEN_OFF, Ending.REPLANNED, Ending.MOVED, Ending.SWAPPED)


NEW = Q(ended_at__isnull=True, told_at__isnull=True)


def new(rows: Rows, *, now: datetime) -> Rows:
    """Duties to come of which whoever has them does not know."""
    return _to_come(rows, now=now).filter(NEW)


def gone(rows: Rows, *, now: datetime) -> Rows:
    """Duties that others took from somebody who knew of them and does not know that yet."""
    return _to_come(rows, now=now).filter(_lost())


def untold(rows: Rows, *, now: Any) -> Rows:
    """Both; `now` may be the slot of a prepared statement."""
    return _to_come(rows, now=now).filter(NEW | _lost())


def _lost() -> Q:
    again = access.assignments(Acting.system()).filter(
        shift=OuterRef("shift"), volunteer=OuterRef("volunteer"), ended_at__isnull=True
    )
    known = Q(ending__in=BY_OTHERS, told_at__isnull=False, end_told_at__isnull=True)
    return known & ~Q(Exists(again))


def _to_come(rows: Rows, *, now: Any) -> Rows:
    return rows.filter(shift__ends_at__gt=now, shift__roster__state=RosterState.PUBLISHED)


@dataclass(slots=True)
class ToTell:
    """Somebody with what is new for them and what is theirs no more, the next duty first."""

    volunteer: Volunteer
    new: list[Assignment] = field(default_factory=list)
    gone: list[Assignment] = field(default_factory=list)

    @property
    def first(self) -> datetime:
        """When the first of it begins."""
        return min(one.shift.starts_at for one in (*self.new, *self.gone))


def to_tell(acting: Acting, row: Roster, *, now: datetime) -> Sequence[ToTell]:
    """Whom to call, in the order in which their duties begin: two queries."""
    rows = access.assignments(acting).filter(shift__roster=row)
    found: dict[int, ToTell] = {}
    beside = ("volunteer", "shift__post__place", "shift__kind")
    for name, some in (("new", new(rows, now=now)), ("gone", gone(rows, now=now))):
        for one in some.select_related(*beside).order_by("shift__starts_at"):
            line = found.setdefault(one.volunteer_id, ToTell(one.volunteer))
            getattr(line, name).append(one)
    return sorted(found.values(), key=lambda line: (line.first, line.volunteer.search))


def count(acting: Acting, row: Roster, *, now: datetime) -> int:
    """How many people have to be told: one query."""
    rows = untold(access.assignments(acting).filter(shift__roster=row), now=now)
    return rows.aggregate(n=Count("volunteer", distinct=True))["n"]


def own_losses(person: Volunteer, *, now: datetime) -> list[Assignment]:
    """What the own page says is theirs no more: one query."""
    rows = gone(access.own_assignments(person), now=now)
    return list(
        rows.select_related("shift__post__place", "shift__kind").order_by("shift__starts_at")
    )
