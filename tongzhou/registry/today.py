"""What a new office's administrator does first; nothing once it is done."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongzhou.accounts.choices import Role
from tongzhou.core.work import Count, Kind, Offer, WorkItem
from tongzhou.registry import access
from tongzhou.registry.acting import Acting

SETUP = Kind("setup", _("Setting up"), "settings")


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """The first steps that are still to be made (two queries, for the administrator only)."""
    if acting.role != Role.ADMINISTRATOR:
        return Offer((), (), {})
    steps = list(_steps(acting, now))
    shown = steps[:limit] if not kinds or SETUP.key in kinds else []
    return Offer((SETUP,), shown, {SETUP.key: Count(waiting=len(steps))})


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Nothing: setting up is about no household."""
    return []


def _steps(acting: Acting, now: datetime) -> Iterator[WorkItem]:
    if not access.committees(acting).exists():
        yield WorkItem(
            key="setup-units",
            kind=SETUP.key,
            title=_("Add the committees and departments"),
            who="",
            door="",
            due_at=now,
            url=reverse("registry:units"),
            note=_("Everybody acts for one of them, so they come first."),
        )
    if not access.memberships(acting).filter(role=Role.COMMITTEE_STAFF).exists():
        yield WorkItem(
            key="setup-people",
            kind=SETUP.key,
            title=_("Invite a supervisor for each committee"),
            who="",
            door="",
            due_at=now,
            url=reverse("registry:invite"),
            note=_("They bring in the list of residents and invite the rest."),
        )
