"""What this room puts on a person's list: sign-ups to call, posts for which nobody offers tonight."""

from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.core.work import Count, Kind, Offer, WorkItem
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language
from tongzhou.roster.queries import waiting

CALL = Kind("volunteer", _("New volunteers"), "people")
EMPTY = Kind("post", _("Posts empty tonight"), "moon")
# So that there is time to ask around before the night begins.
EVENING = time(18)
THEIRS = frozenset({Role.COMMITTEE_STAFF, Role.BUILDING_DIRECTOR})


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """For the committee and its building directors: two queries."""
    if acting.role not in THEIRS:
        return Offer((), (), {})
    calls = waiting.to_call(acting, now=now, limit=limit)
    empty = waiting.empty_tonight(acting, today=clock.local_date(now), limit=limit)
    items = [_call(row) for row in calls] if _wanted(CALL, kinds) else []
    items += [_post(row, now) for row in empty] if _wanted(EMPTY, kinds) else []
    due = clock.at_local(clock.local_date(now), EVENING)
    posts = empty[0].waiting if empty else 0
    counts = {
        CALL.key: Count(calls[0].waiting if calls else 0, calls[0].late if calls else 0),
        EMPTY.key: Count(posts, posts if due < now else 0),
    }
    return Offer([CALL, EMPTY], items, counts)


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Nothing: a volunteer is not bound to a door."""
    return []


def _wanted(kind: Kind, kinds: frozenset[str]) -> bool:
    return not kinds or kind.key in kinds


def _call(row: waiting.ToCall) -> WorkItem:
    return WorkItem(
        key=f"{CALL.key}-{row.pk:010}",
        kind=CALL.key,
        title=_("Came forward: call and accept"),
        who=row.name,
        door=in_readers_language(row.place or "", row.place_en or ""),
        due_at=row.due_at,
        url=reverse("roster:volunteer", args=[row.pk]),
        volunteer_ids=[row.pk],
    )


def _post(row: waiting.Empty, now: datetime) -> WorkItem:
    words = ngettext("%(n)d needed tonight", "%(n)d needed tonight", row.people)
    return WorkItem(
        key=f"{EMPTY.key}-{row.pk:010}",
        kind=EMPTY.key,
        title=_("Nobody offers to stand here tonight"),
        who="",
        door=in_readers_language(row.name, row.name_en),
        due_at=clock.at_local(clock.local_date(now), EVENING),
        url=reverse("roster:post", args=[row.pk]),
        note=words % {"n": row.people},
    )
