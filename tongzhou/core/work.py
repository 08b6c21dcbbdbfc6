"""What a room puts on a person's work list. `tongzhou.today` finds each room's offer by name.

A room with work has a module `today` with one function::

    def offer(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> Offer

`kinds` empty means all. At most `limit` items, the most urgent first; counts are complete.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from django.utils.functional import Promise

Text = str | Promise


class Urgency(IntEnum):
    """Order on the list; inside one level the due time decides."""

    ALARM = 0
    HIGH = 1
    NORMAL = 2
    LOW = 3


@dataclass(frozen=True, slots=True)
class QuickAction:
    """A press in place: posts to `url`; the answer replaces the card."""

    label: Text
    url: str
    icon: str = "check"
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One card of work."""

    key: str
    kind: str
    title: Text
    who: str
    door: str
    due_at: datetime
    url: str
    urgency: Urgency = Urgency.NORMAL
    note: Text = ""
    actions: Sequence[QuickAction] = ()
    resident_ids: Sequence[int] = ()
    household_ids: Sequence[int] = ()
    volunteer_ids: Sequence[int] = ()
    phone_url: str = ""

    @property
    def order(self) -> tuple[int, datetime, str]:
        """Priority first, then due time, then the key as a stable tie-break."""
        return (self.urgency, self.due_at, self.key)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work with its chip."""

    key: str
    label: Text
    icon: str


@dataclass(frozen=True, slots=True)
class Count:
    """How much of one kind: waiting now, how much of it late, and done today."""

    waiting: int = 0
    overdue: int = 0
    done_today: int = 0
    tomorrow: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """What one room offers one person now."""

    kinds: Sequence[Kind]
    items: Sequence[WorkItem]
    counts: Mapping[str, Count]
