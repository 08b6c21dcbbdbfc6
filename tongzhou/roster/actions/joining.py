"""How people come onto the list, and change what they told."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import rows
from tongzhou.roster.actions.details import Details, write
from tongzhou.roster.actions.links import new_link
from tongzhou.roster.choices import Came, Event, VolunteerState
from tongzhou.roster.models import Volunteer


@transaction.atomic
def join(
    committee_id: int, told: Details, *, has_consented: bool, now: datetime
) -> tuple[Volunteer, str]:
    """Somebody comes forward on the public page; returns them with the secret of their page."""
    if not has_consented:
        raise Refusal(_("We may only keep this if you agree."), field="consent")
    if not told.weekdays or not told.shifts:
        raise Refusal(
            _("Choose at least one day and one part of the day."),
            field="shifts" if told.weekdays else "weekdays",
        )
    committee = registry.get_or_404(registry.committees(Acting.system()), pk=committee_id)
    row = Volunteer(committee=committee, came=Came.LINK, joined_at=now, consented_at=now)
    acting = rows.by_themselves(row)
    write(row, replace(told, notes="", may_lead=None), acting=acting, now=now)
    rows.told(row, Event.JOINED, acting=acting, now=now)
    token = new_link(row, now=now)
    audit.record("roster.volunteer.joined", actor=acting, now=now, obj=row)
    return row, token


@transaction.atomic
def enter(
    acting: Acting, committee_id: int, told: Details, *, has_consented: bool, now: datetime
) -> Volunteer:
    """Staff enter somebody who called or came by; a name and a phone are enough."""
    rows.only(acting, rows.LEADERS)
    if not acting.is_whole_street and committee_id != acting.committee_id:
        raise Refusal(_("Choose your own committee."), field="committee")
    committee = registry.get_or_404(registry.committees(acting), pk=committee_id)
    if not has_consented:
        raise Refusal(_("Ask whether they agree to be on the list, then tick it."), field="consent")
    row = Volunteer(
        committee=committee, came=Came.STAFF, joined_at=now, consented_at=now, accepted_at=now,
        state=VolunteerState.ACTIVE,
    )  # fmt: skip
    write(row, _within(acting, told), acting=acting, now=now)
    rows.told(row, Event.ENTERED, acting=acting, now=now)
    audit.record("roster.volunteer.entered", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def change(
    acting: Acting, pk: int, told: Details, *, now: datetime, version: int | None = None
) -> Volunteer:
    """Staff write down what changed."""
    row = rows.volunteer(acting, pk, version=version)
    _rewrite(row, _within(acting, told), acting=acting, now=now)
    return row


@transaction.atomic
def change_own(token: str, told: Details, *, now: datetime) -> Volunteer:
    """The volunteer changes what they told, on their own page."""
    row = access.by_link(token, now=now)
    kept = replace(told, notes=None, may_lead=None)
    _rewrite(row, kept, acting=rows.by_themselves(row), now=now)
    return row


def _rewrite(row: Volunteer, told: Details, *, acting: Acting, now: datetime) -> None:
    row.version += 1
    write(row, told, acting=acting, now=now)
    rows.told(row, Event.CHANGED, acting=acting, now=now)
    audit.record("roster.volunteer.changed", actor=acting, now=now, obj=row)


def _within(acting: Acting, told: Details) -> Details:
    """A building director enters people of the own compound."""
    if acting.compound_id:
        return replace(told, compound_id=acting.compound_id)
    return told
