"""Open everything now: ordered in one press, ticked barrier by barrier, ended when all is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongzhou.closures import access
from tongzhou.closures.actions.rows import note, only_staff
from tongzhou.closures.choices import BarrierState, Deed
from tongzhou.closures.models import Barrier, Opening
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting


@transaction.atomic
def open_all(
    acting: Acting, *, reason: str, now: datetime, committee_id: int | None = None
) -> Opening:
    """Order it; pressed twice, it is one order. Committee staff open what is their committee's."""
    only_staff(acting)
    committee_id = acting.committee_id or committee_id
    if not reason.strip():
        raise Refusal(_("Write why: fire, earthquake, gas."), field="reason")
    scope = Q(committee_id=committee_id) if committee_id else Q(committee=None)
    running = access.openings(acting).filter(scope, ended_at=None).first()
    if running:
        return running
    row = Opening.objects.create(
        committee_id=committee_id, reason=reason.strip(), ordered_at=now,
        ordered_by_id=acting.user_id,
    )  # fmt: skip
    audit.record("closures.opening.ordered", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def tick(acting: Acting, pk: int, barrier_id: int, *, is_open: bool, now: datetime) -> Barrier:
    """Somebody stands there and it is open; or it was ticked by mistake."""
    opening = get_or_404(access.openings(acting), pk=pk)
    if opening.ended_at:
        raise Refusal(_("The order to open is over. Look at the list again."))
    rows = access.to_open(acting).filter(state=BarrierState.BUILT)
    if opening.committee_id:
        rows = rows.filter(committee_id=opening.committee_id)
    row = get_or_404(rows.select_for_update(of=("self",)), pk=barrier_id)
    if bool(row.opened_at) == is_open:
        return row
    row.opened_at = now if is_open else None
    row.save(update_fields=["opened_at"])
    note(acting, row, Deed.OPENED if is_open else Deed.UNDONE, now=now)
    audit.record("closures.opening.ticked", actor=acting, now=now, obj=row, open=is_open)
    return row


@transaction.atomic
def end(acting: Acting, pk: int, *, now: datetime) -> Opening:
    """The danger is over: whatever was opened is to be closed again."""
    only_staff(acting)
    row = get_or_404(access.openings(acting).select_for_update(of=("self",)), pk=pk)
    if acting.committee_id and row.committee_id != acting.committee_id:
        raise Refusal(_("The street office ordered this, and ends it."))
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = now, acting.user_id
        row.save(update_fields=["ended_at", "ended_by"])
        audit.record("closures.opening.ended", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def close_again(acting: Acting, barrier_id: int, *, now: datetime) -> Barrier:
    """What was opened in the emergency stands closed as before."""
    only_staff(acting)
    row = get_or_404(access.barriers(acting).select_for_update(of=("self",)), pk=barrier_id)
    if row.opened_at is None:
        return row
    row.opened_at = None
    row.save(update_fields=["opened_at"])
    note(acting, row, Deed.CLOSED, now=now)
    audit.record("closures.barrier.closed", actor=acting, now=now, obj=row)
    return row
