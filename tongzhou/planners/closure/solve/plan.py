"""A closure plan: what stands where, who goes out by which gate, what it costs and the bound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stand:
    """A closing on an edge of the problem: kind fence, fire_lane, gate or keyed_door.

    `inside` is the end of the edge that lies inside; `levels` counts the levels of guards.
    """

    kind: str
    edge: int
    inside: int
    cell: int
    cost: float
    levels: int = 0


@dataclass(frozen=True, slots=True)
class Door:
    """How a home goes out: by which stand (its place in the plan), what share of the people, how
    many metres to the public street now and before.
    """

    home: int
    stand: int
    share: float
    metres: float
    before: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell without a plan: the homes no gate can serve, and a sentence."""

    cell: int
    homes: Sequence[int]
    sentence: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer to a problem; `terms` are count, weight and cost of each part of the objective."""

    status: str
    objective: float
    bound: float
    stands: Sequence[Stand]
    doors: Sequence[Door]
    cells: int
    apart: Sequence[int]
    failures: Sequence[Failure] = ()
    terms: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """How far the plan may be from the best one, relative."""
        return (self.objective - self.bound) / max(1.0, abs(self.objective))
