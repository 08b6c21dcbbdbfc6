"""What the desk puts on the work list: requests, referrals, deliveries, call-backs, errands."""

from datetime import datetime

from tongzhou.core.work import Count, Kind, Offer, WorkItem
from tongzhou.desk import access
from tongzhou.desk.choices import Attention
from tongzhou.desk.today import items, lines
from tongzhou.registry.acting import Acting

KINDS = tuple(
    Kind(kind.value, kind.label, icon)
    for kind, icon in {
        Attention.ESCALATED: "clock",
        Attention.CALLBACK: "phone",
        Attention.REQUEST: "message",
        Attention.REFERRED: "handover",
        Attention.ERRAND: "cart",
        Attention.DELIVERY: "door",
    }.items()
)


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """The most urgent work and complete counts (three queries: lines, counts, keys)."""
    if not lines.has_work(acting):
        return Offer(KINDS, (), {})
    found = lines.waiting(acting, now=now, kinds=kinds, limit=limit)
    counts = {c.kind: Count(*c[1:]) for c in lines.counts(acting, now=now)}
    return Offer(KINDS, items.with_phones(acting, found), counts)


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Everything open for one household (one query)."""
    found = lines.of_household(acting, household_id)
    return [items.item_of(line, is_blind=acting.role in access.RUNNERS) for line in found]
