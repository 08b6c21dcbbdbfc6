"""Accepted, paused, back again, left; by staff, or by the volunteer on their own page."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import rows
from tongzhou.roster.choices import Event, VolunteerState
from tongzhou.roster.models import Volunteer


@transaction.atomic
def accept(acting: Acting, pk: int, *, now: datetime, may_lead: bool | None = None) -> Volunteer:
    """Somebody called them; from now on they are reckoned with."""
    row = rows.volunteer(acting, pk)
    row.accepted_at = now
    if may_lead is not None:
        row.may_lead = may_lead
    rows.move(row, VolunteerState.ACTIVE, Event.ACCEPTED, acting=acting, now=now)
    audit.record("roster.volunteer.accepted", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def note_unreached(acting: Acting, pk: int, *, now: datetime) -> Volunteer:
    """They were called and did not answer; they stay among those to call."""
    row = rows.volunteer(acting, pk)
    rows.told(row, Event.UNREACHED, acting=acting, now=now)
    audit.record("roster.volunteer.unreached", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def pause(acting: Acting, pk: int, *, until: date | None, now: datetime) -> Volunteer:
    """No duty for a while; with a day they come back by themselves."""
    return _pause(rows.volunteer(acting, pk), until, acting=acting, now=now)


@transaction.atomic
def resume(acting: Acting, pk: int, *, now: datetime) -> Volunteer:
    """Taking part again, also after somebody had left."""
    return _resume(rows.volunteer(acting, pk), acting=acting, now=now)


@transaction.atomic
def leave(acting: Acting, pk: int, *, now: datetime) -> Volunteer:
    """Off the list; erased when the time has run out."""
    return _leave(rows.volunteer(acting, pk), acting=acting, now=now)


@transaction.atomic
def pause_own(token: str, *, until: date | None, now: datetime) -> Volunteer:
    """The volunteer pauses on their own page."""
    row = access.by_link(token, now=now)
    return _pause(row, until, acting=rows.by_themselves(row), now=now)


@transaction.atomic
def resume_own(token: str, *, now: datetime) -> Volunteer:
    """The volunteer comes back from a pause, or from having left."""
    row = access.by_link(token, now=now)
    return _resume(row, acting=rows.by_themselves(row), now=now)


@transaction.atomic
def leave_own(token: str, *, now: datetime) -> Volunteer:
    """The volunteer leaves on their own page."""
    row = access.by_link(token, now=now)
    return _leave(row, acting=rows.by_themselves(row), now=now)


def end_pauses(*, now: datetime) -> int:
    """Whose pause is over takes part again; returns how many. Repeatable."""
    ids = list(access.pausing(clock.local_date(now)).values_list("pk", flat=True))
    for pk in ids:
        resume(Acting.system(), pk, now=now)
    return len(ids)


def _pause(row: Volunteer, until: date | None, *, acting: Acting, now: datetime) -> Volunteer:
    if until is not None and until <= clock.local_date(now):
        raise Refusal(_("Choose a later day, or leave it empty."), field="until")
    rows.move(row, VolunteerState.PAUSED, Event.PAUSED, acting=acting, now=now)
    row.paused_until = until
    row.save(update_fields=["paused_until"])
    audit.record("roster.volunteer.paused", actor=acting, now=now, obj=row)
    return row


def _resume(row: Volunteer, *, acting: Acting, now: datetime) -> Volunteer:
    try:
        with transaction.atomic():
            rows.move(row, VolunteerState.ACTIVE, Event.RESUMED, acting=acting, now=now)
    except IntegrityError as error:
        raise Refusal(_("This number is on a list again already.")) from error
    audit.record("roster.volunteer.resumed", actor=acting, now=now, obj=row)
    return row


def _leave(row: Volunteer, *, acting: Acting, now: datetime) -> Volunteer:
    rows.move(row, VolunteerState.LEFT, Event.LEFT, acting=acting, now=now)
    audit.record("roster.volunteer.left", actor=acting, now=now, obj=row)
    return row
