"""What a new office's administrator does first; nothing once it is done."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongzhou.accounts.choices import Role
from tongzhou.core.work import Count, Kind, Offer, Text, WorkItem
from tongzhou.registry import access
from tongzhou.registry.acting import Acting

SETUP = Kind("setup", _("Setting up"), "settings")


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """The first steps that are still to be made (one query, for the administrator only)."""
    if acting.role != Role.ADMINISTRATOR:
        return Offer((), (), {})
    steps = list(_steps(acting, now))
    shown = steps[:limit] if not kinds or SETUP.key in kinds else []
    return Offer((SETUP,), shown, {SETUP.key: Count(waiting=len(steps))})


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Nothing: setting up is about no household."""
    return []


def _steps(acting: Acting, now: datetime) -> Iterator[WorkItem]:
    # Same moment for all: the number in the key puts them in order.
    committees = list(_staffed(acting))
    if not committees:
        note = _("Everybody acts for one of them, so they come first.")
        title = _("Add the committees and departments")
        yield _step("1-units", title, note, reverse("registry:units"), now)
    if not committees or (False, False) in committees:
        title = _("Invite a supervisor for each committee")
        note = _("They bring in the list of residents and invite the rest.")
        url = reverse("registry:invite_to", args=[Role.COMMITTEE_STAFF])
        yield _step("2-people", title, note, url, now)
    if (True, False) in committees:
        title = _("Make somebody the supervisor of each committee")
        note = _("Whoever accepted is listed now: open the person and tick “Supervisor”.")
        yield _step("3-supervisors", title, note, reverse("registry:members"), now)


def _staffed(acting: Acting) -> QuerySet[Any, tuple[bool, bool]]:
    """Of each committee, whether it has staff, and a supervisor among them (one query)."""
    staff = access.memberships(acting).filter(
        committee=OuterRef("pk"), role=Role.COMMITTEE_STAFF, ended_on=None
    )
    return access.committees(acting).values_list(
        Exists(staff), Exists(staff.filter(is_supervisor=True))
    )


def _step(key: str, title: Text, note: Text, url: str, now: datetime) -> WorkItem:
    return WorkItem(
        key=f"setup-{key}",
        kind=SETUP.key,
        title=title,
        who="",
        door="",
        due_at=now,
        url=url,
        note=note,
    )
