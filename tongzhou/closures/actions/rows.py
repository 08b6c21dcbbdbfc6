"""Rows an action may change: found through access, locked, in the state the writer saw."""

from datetime import datetime

from django.utils.translation import gettext as _

from tongzhou.closures import access
from tongzhou.closures.choices import BARRIER_MOVES, PLAN_MOVES, Deed
from tongzhou.closures.models import Barrier, BarrierEvent, ClosurePlan
from tongzhou.core.errors import Refusal, Stale
from tongzhou.privacy import files
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting


def only_staff(acting: Acting) -> None:
    """Refuse whoever is neither committee staff nor a street officer."""
    if not acting.is_staff:
        raise Refusal(_("Closure plans are made by the committee and the street office."))


def plan(acting: Acting, pk: int) -> ClosurePlan:
    """A plan, held until the transaction ends."""
    only_staff(acting)
    return get_or_404(access.plans(acting).select_for_update(of=("self",)), pk=pk)


def move(row: ClosurePlan, state: str) -> None:
    """Change the state of a plan along its table."""
    if state not in PLAN_MOVES[row.state]:
        raise Stale(_("Somebody else changed this plan a moment ago. Look at it again."))
    row.state = state


def barrier(acting: Acting, pk: int) -> Barrier:
    """A barrier, held until the transaction ends."""
    only_staff(acting)
    return get_or_404(access.barriers(acting).select_for_update(of=("self",)), pk=pk)


def move_barrier(row: Barrier, state: str) -> None:
    """Change the state of a barrier along its table."""
    if state not in BARRIER_MOVES[row.state]:
        raise Stale(_("Somebody else changed this barrier a moment ago. Look at it again."))
    row.state = state


def note(
    acting: Acting, row: Barrier, deed: Deed, *, now: datetime, text: str = "",
    width: float | None = None, photo: bytes = b"",
) -> BarrierEvent:  # fmt: skip
    """One line of a barrier's history."""
    stored = None
    if photo:
        keyring, [key_id] = Keyring.new()
        stored = files.keep_document(
            photo, name=f"{row.number}.jpg", key_id=key_id, keyring=keyring, now=now
        )
    return BarrierEvent.objects.create(
        barrier=row, deed=deed, at=now, by_id=acting.user_id, note=text.strip()[:200],
        width=width, photo=stored,
    )  # fmt: skip
