"""One thing that happened with somebody on duty is written down once, whoever wrote it and how often."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import Attended
from tongzhou.roster.models import Attendance, Shift


def attend(
    shift: Shift,
    volunteer: int,
    kind: Attended,
    *,
    entry: UUID,
    at: datetime,
    by: int | None,
    **more: Any,
) -> Attendance:
    """The record of it; what came with the same `entry` before stays as it is.

    `more` are the other columns: `is_fit`, `word`, `minutes`, `doubt` in seconds.
    Belongs into the transaction of an action, which checks who may and writes the audit entry.
    """
    found = access.attendance(Acting.system()).filter(entry=entry).first()
    return found or Attendance.objects.create(
        entry=entry, shift=shift, volunteer_id=volunteer, kind=kind, at=at, by_id=by, **more
    )
