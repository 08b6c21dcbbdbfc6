"""Rows an action may change: found through access, locked, moved along their table."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core.errors import Refusal, Stale
from tongzhou.gates import access
from tongzhou.gates.choices import PASS_MOVES, Event, FindingState, PassState
from tongzhou.gates.models import Pass, PassEvent
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

# What was found about a pass is dealt with when the pass goes.
TAKES_AWAY = frozenset({PassState.LOST, PassState.REVOKED, PassState.REPLACED})
STAFF = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER, "system"})


def only(acting: Acting, roles: Collection[str] = STAFF) -> None:
    """Refuse whoever acts in another role."""
    if acting.role not in roles:
        raise Refusal(_("This is not for your role to do. Ask the committee."))


def locked(acting: Acting, pk: int) -> Pass:
    """One pass, held until the transaction ends; 404 when it is not one's own."""
    only(acting)
    rows = access.passes(acting).select_for_update(of=("self",))
    return get_or_404(rows.select_related("household", "key"), pk=pk)


def move(row: Pass, state: str, event: Event, *, acting: Acting, now: datetime) -> None:
    """Change the state of a pass along its table, and tell it in its story."""
    if state not in PASS_MOVES.get(row.state, ()):
        raise Stale(_("Somebody else dealt with this pass a moment ago. Look at it again."))
    row.state, row.changed_at = state, now
    row.save(update_fields=["state", "changed_at", "ground"])
    told(row, event, acting=acting, now=now)
    if state in TAKES_AWAY:
        waiting = access.findings(acting).filter(of=row, state=FindingState.OPEN)
        waiting.update(state=FindingState.SETTLED, changed_at=now, by=acting.user_id)


def told(row: Pass, event: Event, *, acting: Acting, now: datetime) -> None:
    """One line in the story of a pass."""
    PassEvent.objects.create(of=row, kind=event, at=now, by_id=acting.user_id)
