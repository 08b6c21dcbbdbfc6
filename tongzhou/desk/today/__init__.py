"""What the desk puts on the work list: requests, referrals, deliveries, call-backs, errands."""

from datetime import datetime
from heapq import nsmallest
from operator import attrgetter

from tongzhou.accounts.choices import Role
from tongzhou.core.work import Kind, Offer, WorkItem
from tongzhou.desk import access
from tongzhou.desk.choices import Attention
from tongzhou.desk.today import items, lines, sifting
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
WORKS = access.RUNNERS | {Role.COMMITTEE_STAFF, Role.STREET_OFFICER, Role.DEPARTMENT_DESK}


def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer:
    """The most urgent work and complete counts (three queries: work, lines, keys)."""
    if acting.role not in WORKS:
        return Offer(KINDS, (), {})
    works = sifting.work_of(acting, now=now)
    waiting = [w for w in works if not w.is_done and (not kinds or w.kind in kinds)]
    first = lines.lines_of(acting, nsmallest(limit, waiting, key=attrgetter("order")))
    return Offer(KINDS, items.with_phones(acting, first), sifting.counts(works, now=now))


def for_household(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Everything open for one household (one query)."""
    found = lines.of_household(acting, household_id)
    return [items.item_of(acting, line) for line in found]
