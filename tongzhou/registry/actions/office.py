"""Founding an office."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.accounts.models import User
from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Membership, StreetOffice


@transaction.atomic
def found_office(name: str, *, admin: str, password: str, now: datetime) -> StreetOffice:
    """Make the street office and its administrator in an empty installation."""
    system = Acting.system()
    if access.office(system):
        raise Refusal(_("This installation already serves a street office."))
    office = StreetOffice.objects.create(name=name)
    user = User.objects.create_user(admin, password)
    Membership.objects.create(
        user=user, role=Role.ADMINISTRATOR, office=office, started_on=clock.local_date(now)
    )
    audit.record("registry.office.founded", actor=system, now=now, obj=office)
    return office
