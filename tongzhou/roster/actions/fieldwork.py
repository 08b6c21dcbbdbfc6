"""Taps of the roll that a phone wrote down without a network: each is kept, the latest counts."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from tongzhou.core.ids import uuid7
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import marking
from tongzhou.roster.actions.attending import attend
from tongzhou.roster.choices import Attended, Roll
from tongzhou.roster.models import Assignment, Attendance


@transaction.atomic
def take_tap(
    acting: Acting, pk: int, said: Roll, *, entry: UUID, at: datetime, doubt: int, now: datetime,
    celsius: Decimal | None = None,
) -> None:  # fmt: skip
    """One tap. What was tapped before about the same person is taken back by it, unless it is newer."""
    row = get_or_404(access.assignments(acting).select_related("shift"), pk=pk)
    if access.attendance(acting).filter(entry=entry).exists():
        return
    before = _last_tap(acting, row)
    if before is not None and before.at > at:
        _kept_aside(row, said, entry=entry, at=at, doubt=doubt, by=acting.user_id, now=now)
        return
    if before is not None:
        marking.overrule(acting, before.pk, now=now)
    newest = _newest(acting, row)
    marking.mark(
        acting, newest.pk, said, entry=entry, at=at, doubt=doubt, now=now, celsius=celsius,
        is_field=True,
    )  # fmt: skip


def _last_tap(acting: Acting, row: Assignment) -> Attendance | None:
    taps = access.attendance(acting).filter(
        shift=row.shift_id, volunteer=row.volunteer_id, undone_by__isnull=True,
        kind__in=(Attended.PRESENT, Attended.MISSING),
    )  # fmt: skip
    return taps.order_by("-at", "-pk").first()


def _newest(acting: Acting, row: Assignment) -> Assignment:
    """Whoever was missing and came stands there anew, under another number than the phone knows."""
    rows = access.assignments(acting).filter(shift=row.shift_id, volunteer=row.volunteer_id)
    return rows.order_by("-pk")[0]


def _kept_aside(
    row: Assignment, said: Roll, *, entry: UUID, at: datetime, doubt: int, by: int | None,
    now: datetime,
) -> None:  # fmt: skip
    """Somebody tapped later at the desk: what the phone said is kept and does not count."""
    kind = Attended.MISSING if said == Roll.MISSING else Attended.PRESENT
    late = attend(row.shift, row.volunteer_id, kind, entry=entry, at=at, by=by, doubt=doubt)
    attend(
        row.shift, row.volunteer_id, Attended.CORRECTED, entry=uuid7(), at=now, by=by, undoes=late
    )
