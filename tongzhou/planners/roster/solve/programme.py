"""An integer programme: columns and rows are gathered, engines solve them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

INFINITY = float("inf")
Term = tuple[int, float]


@dataclass(slots=True)
class Programme:
    """An integer programme to be minimised; every column is whole, but for those named soft.

    `leads` are the columns a dive makes whole; those of them named `firm` decide the rest. `days`
    are the firm columns of each day; those of `alarms` are above zero where a day went wrong.
    """

    cost: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[tuple[list[Term], float, float]] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)
    firm: list[int] = field(default_factory=list)
    days: dict[int, list[int]] = field(default_factory=dict)
    alarms: dict[int, list[int]] = field(default_factory=dict)
    soft: set[int] = field(default_factory=set)
    constant: float = 0.0

    def column(
        self, cost: float = 0.0, low: float = 0.0, high: float = 1.0, *, leads: bool = False
    ) -> int:
        """A new variable; returns its number."""
        self.cost.append(cost)
        self.low.append(low)
        self.high.append(high)
        if leads:
            self.leads.append(len(self.cost) - 1)
        return len(self.cost) - 1

    def row(self, terms: Iterable[Term], low: float = -INFINITY, high: float = INFINITY) -> None:
        """A new condition: low <= sum of terms <= high; no column may stand in it twice."""
        self.rows.append((list(terms), low, high))

    def value(self, values: Sequence[float], cost: Sequence[float] | None = None) -> float:
        """What a solution costs."""
        weights = self.cost if cost is None else cost
        return self.constant + sum(c * v for c, v in zip(weights, values, strict=True) if c)
