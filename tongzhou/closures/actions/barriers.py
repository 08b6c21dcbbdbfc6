"""The life of a barrier: entered, built, measured, checked, removed, taken back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.closures import access
from tongzhou.closures.actions.adopting import begin, keep_place, next_numbers
from tongzhou.closures.actions.rows import barrier, move_barrier, note, only_staff
from tongzhou.closures.choices import UNDOABLE, BarrierKind, BarrierState, Deed
from tongzhou.closures.models import Barrier
from tongzhou.core import audit
from tongzhou.core.errors import Refusal, Stale
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting


@transaction.atomic
def enter_built(
    acting: Acting, *, committee_id: int, kind: str, alley: str, now: datetime,
    start: str = "", end: str = "", width: float | None = None, place: tuple[float, float] | None = None,
    guards: int = 0, key_holder: str = "", key_phone: str = "", text: str = "", photo: bytes = b"",
    built_at: datetime | None = None, **where: Any,
) -> Barrier:  # fmt: skip
    """A barrier that stands there already, without a plan; `where` are columns of the map."""
    only_staff(acting)
    if acting.committee_id not in (None, committee_id):
        raise Refusal(_("Enter barriers of your own committee."), field="committee")
    committee = get_or_404(registry.committees(acting), pk=committee_id)
    if built_at and built_at > now:
        raise Refusal(_("The day lies in the future."), field="built_on")
    longitude, latitude = place or (None, None)
    row = Barrier(
        committee=committee, number=next_numbers(acting)[committee_id] + 1, kind=kind,
        state=BarrierState.BUILT, alley=alley.strip()[:80], start=start.strip()[:80],
        end=end.strip()[:80], width=width, measured_width=width, longitude=longitude,
        latitude=latitude, guards=guards if kind == BarrierKind.GATE else 0,
        key_holder=key_holder.strip(), key_phone=key_phone.strip(), since=now,
        built_at=built_at or now, **where,
    )  # fmt: skip
    begin(acting, row, Deed.ENTERED, now=built_at or now, text=text, width=width, photo=photo)
    audit.record("closures.barrier.entered", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def build(
    acting: Acting, pk: int, *, now: datetime, width: float | None = None, text: str = "",
    photo: bytes = b"",
) -> Barrier:  # fmt: skip
    """It stands; the width as measured on the spot is kept beside the assumed one."""
    row = barrier(acting, pk)
    if row.state != BarrierState.PLANNED:
        raise Stale(_("Somebody else changed this barrier a moment ago. Look at it again."))
    move_barrier(row, BarrierState.BUILT)
    row.built_at = now
    if width:
        row.measured_width = width
    row.save()
    note(acting, row, Deed.BUILT, now=now, text=text, width=width, photo=photo)
    audit.record("closures.barrier.built", actor=acting, now=now, obj=row, width=width)
    return row


@transaction.atomic
def measure(acting: Acting, pk: int, *, width: float, now: datetime) -> Barrier:
    """The width as somebody measured it."""
    row = barrier(acting, pk)
    row.measured_width = width
    row.save(update_fields=["measured_width"])
    note(acting, row, Deed.MEASURED, now=now, width=width)
    audit.record("closures.barrier.measured", actor=acting, now=now, obj=row, width=width)
    return row


@transaction.atomic
def check(
    acting: Acting, pk: int, *, is_free: bool, now: datetime, text: str = "", photo: bytes = b""
) -> Barrier:
    """Look whether an engine could come through; a blocked lane is an alarm until it is free."""
    row = barrier(acting, pk)
    if not row.is_built:
        raise Refusal(_("Only what stands can be checked."))
    if not is_free and not (text.strip() or photo):
        raise Refusal(_("Write what stands in the way, or take a photo."), field="text")
    deed = _seen(row, is_free)
    row.checked_at = now
    if is_free:
        row.blocked_at = None
    elif row.blocked_at is None:
        row.blocked_at = now
    row.save(update_fields=["checked_at", "blocked_at"])
    note(acting, row, deed, now=now, text=text, photo=photo)
    audit.record("closures.barrier.checked", actor=acting, now=now, obj=row, free=is_free)
    return row


def _seen(row: Barrier, is_free: bool) -> Deed:
    if not is_free:
        return Deed.BLOCKED
    return Deed.CLEARED if row.blocked_at else Deed.CHECKED


@transaction.atomic
def remove(
    acting: Acting, pk: int, *, now: datetime, text: str = "", photo: bytes = b""
) -> Barrier:
    """It is gone; the history stays."""
    row = barrier(acting, pk)
    move_barrier(row, BarrierState.REMOVED)
    row.removed_at, row.blocked_at, row.opened_at = now, None, None
    row.save()
    keep_place(row, now=now)
    note(acting, row, Deed.REMOVED, now=now, text=text, photo=photo)
    audit.record("closures.barrier.removed", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def set_keys(acting: Acting, pk: int, *, key_holder: str, key_phone: str, now: datetime) -> Barrier:
    """Who has the key, and where they can be called at night."""
    row = barrier(acting, pk)
    if key_holder.strip() and not key_phone.strip():
        raise Refusal(_("Write the phone number too: it is called at night."), field="key_phone")
    row.key_holder, row.key_phone = key_holder.strip(), key_phone.strip()
    row.save(update_fields=["key_holder", "key_phone"])
    note(acting, row, Deed.KEY, now=now)
    audit.record("closures.barrier.key", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def undo(acting: Acting, pk: int, *, now: datetime) -> Barrier:
    """Take back the last thing pressed: built, removed or opened."""
    row = barrier(acting, pk)
    last = access.events(acting).filter(barrier=row, is_undone=False).first()
    if last is None or last.deed not in UNDOABLE:
        raise Refusal(_("There is nothing to take back."))
    _take_back(row, Deed(last.deed))
    row.save()
    keep_place(row, now=now)
    last.is_undone = True
    last.save(update_fields=["is_undone"])
    audit.record("closures.barrier.undone", actor=acting, now=now, obj=row, deed=last.deed)
    return row


def _take_back(row: Barrier, deed: Deed) -> None:
    if deed == Deed.OPENED:
        row.opened_at = None
    elif deed == Deed.BUILT:
        move_barrier(row, BarrierState.PLANNED)
        row.built_at = None
    else:
        was_built = row.built_at is not None
        move_barrier(row, BarrierState.BUILT if was_built else BarrierState.PLANNED)
        row.removed_at = None
