"""What this room puts on a person's list: blocked lanes, openings, barriers to build and check."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from heapq import nsmallest
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.closures.choices import BarrierKind
from tongzhou.closures.queries import waiting
from tongzhou.closures.sentences import numbered
from tongzhou.core.work import Count, Kind, Offer, QuickAction, Text, Urgency, WorkItem
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language

KINDS = (
    Kind("closures.open", _("Open everything"), "unlock"),
    Kind("closures.alarm", _("Alarms at barriers"), "alarm"),
    Kind("closures.close", _("To be closed again"), "lock"),
    Kind("closures.check", _("Fire lanes to check"), "key"),
    Kind("closures.build", _("Barriers to build"), "gate"),
    Kind("closures.remove", _("Barriers to remove"), "trash"),
    Kind("closures.review", _("Closures to look at again"), "calendar"),
)
TITLES: Mapping[str, Text] = {
    "open": _("Open everything now"),
    "alarm": _("A fire lane is blocked"),
    "close": _("Close it again"),
    "check": _("Look at the fire lane"),
    "build": pgettext_lazy("work", "Build the barrier"),
    "remove": pgettext_lazy("work", "Take the barrier down"),
    "review": _("Is the closure still needed?"),
}


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """The most urgent work at the barriers and complete counts: one query."""
    allowed = {f"closures.{kind}" for kind in waiting.kinds_for(acting)}
    if not allowed:
        return Offer((), (), {})
    rows = waiting.of_all_kinds(acting, now=now)
    wanted = [r for r in rows if not r.is_done and (not kinds or f"closures.{r.kind}" in kinds)]
    items = [_item(row) for row in nsmallest(limit, wanted, key=attrgetter("order"))]
    counts = {kind: _count(rows, kind, now=now) for kind in allowed}
    return Offer([k for k in KINDS if k.key in allowed], items, counts)


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Nothing: a barrier is about no one household."""
    return []


def _count(rows: Iterable[waiting.Row], kind: str, *, now: datetime) -> Count:
    own = [row for row in rows if f"closures.{row.kind}" == kind]
    late = sum(row.due_at < now for row in own if not row.is_done)
    done = sum(row.is_done for row in own)
    return Count(waiting=len(own) - done, overdue=late, done_today=done)


def _item(row: waiting.Row) -> WorkItem:
    return WorkItem(
        key=row.key,
        kind=f"closures.{row.kind}",
        title=_title(row),
        who=_who(row),
        door=in_readers_language(row.committee or "", row.committee_en or ""),
        due_at=row.due_at,
        url=_url(row),
        urgency=Urgency(row.urgency),
        note=row.what if row.kind == "open" else "",
        actions=_actions(row),
    )


def _who(row: waiting.Row) -> str:
    if row.number:
        return numbered(row.number, row.what, row.where, row.near)
    return row.where or (str(_("Closure plan")) if row.kind == "review" else "")


def _title(row: waiting.Row) -> Text:
    if row.kind == "alarm" and row.what != BarrierKind.FIRE_LANE:
        return _("Something is wrong at a barrier")
    return TITLES[row.kind]


def _url(row: waiting.Row) -> str:
    if row.kind == "review":
        return reverse("closures:plan", args=[row.ref])
    name = "opening" if row.kind == "open" else "barrier"
    return reverse(f"closures:{name}", args=[row.ref])


def _actions(row: waiting.Row) -> list[QuickAction]:
    if row.kind in ("check", "alarm"):
        values = {"free": "yes", "place": "card"}
        label = _("The lane is free") if row.kind == "check" else _("All well again")
        return [QuickAction(label, reverse("closures:check", args=[row.ref]), values=values)]
    if row.kind == "close":
        return [QuickAction(_("Closed again"), reverse("closures:closed", args=[row.ref]), "lock")]
    return []
