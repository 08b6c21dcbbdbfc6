"""Hours that nobody pressed for are confirmed; hours that are wrong are corrected with a reason."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.core.ids import uuid7
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import rows
from tongzhou.roster.actions.attending import attend
from tongzhou.roster.actions.presses import sealed, settle
from tongzhou.roster.choices import Attended
from tongzhou.roster.models import Assignment, Attendance
from tongzhou.roster.queries.hours import bound, unconfirmed, were_there
from tongzhou.roster.queries.marks import as_planned
from tongzhou.roster.served import Served

MOST_MINUTES = 16 * 60
AT_ONCE = 500


@transaction.atomic
def confirm(acting: Acting, duties: Collection[int], *, came: bool, now: datetime) -> int:
    """Duties that are over count as planned, or nothing where nobody came; how many did.

    Of whoever began nobody can say that they did not come: their duty stays to be looked at.
    """
    rows.only(acting, rows.STAFF)
    if not duties:
        raise Refusal(_("Tick at least one duty."))
    open_ones = unconfirmed(acting, now=now).filter(pk__in=list(duties)[:AT_ONCE])
    found = list(open_ones.select_related("shift__kind").select_for_update(of=("self",)))
    if not came:
        there = were_there(acting, found)
        found = [row for row in found if row.pk not in there]
    counted = as_planned(found) if came else {row.pk: Served(0, 0) for row in found}
    for row in found:
        row.minutes, row.night_minutes = counted[row.pk].minutes, counted[row.pk].night
    Attendance.objects.bulk_create(_decided(row, acting, now) for row in found)
    access.assignments(Acting.system()).bulk_update(found, ["minutes", "night_minutes"])
    ids = [row.pk for row in found]
    audit.record("roster.hours.confirmed", actor=acting, now=now, duties=ids, came=came)
    return len(found)


@transaction.atomic
def correct(
    acting: Acting, pk: int, *, minutes: int, reason: str, entry: UUID, now: datetime
) -> Assignment:
    """The coordinator decides how long a duty was; what was said before stays readable."""
    rows.only(acting, rows.STAFF)
    beside = bound(acting).select_related("shift__kind", "volunteer")
    row = get_or_404(beside.select_for_update(of=("self",)), pk=pk)
    if access.attendance(Acting.system()).filter(entry=entry).exists():
        return row
    _refuse(row, minutes, reason, now)
    attend(
        row.shift, row.volunteer_id, Attended.CORRECTED, entry=entry, at=now, by=acting.user_id,
        minutes=minutes, **sealed(row, reason.strip()),
    )  # fmt: skip
    settle(row)
    audit.record("roster.hours.corrected", actor=acting, now=now, obj=row, minutes=minutes)
    return row


def _refuse(row: Assignment, minutes: int, reason: str, now: datetime) -> None:
    if not reason.strip():
        raise Refusal(_("Say why: whoever served may ask."), field="reason")
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refusal(_("Between 0 and 16 hours."), field="hours")
    if row.shift.starts_at > now:
        raise Refusal(_("This duty has not begun. Its hours can be corrected when it is over."))
    if row.volunteer.erased_at:
        raise Refusal(_("This person was erased; the hours stay as they are."))


def _decided(row: Assignment, acting: Acting, now: datetime) -> Attendance:
    return Attendance(
        entry=uuid7(), shift=row.shift, volunteer_id=row.volunteer_id, kind=Attended.CORRECTED,
        at=now, minutes=row.minutes, by_id=acting.user_id,
    )  # fmt: skip
