"""Rows an action may change: found through access, locked, in the state the writer saw."""

from django.utils.translation import gettext as _

from tongzhou.closures import access
from tongzhou.closures.choices import PLAN_MOVES
from tongzhou.closures.models import ClosurePlan
from tongzhou.core.errors import Refusal, Stale
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
