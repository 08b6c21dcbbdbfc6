"""What all pages of the room share: who may open them, and that it is written down who looked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tongzhou.accounts.choices import Role
from tongzhou.privacy.access_log import record_view
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.doors import ActingRequest
from tongzhou.registry.models import Committee
from tongzhou.roster.models import Volunteer
from tongzhou.roster.queries.needs import active_shifts
from tongzhou.roster.queries.volunteers import gates_to_choose

STAFF = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
LEADERS = (*STAFF, Role.BUILDING_DIRECTOR)
SIZES = (20, 50, 100, 200)


def log(request: ActingRequest, page: str, shown: Iterable[Volunteer], *, now: datetime) -> None:
    """Write down which volunteers were shown."""
    record_view(request.acting, f"roster.{page}", now=now, volunteers=[row.pk for row in shown])


def number(request: ActingRequest, name: str, default: int) -> int:
    """A number from the address, or the default."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else default


def committees(acting: Acting) -> QuerySet[Committee]:
    """The committees one acts for: one's own, or all of the street."""
    rows = registry.committees(acting)
    return rows if acting.is_whole_street else rows.filter(pk=acting.committee_id or 0)


def choices_for(committee_id: int) -> dict[str, Any]:
    """What a form about a volunteer of a committee offers: three queries."""
    system = Acting.system()
    compounds = registry.compounds(system).filter(committee=committee_id).order_by("pk")
    return {
        "gates": gates_to_choose(committee_id),
        "compounds": compounds,
        "shifts": active_shifts(system),
    }
