"""The roll is opened, everybody is marked, it is read out and closed; a wrong tap is taken back.

What a phone wrote down without a network is taken in whatever happened to the roll meanwhile.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.ids import uuid7
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import duties
from tongzhou.roster.actions.attending import attend
from tongzhou.roster.actions.presses import sealed
from tongzhou.roster.actions.rows import LEADERS, only
from tongzhou.roster.actions.standing import BESIDE, stand
from tongzhou.roster.actions.steps import held, note
from tongzhou.roster.choices import FEVER, Assigned, Attended, Edit, Ending, Roll
from tongzhou.roster.models import Assignment, Attendance, Muster, Roster
from tongzhou.roster.queries.muster import THERE, When, muster

ENDINGS = {Roll.MISSING: (Ending.MISSING, Edit.MISSING), Roll.UNFIT: (Ending.UNFIT, Edit.UNFIT)}


@transaction.atomic
def open_roll(acting: Acting, when: When, *, now: datetime) -> Muster:
    """Open the roll; it is open already where somebody was faster, and opens again when closed."""
    only(acting, LEADERS)
    get_or_404(registry.committees(acting), pk=when.committee)
    get_or_404(access.shifts(acting), pk=when.kind)
    row, is_new = access.musters(acting).select_for_update().get_or_create(
        committee_id=when.committee, on=when.on, kind_id=when.kind,
        defaults={"opened_at": now, "opened_by_id": acting.user_id},
    )  # fmt: skip
    if is_new or row.closed_at is not None:
        row.closed_at, row.closed_by = None, None
        row.save(update_fields=["closed_at", "closed_by"])
        _tell("opened" if is_new else "reopened", acting, row, now=now)
    return row


@transaction.atomic
def read_out(acting: Acting, pk: int, *, now: datetime) -> Muster:
    """The numbers were read out before everybody."""
    row = _held(acting, pk)
    row.read_out_at = now
    row.save(update_fields=["read_out_at"])
    _tell("read_out", acting, row, now=now)
    return row


@transaction.atomic
def close(acting: Acting, pk: int, *, now: datetime) -> Muster:
    """Nothing is tapped any more; who comes later begins on the page of those on duty."""
    row = _held(acting, pk)
    if row.closed_at is None:
        row.closed_at, row.closed_by_id = now, acting.user_id
        row.save(update_fields=["closed_at", "closed_by"])
        _tell("closed", acting, row, now=now)
    return row


def _held(acting: Acting, pk: int) -> Muster:
    only(acting, LEADERS)
    return get_or_404(access.musters(acting).select_for_update(of=("self",)), pk=pk)


def _tell(key: str, acting: Acting, row: Muster, *, now: datetime) -> None:
    audit.record(f"roster.muster.{key}", actor=acting, now=now, obj=row)


# --- taps -----------------------------------------------------------------------------------


@transaction.atomic
def mark(
    acting: Acting, pk: int, said: Roll, *, entry: UUID, at: datetime, now: datetime,
    celsius: Decimal | None = None, doubt: int = 0, is_field: bool = False,
) -> Attendance:  # fmt: skip
    """Somebody is there and fit, is there and is sent home, or did not come.

    From 37.3 degrees on nobody stays, whatever was tapped.
    """
    only(acting, LEADERS)
    row = get_or_404(access.assignments(acting).select_related(*BESIDE), pk=pk)
    known = access.attendance(acting).filter(entry=entry, volunteer=row.volunteer_id).first()
    if known:
        return known
    roster = held(acting, row.shift.roster_id, roles=LEADERS)
    _refuse_closed(acting, row, is_field=is_field)
    if said == Roll.PRESENT and celsius is not None and celsius >= FEVER:
        said = Roll.UNFIT
    row = _standing(roster, row, said, acting=acting, now=now)
    done = _written(row, said, entry=entry, at=at, doubt=doubt, celsius=celsius, by=acting.user_id)
    if said in ENDINGS:
        ending, edit = ENDINGS[said]
        duties.end([row.pk], ending, by=acting.user_id, now=now)
        note(roster, edit, by=acting.user_id, now=now, ended=[row.pk])
    audit.record("roster.muster.marked", actor=acting, now=now, obj=row, said=said.value)
    return done


def _refuse_closed(acting: Acting, row: Assignment, *, is_field: bool) -> None:
    shift = row.shift
    found = muster(acting, When(shift.post.committee_id, shift.on, shift.kind_id))
    if found is not None and found.closed_at is not None and not is_field:
        raise Refusal(_("This roll is closed. Open it again first."))


def _standing(
    roster: Roster, row: Assignment, said: Roll, *, acting: Acting, now: datetime
) -> Assignment:
    """The duty as it stands; whoever was missing and comes after all stands there anew."""
    if row.ended_at is None:
        return row
    if said != Roll.PRESENT or row.ending not in (Ending.MISSING, Ending.CALLED_OUT):
        raise Stale(_("Somebody marked this a moment ago. Look at it again."))
    access.call_outs(acting).filter(assignment=row).update(taken_back_at=now)
    return _anew(roster, row, acting=acting, now=now)


def _anew(roster: Roster, row: Assignment, *, acting: Acting, now: datetime) -> Assignment:
    made = stand(
        roster, row.shift, row.volunteer, came=Assigned(row.came), by=acting.user_id, now=now,
        told_at=now, reason=row.reason or _("came to the muster"),
    )  # fmt: skip
    note(roster, Edit.CAME_LATE, by=acting.user_id, now=now, made=[made.pk])
    return made


def _written(
    row: Assignment, said: Roll, *, entry: UUID, at: datetime, doubt: int,
    celsius: Decimal | None, by: int | None,
) -> Attendance:  # fmt: skip
    """A temperature is kept only where it sends somebody home, and sealed."""
    is_unfit = said == Roll.UNFIT
    kind = Attended.MISSING if said == Roll.MISSING else Attended.PRESENT
    word = f"{celsius} °C" if is_unfit and celsius is not None and row.volunteer.key_id else ""
    is_fit = None if said == Roll.MISSING else not is_unfit
    return attend(
        row.shift, row.volunteer_id, kind, entry=entry, at=at, by=by, doubt=doubt, is_fit=is_fit,
        **sealed(row, word),
    )  # fmt: skip


@transaction.atomic
def take_back(acting: Acting, pk: int, *, now: datetime, is_field: bool = False) -> Assignment:
    """The last tap about somebody was wrong; the record stays and does not count."""
    only(acting, LEADERS)
    found = get_or_404(_taps(acting), pk=pk)
    roster = held(acting, found.shift.roster_id, roles=LEADERS)
    row = _of(acting, found)
    _refuse_closed(acting, row, is_field=is_field)
    attend(
        found.shift, found.volunteer_id, Attended.CORRECTED, entry=uuid7(), at=now,
        by=acting.user_id, undoes=found,
    )  # fmt: skip
    if row.ended_at is not None:
        row = _anew(roster, row, acting=acting, now=now)
    audit.record("roster.muster.taken_back", actor=acting, now=now, obj=row)
    return row


def _taps(acting: Acting) -> QuerySet[Attendance]:
    kinds = (*THERE, Attended.MISSING)
    rows = access.attendance(acting).filter(kind__in=kinds, undone_by__isnull=True)
    return rows.select_related("shift")


def _of(acting: Acting, found: Attendance) -> Assignment:
    """The duty a tap was about: the newest of this person in this shift."""
    rows = access.assignments(acting).filter(shift=found.shift_id, volunteer=found.volunteer_id)
    return rows.select_related(*BESIDE).order_by("-pk")[0]
