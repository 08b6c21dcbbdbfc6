"""What was written down about duties, as the reckoning of hours reads it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from tongzhou.core import clock
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.models import Assignment, Attendance
from tongzhou.roster.served import Mark, Served, Span, planned

Whose = tuple[int, int]
"""Shift, volunteer."""


def valid(acting: Acting, duties: Collection[Assignment]) -> Mapping[Whose, Sequence[Attendance]]:
    """What counts of what was written down, in order; mistakes that were undone do not: one query."""
    shifts = {row.shift_id for row in duties}
    people = {row.volunteer_id for row in duties}
    rows = access.attendance(acting).filter(
        shift__in=shifts, volunteer__in=people, undoes__isnull=True, undone_by__isnull=True
    )
    found: dict[Whose, list[Attendance]] = defaultdict(list)
    for row in rows.select_related("by").order_by("at", "pk"):
        found[row.shift_id, row.volunteer_id].append(row)
    return found


def marks(rows: Collection[Attendance]) -> list[Mark]:
    """The same for the reckoning."""
    return [Mark(row.kind, row.at, row.doubt, row.minutes) for row in rows]


def nights(first: date, last: date) -> list[Span]:
    """The night parts of some days and of the nights beside them: one query."""
    kinds = access.shifts(Acting.system()).filter(is_night=True, is_active=True)
    days = [first + timedelta(days=n) for n in range(-1, (last - first).days + 2)]
    begins = [
        (clock.at_local(day, starts), minutes)
        for starts, minutes in kinds.values_list("starts", "minutes")
        for day in days
    ]
    return [(at, at + timedelta(minutes=minutes)) for at, minutes in begins]


def nights_of(duties: Collection[Assignment]) -> list[Span]:
    """The night parts around some duties. A duty that is a night itself is one in any case."""
    days = [row.shift.on for row in duties]
    around = nights(min(days), max(days)) if days else []
    own = {span(row) for row in duties if row.shift.kind.is_night}
    return [*around, *sorted(own)]


def span(row: Assignment) -> Span:
    """From when to when a duty is planned."""
    return row.shift.starts_at, row.shift.ends_at


def as_planned(duties: Collection[Assignment]) -> dict[int, Served]:
    """What each would count when it was served as planned: one query."""
    dark = nights_of(duties)
    return {row.pk: planned(span(row), dark) for row in duties}
