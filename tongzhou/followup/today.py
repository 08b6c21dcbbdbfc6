"""What this room puts on a person's list: checks, visits, alarms, signatures, releases, needs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.core.work import Count, Kind, Offer, QuickAction, Text, Urgency, WorkItem
from tongzhou.followup.choices import CheckState, Level, NeedKind, Part
from tongzhou.followup.queries import waiting
from tongzhou.registry.acting import Acting

KINDS = (
    Kind("alarm", pgettext_lazy("observation", "Alarms"), "alarm"),
    Kind("check", _("Checks"), "temperature"),
    Kind("visit", _("Visits after missed checks"), "door"),
    Kind("sign", _("Second signatures"), "edit"),
    Kind("release", _("Releases"), "unlock"),
    Kind("need", _("Needs"), "cart"),
)
TITLES: Mapping[str, Text] = {
    "alarm": _("Alarm: look at once"),
    "check": _("Daily check"),
    "visit": _("Checks missed: go to the door"),
    "sign": _("Confirm the observation"),
    "release": _("Sign the release"),
    "need": _("Needs something"),
}
DETAILS: Mapping[str, Any] = {"check": Part, "sign": Level, "need": NeedKind}


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """The most urgent work of this room for one person: at most two queries."""
    allowed = waiting.kinds_for(acting)
    if not allowed:
        return Offer((), (), {})
    wants_checks = "check" in allowed and (not kinds or "check" in kinds)
    found = waiting.of_all_kinds(acting, now=now, checks_limit=limit if wants_checks else 0)
    rows = [row for row in found if row.kind != waiting.NUMBERS]
    open_rows = [row for row in rows if not row.is_done and (not kinds or row.kind in kinds)]
    first = sorted(open_rows, key=attrgetter("order"))[:limit]
    who = waiting.who(acting, first)
    items = [_item(r, who[r.observation_id]) for r in first if r.observation_id in who]
    counts = {kind: _count(rows, kind, now=now) for kind in allowed}
    if "check" in allowed:
        counts["check"] = Count(*waiting.numbers(found))
    return Offer([k for k in KINDS if k.key in allowed], items, counts)


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """What waits for one household, whoever it was given to: one query."""
    if not waiting.kinds_for(acting):
        return []
    anyone = replace(acting, is_supervisor=True)
    return [_item(row, who) for row, who in waiting.of_household(anyone, household_id, now=now)]


def _count(rows: Iterable[waiting.Row], kind: str, *, now: datetime) -> Count:
    own = [row for row in rows if row.kind == kind]
    open_rows = [row for row in own if not row.is_done]
    late = sum(row.due_at < now for row in open_rows)
    return Count(waiting=len(open_rows), overdue=late, done_today=len(own) - len(open_rows))


def _item(row: waiting.Row, who: waiting.Who) -> WorkItem:
    words = DETAILS.get(row.kind)
    is_late_last = row.detail == waiting.LAST_CHECK
    return WorkItem(
        key=row.key,
        kind=row.kind,
        title=_("The last check is missing") if is_late_last else TITLES[row.kind],
        who=who.name or "",
        door=who.place,
        due_at=row.due_at,
        url=_url(row.kind, row.ref, row.observation_id),
        urgency=Urgency(row.urgency),
        note=words(row.detail).label if words else "",
        actions=_actions(row.kind, row.ref, row.detail),
        resident_ids=[who.resident_id] if who.resident_id else (),
        household_ids=[who.household_id] if who.household_id else (),
    )


def _url(kind: str, ref: int, observation_id: int) -> str:
    if kind == "check":
        return reverse("followup:perform", args=[ref])
    if kind == "visit":
        return reverse("followup:call", args=[observation_id]) + "?way=door"
    return reverse("followup:observation", args=[observation_id])


def _actions(kind: str, ref: int, detail: str) -> list[QuickAction]:
    if kind == "check":
        values = {"state": CheckState.SEEN_OK.value, "way": "phone", "place": "card"}
        return [QuickAction(_("All well"), reverse("followup:perform", args=[ref]), values=values)]
    if kind == "alarm" and detail == "open":
        return [QuickAction(_("I take it"), reverse("followup:acknowledge", args=[ref]), "eye")]
    if kind == "need" and (errand := _corridor("workflows:request_for_need", ref)):
        return [QuickAction(_("Make an errand"), errand, "cart")]
    return []


def _corridor(name: str, ref: int) -> str:
    """An address of the corridor, which this room knows by name only."""
    try:
        return reverse(name, args=[ref])
    except NoReverseMatch:
        return ""
