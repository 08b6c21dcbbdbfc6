"""What is written beside the states: notes, contacts, who takes it on, which committee."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.models import User
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.desk import access
from tongzhou.desk.actions.steps import held, require, touch, write
from tongzhou.desk.choices import EventKind, Part
from tongzhou.desk.models import RequestEvent, ServiceRequest
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import ContactWay
from tongzhou.registry.models import Committee


@transaction.atomic
def add_note(
    acting: Acting,
    request: ServiceRequest,
    *,
    text: str,
    now: datetime,
    is_for_department: bool = False,
) -> RequestEvent:
    """Write something down. A department's notes, and notes for it, are read by both sides."""
    row = held(acting, request)
    require(acting, row, Part.CARRIER, Part.TAKER, Part.DESK, Part.RUNNER)
    if not text.strip():
        raise Refusal(_("The note is still empty."), field="text")
    is_shared = is_for_department or Part.DESK in access.parts(acting, row)
    kind = EventKind.REFERRAL if is_shared else EventKind.NOTE
    event = write(acting, row, kind, now=now, text=text, department=_with(row, is_shared))
    audit.record("desk.request.noted", actor=acting, now=now, obj=row, shared=is_shared)
    return event


def _with(row: ServiceRequest, is_shared: bool) -> object:
    return row.department if is_shared else None


@transaction.atomic
def log_contact(
    acting: Acting, request: ServiceRequest, *, way: str, note: str, now: datetime
) -> RequestEvent:
    """A call, a visit or a message about this request."""
    row = held(acting, request)
    require(acting, row, Part.CARRIER, Part.TAKER, Part.RUNNER)
    if way not in ContactWay.values:
        raise Refusal(_("Choose how you spoke with them."), field="way")
    event = write(acting, row, EventKind.CONTACT, now=now, text=note, way=way)
    audit.record("desk.request.contacted", actor=acting, now=now, obj=row, way=way)
    return event


@transaction.atomic
def assign(
    acting: Acting,
    request: ServiceRequest,
    *,
    user: User,
    now: datetime,
    version: int | None = None,
) -> ServiceRequest:
    """A colleague takes it on."""
    row = held(acting, request, version=version)
    require(acting, row, Part.CARRIER)
    colleagues = registry.memberships(acting).filter(user=user, ended_on__isnull=True)
    if not colleagues.exists():
        raise Refusal(_("This colleague does not work for the committee."), field="user")
    row.assigned_to = user
    touch(row)
    write(acting, row, EventKind.ASSIGNED, now=now)
    audit.record("desk.request.assigned", actor=acting, now=now, obj=row, to=user.pk)
    return row


@transaction.atomic
def hand_on(
    acting: Acting,
    request: ServiceRequest,
    *,
    committee: Committee,
    now: datetime,
    note: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """It belongs to another committee; who took the call still hears how it ends."""
    row = held(acting, request, version=version)
    require(acting, row, Part.CARRIER)
    if committee.pk == row.committee_id:
        raise Refusal(_("It is with this committee already."), field="committee")
    if row.household and row.household.committee_id != committee.pk:
        raise Refusal(
            _("The household belongs to %(committee)s, and so does its request.")
            % {"committee": row.household.committee.label},
            field="committee",
        )
    came_from = row.taken_by_committee_id or row.committee_id
    row.taken_by_committee_id = came_from if came_from != committee.pk else None
    row.committee, row.assigned_to = committee, None
    touch(row)
    write(acting, row, EventKind.HANDED_ON, now=now, text=note)
    audit.record("desk.request.handed_on", actor=acting, now=now, obj=row, to=committee.pk)
    return row
