"""A roster is published: from now on its duties bind, and people learn of them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.core.errors import Refusal, Stale
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions.steps import held_idle, note, tell
from tongzhou.roster.choices import ROSTER_MOVES, Edit, RosterState
from tongzhou.roster.models import Roster
from tongzhou.roster.queries.publishing import can_read


@transaction.atomic
def publish(acting: Acting, pk: int, *, seen: int, now: datetime) -> Roster:
    """Publish what was looked at. Whoever has an own page is told by it; the others are called."""
    row = held_idle(acting, pk)
    if RosterState.PUBLISHED not in ROSTER_MOVES[row.state]:
        raise Stale(_("Somebody published this roster already."))
    if row.version != seen:
        raise Stale(_("Somebody changed the roster a moment ago. Look at it, then publish it."))
    duties = access.assignments(acting).filter(shift__roster=row, ended_at__isnull=True)
    if not duties.exists():
        raise Refusal(_("Nobody stands anywhere in this roster yet. Plan it first."))
    row.state, row.published_at, row.published_by_id = RosterState.PUBLISHED, now, acting.user_id
    row.save(update_fields=["state", "published_at", "published_by"])
    readers = can_read(duties, today=clock.local_date(now))
    told = duties.filter(volunteer__in=readers, told_at__isnull=True).update(told_at=now)
    note(row, Edit.PUBLISHED, by=acting.user_id, now=now)
    tell("published", acting, row, now=now, told=told)
    return row
