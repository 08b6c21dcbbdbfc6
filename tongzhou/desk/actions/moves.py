"""From one state to the next. Each function refuses what the table in `choices` does not have."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.models import User
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.desk import access
from tongzhou.desk.actions import papers
from tongzhou.desk.actions.steps import held, move
from tongzhou.desk.choices import (
    HOLD_REASONS,
    IMPOSSIBLE_REASONS,
    Part,
    Reason,
    Shows,
    State,
)
from tongzhou.desk.models import ServiceRequest
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Department


@transaction.atomic
def refer(
    acting: Acting,
    request: ServiceRequest,
    *,
    now: datetime,
    department: Department | None = None,
    note: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """Hand the request to a department's desk, by default to the service's own."""
    row = held(acting, request, version=version)
    department = department or row.service.department
    if department is None:
        raise Refusal(_("Choose the department it should go to."), field="department")
    row.department = department
    move(acting, row, State.REFERRED, now=now, text=note, department=department)
    papers.copy_procedure(row, now=now)
    _tell(acting, row, "referred", now=now, department=department.pk)
    return row


@transaction.atomic
def send_back(
    acting: Acting, request: ServiceRequest, *, note: str, now: datetime, version: int | None = None
) -> ServiceRequest:
    """The department is not the right one, or the committee takes the request back."""
    row = held(acting, request, version=version)
    if not note.strip():
        raise Refusal(_("Write why, so that the committee knows where to turn."), field="note")
    move(acting, row, State.RECEIVED, now=now, text=note, department=row.department)
    row.department = None
    row.save(update_fields=["department"])
    _tell(acting, row, "sent_back", now=now)
    return row


@transaction.atomic
def start_work(
    acting: Acting,
    request: ServiceRequest,
    *,
    now: datetime,
    note: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """Begin; where the catalogue has steps and papers, they are copied to tick off."""
    row = held(acting, request, version=version)
    if row.assigned_to_id is None and Part.CARRIER in access.parts(acting, row):
        row.assigned_to_id = acting.user_id
    move(acting, row, State.IN_PROGRESS, now=now, text=note)
    papers.copy_procedure(row, now=now)
    _tell(acting, row, "started", now=now)
    return row


@transaction.atomic
def hold(
    acting: Acting,
    request: ServiceRequest,
    *,
    reason: str,
    now: datetime,
    note: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """It has to wait for something outside our hands."""
    row = held(acting, request, version=version)
    row.reason = _reason(reason, HOLD_REASONS)
    move(acting, row, State.ON_HOLD, now=now, text=note)
    _tell(acting, row, "held", now=now, reason=reason)
    return row


@transaction.atomic
def mark_ready(
    acting: Acting,
    request: ServiceRequest,
    *,
    now: datetime,
    outcome: str = "",
    brings: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """The thing is done or the answer found; who took the call is asked to call back.

    `brings` names the paper or thing that was made and has to come to the door.
    """
    row = held(acting, request, version=version)
    if outcome.strip():
        Keyring.of([row.key_id]).seal(row, "outcome", outcome.strip())
    move(acting, row, State.READY, now=now, text=outcome)
    if brings.strip():
        papers.note_made(acting, row, name=brings.strip(), now=now)
    _tell(acting, row, "ready", now=now)
    return row


@transaction.atomic
def send_out(
    acting: Acting,
    request: ServiceRequest,
    *,
    now: datetime,
    courier: User | None = None,
    version: int | None = None,
) -> ServiceRequest:
    """Somebody carries it to the door: a named courier, else whoever presses."""
    row = held(acting, request, version=version)
    move(acting, row, State.OUT_FOR_DELIVERY, now=now)
    row.courier_id = courier.pk if courier else acting.user_id
    row.save(update_fields=["courier"])
    _tell(acting, row, "sent_out", now=now, courier=row.courier_id)
    return row


@transaction.atomic
def bring_back(
    acting: Acting, request: ServiceRequest, *, now: datetime, note: str = ""
) -> ServiceRequest:
    """Nobody opened: it lies ready again."""
    row = held(acting, request)
    move(acting, row, State.READY, now=now, text=note)
    _tell(acting, row, "brought_back", now=now)
    return row


@transaction.atomic
def deliver(
    acting: Acting,
    request: ServiceRequest,
    *,
    now: datetime,
    is_contact_free: bool = True,
    note: str = "",
    photo: bytes = b"",
    version: int | None = None,
) -> ServiceRequest:
    """It is at the door, or was told or handed over; the resident has the word now."""
    row = held(acting, request, version=version)
    if photo:
        papers.keep_file(acting, row, photo, name="door.jpg", shows=Shows.DELIVERY, now=now)
    row.is_contact_free = is_contact_free
    row.courier_id = row.courier_id or acting.user_id
    move(acting, row, State.DELIVERED, now=now, text=note)
    papers.give_all(row, now=now, by=acting.user_id)
    _tell(acting, row, "delivered", now=now, contact_free=is_contact_free, photo=bool(photo))
    return row


@transaction.atomic
def confirm(
    acting: Acting,
    request: ServiceRequest,
    *,
    now: datetime,
    note: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """The resident says it is solved; only this closes a request well."""
    row = held(acting, request, version=version)
    move(acting, row, State.CONFIRMED, now=now, text=note)
    _tell(acting, row, "confirmed", now=now)
    return row


@transaction.atomic
def reopen(
    acting: Acting,
    request: ServiceRequest,
    *,
    now: datetime,
    note: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """Not solved after all; a new target time begins."""
    row = held(acting, request, version=version)
    move(acting, row, State.REOPENED, now=now, text=note)
    _tell(acting, row, "reopened", now=now)
    return row


@transaction.atomic
def decline(
    acting: Acting,
    request: ServiceRequest,
    *,
    reason: str,
    note: str,
    now: datetime,
    version: int | None = None,
) -> ServiceRequest:
    """It cannot be done; the resident hears why and what else they can do."""
    row = held(acting, request, version=version)
    row.reason = _reason(reason, IMPOSSIBLE_REASONS)
    if not note.strip():
        raise Refusal(_("Write what the resident should be told."), field="note")
    Keyring.of([row.key_id]).seal(row, "outcome", note.strip())
    move(acting, row, State.IMPOSSIBLE, now=now, text=note)
    _tell(acting, row, "declined", now=now, reason=reason)
    return row


@transaction.atomic
def mark_duplicate(
    acting: Acting,
    request: ServiceRequest,
    *,
    of: ServiceRequest,
    now: datetime,
    version: int | None = None,
) -> ServiceRequest:
    """The same was asked before; the older request goes on."""
    row = held(acting, request, version=version)
    if of.pk == row.pk:
        raise Refusal(_("A request cannot be its own duplicate. Give the other code."), field="of")
    if of.state == State.DUPLICATE:
        raise Refusal(_("The other one is a duplicate itself. Give the first code."), field="of")
    row.duplicate_of = of
    move(acting, row, State.DUPLICATE, now=now)
    _tell(acting, row, "duplicate", now=now, of=of.pk)
    return row


@transaction.atomic
def withdraw(
    acting: Acting,
    request: ServiceRequest,
    *,
    now: datetime,
    note: str = "",
    version: int | None = None,
) -> ServiceRequest:
    """The resident no longer needs it."""
    row = held(acting, request, version=version)
    move(acting, row, State.CANCELLED, now=now, text=note)
    _tell(acting, row, "withdrawn", now=now)
    return row


def confirm_by_link(token: str, *, now: datetime) -> ServiceRequest:
    """The resident confirms on the page their paper opens."""
    return _by_link(token, State.CONFIRMED, "confirmed", now=now)


def reopen_by_link(token: str, *, now: datetime, note: str = "") -> ServiceRequest:
    """The resident says on the page their paper opens that it is not solved."""
    return _by_link(token, State.REOPENED, "reopened", now=now, note=note)


@transaction.atomic
def _by_link(token: str, to: State, deed: str, *, now: datetime, note: str = "") -> ServiceRequest:
    row = access.by_link(token)
    acting = Acting(user_id=None, role="resident", unit_label="", household_id=row.household_id)
    move(acting, row, to, now=now, text=note, parts=frozenset({Part.RESIDENT}))
    _tell(acting, row, deed, now=now, by_link=True)
    return row


def _reason(reason: str, allowed: tuple[Reason, ...]) -> Reason:
    if reason not in allowed:
        raise Refusal(_("Choose the reason."), field="reason")
    return Reason(reason)


def _tell(acting: Acting, row: ServiceRequest, deed: str, *, now: datetime, **body: object) -> None:
    audit.record(f"desk.request.{deed}", actor=acting, now=now, obj=row, state=row.state, **body)
