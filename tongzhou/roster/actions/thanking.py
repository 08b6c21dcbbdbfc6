"""Whether somebody may be thanked by name: they say it themselves, or staff ask them."""

from datetime import datetime

from django.db import transaction

from tongzhou.core import audit
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import rows
from tongzhou.roster.models import Volunteer


@transaction.atomic
def agree(acting: Acting, pk: int, *, may: bool, now: datetime) -> Volunteer:
    """They were asked, and staff write it down."""
    return _agree(rows.volunteer(acting, pk), may, acting=acting, now=now)


@transaction.atomic
def agree_own(token: str, *, may: bool, now: datetime) -> Volunteer:
    """The volunteer says it on their own page."""
    row = access.by_link(token, now=now)
    return _agree(row, may, acting=rows.by_themselves(row), now=now)


def _agree(row: Volunteer, may: bool, *, acting: Acting, now: datetime) -> Volunteer:
    if may == (row.thanked_from is not None):
        return row
    row.thanked_from = now if may else None
    row.save(update_fields=["thanked_from"])
    key = "roster.volunteer.thanks_agreed" if may else "roster.volunteer.thanks_withdrawn"
    audit.record(key, actor=acting, now=now, obj=row)
    return row
