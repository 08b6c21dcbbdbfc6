"""Whom a change concerns is told of it; whoever opens their own page has read it there."""

from datetime import datetime

from django.db import transaction

from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions.steps import held, tell
from tongzhou.roster.models import Volunteer
from tongzhou.roster.queries import telling


@transaction.atomic
def told(acting: Acting, pk: int, *, volunteer: int, now: datetime) -> Volunteer:
    """Somebody was called and knows all their changes in this roster."""
    row = held(acting, pk, roles=access.LEADERS)
    person = get_or_404(access.volunteers(acting), pk=volunteer)
    rows = access.assignments(acting).filter(shift__roster=row, volunteer=person)
    count = _mark(rows, now=now)
    tell("told", acting, row, now=now, volunteer=person.pk, changes=count)
    return person


def note_read(person: Volunteer, *, now: datetime) -> int:
    """Whoever opens their own page has been told of what it shows."""
    return _mark(access.own_assignments(person), now=now)


def _mark(rows: telling.Rows, *, now: datetime) -> int:
    came = telling.new(rows, now=now).update(told_at=now)
    return came + telling.gone(rows, now=now).update(end_told_at=now)
