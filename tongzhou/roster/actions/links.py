"""The secret link to a volunteer's own page."""

from datetime import datetime, timedelta

from django.db import transaction

from tongzhou.core import audit, clock
from tongzhou.core.tokens import new_token
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import rows
from tongzhou.roster.choices import Event
from tongzhou.roster.models import Volunteer, VolunteerLink

DAYS = 180


def new_link(row: Volunteer, *, now: datetime) -> str:
    """A fresh secret for somebody; what was given out before stays good."""
    token, digest = new_token(access.LINK)
    expires_on = clock.local_date(now) + timedelta(days=DAYS)
    VolunteerLink.objects.create(volunteer=row, digest=digest, made_at=now, expires_on=expires_on)
    return token


@transaction.atomic
def give_link(acting: Acting, pk: int, *, now: datetime) -> str:
    """A new link for somebody who has none or lost it; the earlier ones are closed."""
    row = rows.volunteer(acting, pk)
    access.links(acting).filter(volunteer=row, revoked_at=None).update(revoked_at=now)
    rows.told(row, Event.LINKED, acting=acting, now=now)
    audit.record("roster.volunteer.linked", actor=acting, now=now, obj=row)
    return new_link(row, now=now)
