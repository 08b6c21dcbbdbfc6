"""Taps of the roll: somebody is there, goes home unwell, or did not come; a wrong tap is taken back."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.ids import uuid7
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import duties
from tongzhou.roster.actions.attending import attend
from tongzhou.roster.actions.muster import refuse_early
from tongzhou.roster.actions.presses import sealed
from tongzhou.roster.actions.rows import LEADERS, only
from tongzhou.roster.actions.standing import BESIDE, refuse_over, stand
from tongzhou.roster.actions.steps import held, note
from tongzhou.roster.choices import FEVER, Assigned, Attended, Edit, Ending, Roll
from tongzhou.roster.models import Assignment, Attendance, CallOut, Roster
from tongzhou.roster.queries.muster import THERE, When, muster

ENDINGS = {Roll.MISSING: (Ending.MISSING, Edit.MISSING), Roll.UNFIT: (Ending.UNFIT, Edit.UNFIT)}


@transaction.atomic
def mark(
    acting: Acting, pk: int, said: Roll, *, entry: UUID, at: datetime, now: datetime,
    celsius: Decimal | None = None, doubt: int = 0, is_field: bool = False,
) -> Attendance:  # fmt: skip
    """Somebody is there and fit, is there and is sent home, or did not come.

    From 37.3 degrees on nobody stays, whatever was tapped. What a phone wrote down counts also
    when the roll was closed meanwhile.
    """
    only(acting, LEADERS)
    row = get_or_404(access.assignments(acting).select_related(*BESIDE), pk=pk)
    known = access.attendance(acting).filter(entry=entry, volunteer=row.volunteer_id).first()
    if known:
        return known
    roster = held(acting, row.shift.roster_id, roles=LEADERS)
    _refuse_outside(row, at=at, now=now)
    if not is_field:
        _refuse_closed(acting, row)
    if said == Roll.PRESENT and celsius is not None and celsius >= FEVER:
        said = Roll.UNFIT
    row = _standing(roster, row, said, acting=acting, now=now)
    done = _written(row, said, entry=entry, at=at, doubt=doubt, celsius=celsius, by=acting.user_id)
    if said in ENDINGS:
        _end(roster, row, *ENDINGS[said], acting=acting, now=now)
    audit.record("roster.muster.marked", actor=acting, now=now, obj=row, said=said.value)
    return done


@transaction.atomic
def take_back(acting: Acting, pk: int, *, now: datetime) -> Assignment:
    """The last tap about somebody was wrong: it stays and does not count; what was before it does."""
    found, roster, row = _about(acting, pk)
    refuse_over(row.shift, now=now)
    _refuse_closed(acting, row)
    last = _last(acting, found)
    if last != found:
        raise Stale(_("Only what was written down last can be undone. Look at it again."))
    _undo(acting, found, now=now)
    before = _last(acting, found)
    ending = _ending_of(before) if before else _called_out_again(acting, roster, row)
    if ending and row.ended_at is None:
        _end(roster, row, ending, Edit.UNDONE, acting=acting, now=now)
    elif not ending and row.ended_at is not None:
        row = _anew(roster, row, Edit.UNDONE, acting=acting, now=now)
    audit.record("roster.muster.taken_back", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def overrule(acting: Acting, pk: int, *, now: datetime) -> Assignment:
    """A tap does not count because a newer one is about to be written: until then they stand there."""
    found, roster, row = _about(acting, pk)
    _undo(acting, found, now=now)
    if row.ended_at is not None:
        row = _anew(roster, row, Edit.UNDONE, acting=acting, now=now)
    audit.record("roster.muster.taken_back", actor=acting, now=now, obj=row)
    return row


def _refuse_outside(row: Assignment, *, at: datetime, now: datetime) -> None:
    refuse_early(row.shift.starts_at, at=at, now=now)
    refuse_over(row.shift, now=at)


def _refuse_closed(acting: Acting, row: Assignment) -> None:
    shift = row.shift
    found = muster(acting, When(shift.post.committee_id, shift.on, shift.kind_id))
    if found is not None and found.closed_at is not None:
        raise Refusal(_("This roll is closed. Open it again first."))


def _standing(
    roster: Roster, row: Assignment, said: Roll, *, acting: Acting, now: datetime
) -> Assignment:
    """The duty as it stands; whoever was missing and comes after all stands there anew."""
    if row.ended_at is None:
        return row
    if said != Roll.PRESENT or row.ending not in (Ending.MISSING, Ending.CALLED_OUT):
        raise Stale(_("Somebody marked this a moment ago. Look at it again."))
    _call_outs(acting, row).filter(taken_back_at__isnull=True).update(taken_back_at=now)
    return _anew(roster, row, Edit.CAME_LATE, acting=acting, now=now)


def _anew(
    roster: Roster, row: Assignment, kind: Edit, *, acting: Acting, now: datetime
) -> Assignment:
    made = stand(
        roster, row.shift, row.volunteer, came=Assigned(row.came), by=acting.user_id, now=now,
        told_at=now, reason=row.reason or _("came to the muster"),
    )  # fmt: skip
    note(roster, kind, by=acting.user_id, now=now, made=[made.pk])
    return made


def _end(
    roster: Roster, row: Assignment, ending: Ending, kind: Edit, *, acting: Acting, now: datetime
) -> None:
    duties.end([row.pk], ending, by=acting.user_id, now=now)
    note(roster, kind, by=acting.user_id, now=now, ended=[row.pk])


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


def _about(acting: Acting, pk: int) -> tuple[Attendance, Roster, Assignment]:
    """A tap that counts, its roster held, and the newest duty of this person in this shift."""
    only(acting, LEADERS)
    # A press of somebody themselves is undone where they press.
    by_the_roll = _taps(acting).exclude(kind=Attended.IN).select_related("shift")
    found = get_or_404(by_the_roll, pk=pk)
    roster = held(acting, found.shift.roster_id, roles=LEADERS)
    rows = access.assignments(acting).filter(shift=found.shift_id, volunteer=found.volunteer_id)
    return found, roster, rows.select_related(*BESIDE).order_by("-pk")[0]


def _taps(acting: Acting) -> QuerySet[Attendance]:
    kinds = (*THERE, Attended.MISSING)
    return access.attendance(acting).filter(kind__in=kinds, undone_by__isnull=True)


def _last(acting: Acting, found: Attendance) -> Attendance | None:
    rows = _taps(acting).filter(shift=found.shift_id, volunteer=found.volunteer_id)
    return rows.order_by("-at", "-pk").first()


def _undo(acting: Acting, found: Attendance, *, now: datetime) -> None:
    attend(
        found.shift, found.volunteer_id, Attended.CORRECTED, entry=uuid7(), at=now,
        by=acting.user_id, undoes=found,
    )  # fmt: skip


def _ending_of(tap: Attendance) -> Ending | None:
    if tap.kind == Attended.MISSING:
        return Ending.MISSING
    return Ending.UNFIT if tap.is_fit is False else None


def _called_out_again(acting: Acting, roster: Roster, row: Assignment) -> Ending | None:
    """Whoever had called out and came by the tap that is undone has called out as before."""
    came = roster.edits.filter(kind=Edit.CAME_LATE).values_list("made", flat=True)
    if not any(row.pk in made for made in came):
        return None
    call = _call_outs(acting, row).order_by("-pk").first()
    if call is None:
        return None
    call.taken_back_at = None
    call.save(update_fields=["taken_back_at"])
    return Ending.CALLED_OUT


def _call_outs(acting: Acting, row: Assignment) -> QuerySet[CallOut]:
    return access.call_outs(acting).filter(
        assignment__shift=row.shift_id, assignment__volunteer=row.volunteer_id
    )
