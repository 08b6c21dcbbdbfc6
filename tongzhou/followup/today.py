"""What this room puts on a person's list: checks, visits, alarms, signatures, releases, needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import QuerySet
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
    "visit": _("Not reached: go to the door"),
    "sign": _("Confirm the observation"),
    "release": _("Sign the release"),
    "need": _("Needs something"),
}
DETAILS: Mapping[str, Any] = {"check": Part, "sign": Level, "need": NeedKind}


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """The most urgent work of this room for one person: at most three queries."""
    allowed = waiting.kinds_for(acting)
    if not allowed:
        return Offer((), (), {})
    wanted = [k for k in allowed if not kinds or k in kinds]
    found = chain(
        _urgent([w for w in waiting.others(acting, now=now) if w.kind in wanted], limit),
        waiting.next_checks(acting, now=now, limit=limit) if "check" in wanted else (),
    )
    items = sorted((_item(row) for row in found), key=lambda item: item.order)[:limit]
    return Offer([k for k in KINDS if k.key in allowed], items, _counts(acting, now=now))


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """What waits for one household, whoever it was given to: one query."""
    if not waiting.kinds_for(acting):
        return []
    anyone = replace(acting, is_supervisor=True)
    parts = list(waiting.others(anyone, now=now))
    if "check" in waiting.kinds_for(acting):
        parts.append(waiting.checks(anyone, now=now))
    columns = [w.columns(household_id=household_id) for w in parts]
    return [_item(row) for row in columns[0].union(*columns[1:], all=True)]


def _urgent(parts: Sequence[waiting.Waiting], limit: int) -> Iterable[tuple]:
    if not parts:
        return ()
    rows = [w.columns() for w in parts]
    union = rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]
    return union.order_by("w_urgency", "w_due_at", "w_ref")[:limit]


def _counts(acting: Acting, *, now: datetime) -> dict[str, Count]:
    """Counts by kind; a kind may come in several rows."""
    sums: dict[str, list[int]] = {}
    for kind, *numbers in waiting.counted(acting, now=now):
        sums[kind] = [a + b for a, b in zip(sums.get(kind, [0] * 4), numbers, strict=True)]
    return {kind: Count(*numbers) for kind, numbers in sums.items()}


def _item(row: tuple) -> WorkItem:
    data = dict(zip(waiting.COLUMNS, row, strict=True))
    kind, ref = data["kind"], data["ref"]
    words = DETAILS.get(kind)
    return WorkItem(
        key=f"{kind}-{ref:010}",
        kind=kind,
        title=TITLES[kind]
        if data["detail"] != waiting.LAST_CHECK
        else _("The last check is missing"),
        who=data["name"] or "",
        door=data["door"] or "",
        due_at=data["due_at"],
        url=_url(kind, ref, data["observation_id"]),
        urgency=Urgency(data["urgency"]),
        note=words(data["detail"]).label if words else "",
        actions=_actions(kind, ref, data["detail"]),
        resident_ids=[data["resident_id"]] if data["resident_id"] else (),
        household_ids=[data["household_id"]] if data["household_id"] else (),
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
