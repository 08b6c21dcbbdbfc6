"""Cards about who comes forward and where nobody offers: sign-ups, posts empty tonight."""

from collections.abc import Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from tongzhou.core import clock
from tongzhou.core.work import Count, Kind, WorkItem
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language
from tongzhou.roster.queries import waiting
from tongzhou.roster.today.cards import FEW, Cards

CALL = Kind("volunteer", _("New volunteers"), "people")
EMPTY = Kind("post", _("Posts empty tonight"), "moon")
# So that there is time to ask around before the night begins.
EVENING = time(18)


def to_call(acting: Acting, *, now: datetime, limit: int) -> Cards:
    """Who waits for a call: one query."""
    rows = waiting.to_call(acting, now=now, limit=limit)
    count = Count(rows[0].waiting if rows else 0, rows[0].late if rows else 0)
    return Cards(CALL, [_call(row) for row in rows], count)


def empty_posts(acting: Acting, *, now: datetime, limit: int) -> Cards:
    """Posts for which nobody offers tonight, many as one card: one query."""
    rows = waiting.empty_tonight(acting, today=clock.local_date(now), limit=limit)
    cards = [_post(row, now) for row in rows] if len(rows) < FEW else [_posts(rows, now)]
    due = clock.at_local(clock.local_date(now), EVENING)
    return Cards(EMPTY, cards, Count(len(cards), len(cards) if due < now else 0))


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


def _posts(rows: Sequence[waiting.Empty], now: datetime) -> WorkItem:
    named = [in_readers_language(row.name, row.name_en) for row in rows[:FEW]]
    words = ngettext(
        "%(n)d post has nobody tonight", "%(n)d posts have nobody tonight", rows[0].waiting
    )
    return WorkItem(
        key=f"{EMPTY.key}-all",
        kind=EMPTY.key,
        title=words % {"n": rows[0].waiting},
        who="",
        door=pgettext("between things", ", ").join(named),
        due_at=clock.at_local(clock.local_date(now), EVENING),
        url=reverse("roster:growth"),
        note=_("Among them these; the page shows all.") if len(rows) > FEW else "",
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
