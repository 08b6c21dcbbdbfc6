"""Cards of one kind with their count."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongzhou.core.work import Count, Kind, WorkItem

# From so many on they are one card: the page shows where.
FEW = 3


@dataclass(frozen=True, slots=True)
class Cards:
    """What one source puts on the list."""

    kind: Kind
    items: Sequence[WorkItem]
    count: Count
