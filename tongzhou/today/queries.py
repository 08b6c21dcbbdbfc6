"""Gather what the rooms offer into one list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice

from tongzhou.core import clock, rooms
from tongzhou.core.work import Count, Kind, Offer, WorkItem
from tongzhou.registry.acting import Acting

NOW_WITHIN = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Chip:
    """A kind of work with its numbers, to filter by."""

    kind: Kind
    count: Count
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class WorkList:
    """One page of a person's list."""

    items: Sequence[WorkItem]
    chips: Sequence[Chip]
    page: int
    has_next: bool

    @property
    def waiting(self) -> int:
        """Everything that waits, of all kinds."""
        return sum(chip.count.waiting for chip in self.chips)

    @property
    def is_unfiltered(self) -> bool:
        """Whether all kinds are shown."""
        return not any(chip.is_chosen for chip in self.chips)

    @property
    def overdue(self) -> int:
        """How much of it is late."""
        return sum(chip.count.overdue for chip in self.chips)

    @property
    def done_today(self) -> int:
        """What was finished today."""
        return sum(chip.count.done_today for chip in self.chips)

    @property
    def tomorrow(self) -> int:
        """What is known of tomorrow."""
        return sum(chip.count.tomorrow for chip in self.chips)

    def groups(self, now: datetime) -> Iterator[tuple[str, Sequence[WorkItem]]]:
        """The page's items as "alarm", "overdue", "now", "later" and "coming", empty ones left out.

        Inside a group the order of the list is kept.
        """
        by_name: dict[str, list[WorkItem]] = {}
        for item in self.items:
            by_name.setdefault(_group_of(item, now), []).append(item)
        return (
            (n, by_name[n]) for n in ("alarm", "overdue", "now", "later", "coming") if n in by_name
        )


def _group_of(item: WorkItem, now: datetime) -> str:
    if item.urgency == 0:
        return "alarm"
    if item.due_at < now:
        return "overdue"
    if item.due_at <= now + NOW_WITHIN:
        return "now"
    return "later" if clock.local_date(item.due_at) == clock.local_date(now) else "coming"


def work_list(
    acting: Acting, *, now: datetime, kinds: frozenset[str], page: int, size: int
) -> WorkList:
    """One page of what waits for a person, the most urgent first."""
    limit = page * size + 1
    offers = [
        r.offer(acting, now=now, kinds=kinds, limit=limit) for r in rooms.with_module("today")
    ]
    ordered = merge(*(sorted(o.items, key=_order) for o in offers), key=_order)
    found = list(islice(ordered, (page - 1) * size, limit))
    return WorkList(found[:size], list(_chips(offers, kinds)), page, len(found) > size)


def _order(item: WorkItem) -> tuple[int, datetime, str]:
    return item.order


def _chips(offers: Sequence[Offer], chosen: frozenset[str]) -> Iterator[Chip]:
    for offer in offers:
        counts: Mapping[str, Count] = offer.counts
        for kind in offer.kinds:
            count = counts.get(kind.key, Count())
            if count.waiting or count.done_today or kind.key in chosen:
                yield Chip(kind, count, kind.key in chosen)
