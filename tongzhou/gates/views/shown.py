"""What all pages of the room share: who may open them, and that it is written down who looked."""

from collections.abc import Iterable
from datetime import datetime

from tongzhou.accounts.choices import Role
from tongzhou.gates.models import Pass
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest

STAFF = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
SIZES = (20, 50, 100, 200)


def log(request: ActingRequest, page: str, shown: Iterable[Pass], *, now: datetime) -> None:
    """Write down whose passes were shown."""
    shown = list(shown)
    residents = [person.pk for one in shown for person in getattr(one.household, "at_home", ())]
    households = [one.household_id for one in shown]
    record_view(
        request.acting, f"gates.{page}", now=now, residents=residents, households=households
    )


def number(request: ActingRequest, name: str, default: int) -> int:
    """A number from the address, or the default."""
    text = request.GET.get(name, "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else default
