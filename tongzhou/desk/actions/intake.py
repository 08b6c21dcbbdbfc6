"""Taking a request: by phone, at the door, or from the household's own page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, ids, tokens
from tongzhou.core.errors import Refusal
from tongzhou.desk import access
from tongzhou.desk.actions.errand_lines import ErrandItem, make_errand
from tongzhou.desk.actions.steps import due_time, held, require, touch, write
from tongzhou.desk.choices import Channel, EventKind, Part, Priority, State
from tongzhou.desk.models import Service, ServiceRequest
from tongzhou.privacy import blind
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Committee, Household, Resident

CODE_LENGTH = 5


@transaction.atomic
def take_call(
    acting: Acting,
    *,
    service: Service,
    details: str,
    now: datetime,
    client_id: UUID | None = None,
    household: Household | None = None,
    resident: Resident | None = None,
    committee: Committee | None = None,
    caller_name: str = "",
    caller_phone: str = "",
    address: str = "",
    channel: str = Channel.PHONE,
    priority: int = Priority.NORMAL,
    items: Sequence[ErrandItem] = (),
) -> ServiceRequest:
    """Take a request on somebody's behalf; the same `client_id` twice is one request.

    A household of another committee: the request goes there, and the caller hears from us.
    """
    known = access.by_client_id(client_id)
    if known is not None:
        return known
    if not acting.is_staff:
        raise Refusal(_("Only committee and street office take calls."))
    if household is None and not address.strip():
        raise Refusal(_("Pick the household, or write where the person lives."), field="household")
    _belongs_together(household, resident)
    goes_to = _committee_for(acting, household, committee)
    texts = {
        "caller_name": caller_name, "caller_phone": caller_phone, "address": address,
        "details": details,
    }  # fmt: skip
    return file_request(
        acting, service, texts, now=now, client_id=client_id, items=items, household=household,
        resident=resident, channel=channel, priority=priority, committee=goes_to,
        taken_by_id=acting.user_id, taken_by_committee_id=_elsewhere(acting, goes_to),
    )  # fmt: skip


@transaction.atomic
def file_by_household(
    acting: Acting,
    *,
    service: Service,
    details: str,
    now: datetime,
    client_id: UUID | None = None,
    household_id: int | None = None,
) -> ServiceRequest:
    """A household asks on its own page, without an account."""
    known = access.by_client_id(client_id)
    if known is not None:
        return known
    household = registry.get_or_404(
        registry.households(acting), pk=household_id or acting.household_id
    )
    return file_request(
        acting, service, {"details": details}, now=now, client_id=client_id, household=household,
        committee=household.committee, channel=Channel.PAGE,
    )  # fmt: skip


@transaction.atomic
def amend(
    acting: Acting,
    request: ServiceRequest,
    *,
    details: str,
    now: datetime,
    caller_name: str = "",
    caller_phone: str = "",
    address: str = "",
    priority: int = Priority.NORMAL,
    version: int | None = None,
) -> ServiceRequest:
    """Correct what was written at the call. A newer version in between raises `Stale`."""
    row = held(acting, request, version=version)
    require(acting, row, Part.CARRIER, Part.TAKER)
    if not details.strip() and getattr(row, "errand", None) is None:
        raise Refusal(_("Write in a few words what is needed."), field="details")
    texts = {
        "caller_name": caller_name, "caller_phone": caller_phone, "address": address,
        "details": details,
    }  # fmt: skip
    _seal(Keyring.of([row.key_id]), row, texts)
    if row.priority != priority:
        row.priority = priority
        row.due_at = due_time(row.service, Priority(priority), row.received_at)
    touch(row)
    write(acting, row, EventKind.AMENDED, now=now)
    audit.record("desk.request.amended", actor=acting, now=now, obj=row, fields=sorted(texts))
    return row


@transaction.atomic
def identify(
    acting: Acting,
    request: ServiceRequest,
    *,
    household: Household,
    now: datetime,
    resident: Resident | None = None,
    version: int | None = None,
) -> ServiceRequest:
    """Say which household of the register a request is about."""
    row = held(acting, request, version=version)
    require(acting, row, Part.CARRIER)
    _belongs_together(household, resident)
    if household.committee_id != row.committee_id:
        raise Refusal(
            _("This household belongs to %(committee)s. Hand the request on to them.")
            % {"committee": household.committee.label},
            field="household",
        )
    row.household, row.resident = household, resident
    touch(row)
    write(acting, row, EventKind.AMENDED, now=now)
    audit.record("desk.request.identified", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def issue_link(acting: Acting, request: ServiceRequest, *, now: datetime) -> str:
    """A fresh secret for the page that shows where the request stands; the old one dies."""
    row = held(acting, request)
    require(acting, row, Part.CARRIER, Part.TAKER)
    token, row.link_digest = tokens.new_token("desk.status")
    row.save(update_fields=["link_digest"])
    audit.record("desk.link.issued", actor=acting, now=now, obj=row)
    return token


def file_request(
    acting: Acting,
    service: Service,
    texts: dict[str, str],
    *,
    now: datetime,
    client_id: UUID | None,
    items: Sequence[ErrandItem] = (),
    **facts: Any,
) -> ServiceRequest:
    """Store a request with its history, its errand and its audit entry."""
    if not texts["details"].strip() and not items:
        raise Refusal(_("Write in a few words what is needed."), field="details")
    keyring, [key_id, document_key_id] = Keyring.new(2)
    row = ServiceRequest(
        code=_new_code(), service=service, key_id=key_id, document_key_id=document_key_id,
        client_id=client_id, received_at=now, **facts,
    )  # fmt: skip
    row.due_at = due_time(service, Priority(row.priority), now)
    _seal(keyring, row, texts)
    known = _stored(row)
    if known is not None:
        return known
    write(acting, row, EventKind.STATE, now=now, to_state=State.RECEIVED)
    if service.is_errand:
        make_errand(row, items, keyring=keyring)
    audit.record(
        "desk.request.filed", actor=acting, now=now, obj=row, service=service.pk,
        channel=row.channel, committee=row.committee_id,
    )  # fmt: skip
    return row


def _stored(row: ServiceRequest) -> ServiceRequest | None:
    """Store a new request, or give the one a post sent at the same moment stored."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        known = access.by_client_id(row.client_id)
        if known is None:
            raise
        return known
    return None


def _seal(keyring: Keyring, row: ServiceRequest, texts: dict[str, str]) -> None:
    for field, text in texts.items():
        keyring.seal(row, field, text.strip())
    if "caller_phone" in texts:
        row.caller_phone_index = blind.phone_index(texts["caller_phone"])


def _new_code() -> str:
    while True:
        code = f"R-{ids.readable_code(CODE_LENGTH)}"
        if not access.is_code_taken(code):
            return code


def _belongs_together(household: Household | None, resident: Resident | None) -> None:
    if resident and (household is None or resident.household_id != household.pk):
        raise Refusal(_("This person does not live behind this door."), field="household")


def _elsewhere(acting: Acting, goes_to: Committee) -> int | None:
    return acting.committee_id if acting.committee_id != goes_to.pk else None


def _committee_for(
    acting: Acting, household: Household | None, committee: Committee | None
) -> Committee:
    """Where the household is; else the committee named; else one's own."""
    if household is not None:
        return household.committee
    own = registry.committees(acting).filter(pk=acting.committee_id or 0).first()
    chosen = committee or own
    if chosen is None:
        raise Refusal(_("Choose the committee where the person lives."), field="committee")
    return chosen
