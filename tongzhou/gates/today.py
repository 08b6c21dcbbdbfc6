"""What this room puts on a person's list: what does not fit together at the gates."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongzhou.core.work import Count, Kind, Offer, WorkItem
from tongzhou.formats import pass_codes
from tongzhou.gates.choices import FindingKind
from tongzhou.gates.queries import findings
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language

KIND = Kind("gates.look", _("To look at, gates"), "gate")


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """For the head of a committee: one query."""
    if not findings.is_theirs(acting):
        return Offer((), (), {})
    found = findings.work(acting, now=now, limit=limit)
    is_wanted = not kinds or KIND.key in kinds
    items = [_item(row) for row in found.rows] if is_wanted else []
    return Offer([KIND], items, {KIND.key: Count(waiting=found.waiting, overdue=found.late)})


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Nothing: whose pass it was is asked with a reason."""
    return []


def _item(row: findings.Waiting) -> WorkItem:
    return WorkItem(
        key=f"{KIND.key}-{row.pk:010}",
        kind=KIND.key,
        title=FindingKind(row.kind).label,
        who=pass_codes.spoken(row.code) if row.code else "",
        door=in_readers_language(row.place, row.place_en),
        due_at=row.due_at,
        url=reverse("gates:finding", args=[row.pk]),
    )
