"""Rows an action may change: found through access, locked, and as the writer saw them."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core.errors import Refusal, Stale
from tongzhou.followup import access
from tongzhou.followup.models import Observation
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

M = TypeVar("M", bound=Model)
STAFF = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER, "system"})
CARERS = STAFF | {Role.HEALTH_WORKER}


def only(acting: Acting, roles: Collection[str]) -> None:
    """Refuse whoever acts in another role."""
    if acting.role not in roles:
        raise Refusal(_("This is not for your role to do. Ask the committee."))


def locked(rows: QuerySet[M], pk: int) -> M:
    """One row, held until the transaction ends; 404 when it is not one's own."""
    return get_or_404(rows.select_for_update(of=("self",)), pk=pk)


def observation(
    acting: Acting, pk: int, *, roles: Collection[str] = CARERS, version: int | None = None
) -> Observation:
    """An observation to change; `version` is the one the writer saw."""
    only(acting, roles)
    rows = access.observations(acting).select_related("restriction", "committee")
    found = locked(rows, pk)
    if version is not None and version != found.version:
        raise Stale(_("Somebody changed this observation a moment ago. Look at it and save again."))
    return found


def refuse_unless_active(found: Observation) -> None:
    """Most deeds need an observation that still runs."""
    if not found.is_active:
        raise Refusal(_("This observation has ended. Nothing more can be changed."))


def move(row: Model, state: str, moves: Mapping[str, Collection[str]]) -> None:
    """Change the state of a row along its table."""
    if state not in moves.get(row.state, ()):  # type: ignore[attr-defined]
        raise Stale(_("Somebody else dealt with this a moment ago. Look at it again."))
    row.state = state  # type: ignore[attr-defined]
