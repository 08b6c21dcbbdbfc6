"""Errands: who goes, with which money, what was got, what it cost."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.models import User
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.desk import access
from tongzhou.desk.actions.errand_lines import ErrandItem
from tongzhou.desk.actions.intake import file_request
from tongzhou.desk.actions.papers import keep_file
from tongzhou.desk.actions.steps import held, move, require, write
from tongzhou.desk.choices import TO_DO, Channel, EventKind, Part, Shows, State
from tongzhou.desk.models import Errand, ErrandLine, Service, ServiceRequest
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Household, Resident

DEFAULT_SERVICE = "shopping"
GOERS = (Part.CARRIER, Part.RUNNER)

__all__ = [
    "ErrandItem", "advance_money", "open_errand", "record_spending", "return_change", "send_runner",
    "tick_line",
]  # fmt: skip


@transaction.atomic
def open_errand(
    acting: Acting,
    *,
    household: Household,
    items: Sequence[ErrandItem],
    now: datetime,
    resident: Resident | None = None,
    note: str = "",
    source: str = "",
    service: Service | None = None,
    client_id: UUID | None = None,
) -> ServiceRequest:
    """Something is needed behind a door one may know; `source` says what it came from."""
    known = access.by_client_id(client_id)
    if known is not None:
        return known
    household = registry.get_or_404(registry.households(acting), pk=household.pk)
    service = service or access.services(acting).filter(key=DEFAULT_SERVICE).first()
    if service is None or not service.is_errand:
        raise Refusal(_("The catalogue has no such errand. Ask the street office to add it."))
    return file_request(
        acting, service, {"details": note}, now=now, client_id=client_id, items=items,
        household=household, resident=resident, committee=household.committee, source=source,
        channel=Channel.STAFF if acting.user_id else Channel.PAGE,
        taken_by_id=acting.user_id if acting.is_staff else None,
    )  # fmt: skip


@transaction.atomic
def send_runner(
    acting: Acting,
    request: ServiceRequest,
    *,
    now: datetime,
    runner: User | None = None,
    runner_name: str = "",
) -> Errand:
    """Somebody sets out: an account, a helper by name, or whoever presses."""
    row, errand = _held_errand(acting, request)
    _still_to_do(row)
    if runner is None and not runner_name.strip() and acting.user_id is None:
        raise Refusal(_("Say who goes."), field="runner")
    errand.runner_name = runner_name.strip()
    errand.runner_id = runner.pk if runner else (None if errand.runner_name else acting.user_id)
    errand.set_out_at = now
    errand.save()
    write(acting, row, EventKind.RUNNER, now=now, text=_name_of(errand, runner))
    if row.state in (State.RECEIVED, State.REOPENED):
        move(acting, row, State.IN_PROGRESS, now=now)
    audit.record("desk.errand.set_out", actor=acting, now=now, obj=errand, runner=errand.runner_id)
    return errand


def _name_of(errand: Errand, runner: User | None) -> str:
    return runner.name if runner else errand.runner_name


@transaction.atomic
def advance_money(acting: Acting, request: ServiceRequest, *, fen: int, now: datetime) -> Errand:
    """Money is taken along."""
    row, errand = _held_errand(acting, request)
    _still_to_do(row)
    errand.advanced_fen += _amount(fen)
    return _booked(acting, row, errand, EventKind.ADVANCED, fen, now=now)


@transaction.atomic
def tick_line(
    acting: Acting, line: ErrandLine, *, is_got: bool, now: datetime, cost_fen: int | None = None
) -> ErrandLine:
    """A thing was got, or not."""
    line = registry.get_or_404(access.lines(acting), pk=line.pk)
    line.is_got, line.cost_fen = is_got, cost_fen
    line.save(update_fields=["is_got", "cost_fen"])
    audit.record("desk.errand.line_ticked", actor=acting, now=now, obj=line, got=is_got)
    return line


@transaction.atomic
def record_spending(
    acting: Acting,
    request: ServiceRequest,
    *,
    fen: int,
    now: datetime,
    note: str = "",
    receipt: bytes = b"",
) -> Errand:
    """What it cost in all, with a photo of the receipt."""
    row, errand = _held_errand(acting, request)
    errand.spent_fen = _amount(fen)
    if receipt:
        errand.receipt = keep_file(
            acting, row, receipt, name="receipt.jpg", shows=Shows.RECEIPT, now=now
        )
    return _booked(acting, row, errand, EventKind.SPENT, fen, now=now, text=note)


@transaction.atomic
def return_change(acting: Acting, request: ServiceRequest, *, fen: int, now: datetime) -> Errand:
    """Change is given back."""
    row, errand = _held_errand(acting, request)
    if _amount(fen) > max(errand.in_hand_fen, 0):
        raise Refusal(_("More than was taken along and not spent. Check the amounts."), field="fen")
    errand.returned_fen += fen
    return _booked(acting, row, errand, EventKind.RETURNED, fen, now=now)


def _booked(
    acting: Acting,
    row: ServiceRequest,
    errand: Errand,
    kind: EventKind,
    fen: int,
    *,
    now: datetime,
    text: str = "",
) -> Errand:
    errand.save()
    write(acting, row, kind, now=now, text=text, fen=fen)
    audit.record(f"desk.errand.{kind}", actor=acting, now=now, obj=errand, fen=fen)
    return errand


def _held_errand(acting: Acting, request: ServiceRequest) -> tuple[ServiceRequest, Errand]:
    row = held(acting, request)
    require(acting, row, *GOERS)
    errand = access.errands(acting).filter(request=row).first()
    if errand is None:
        raise Refusal(_("Nothing is to be fetched for this request."))
    return row, errand


def _still_to_do(row: ServiceRequest) -> None:
    if row.state not in TO_DO:
        raise Refusal(_("This errand is over. Reopen the request first."))


def _amount(fen: int) -> int:
    if fen < 0:
        raise Refusal(_("An amount cannot be negative."), field="fen")
    return fen
