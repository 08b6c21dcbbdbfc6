"""A roster to change, held until the transaction ends; each step counts its version up."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.core.models import JobState
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions.rows import STAFF, only
from tongzhou.roster.choices import Edit, RosterState
from tongzhou.roster.models import Roster, RosterEdit

BUSY = (JobState.WAITING, JobState.RUNNING)


def held(acting: Acting, pk: int, *, roles: Collection[str] = STAFF) -> Roster:
    """A roster that may be changed now, by these roles."""
    only(acting, roles)
    row = get_or_404(
        access.rosters(acting).select_for_update(of=("self",)).select_related("job"), pk=pk
    )
    if row.state == RosterState.WITHDRAWN:
        raise Refusal(_("This roster was withdrawn. Plan the days anew."))
    return row


def held_idle(acting: Acting, pk: int, *, roles: Collection[str] = STAFF) -> Roster:
    """The same, while the planner does not have it."""
    row = held(acting, pk, roles=roles)
    if is_busy(row):
        raise Refusal(_("The roster is being planned. Wait a moment, or stop it first."))
    return row


def is_busy(row: Roster) -> bool:
    """Whether the planner has it."""
    return row.job is not None and row.job.state in BUSY


def note(
    row: Roster, kind: Edit, *, by: int | None, now: datetime,
    made: Iterable[int] = (), ended: Iterable[int] = (),
) -> RosterEdit:  # fmt: skip
    """One step more in the story of a roster; its version goes up."""
    row.version += 1
    row.save(update_fields=["version"])
    return RosterEdit.objects.create(
        roster=row, version=row.version, kind=kind, at=now, by_id=by, made=sorted(made),
        ended=sorted(ended),
    )  # fmt: skip


def tell(key: str, acting: Acting, row: Roster, *, now: datetime, **body: Any) -> None:
    """The audit entry of a step."""
    audit.record(f"roster.roster.{key}", actor=acting, now=now, obj=row, **body)
