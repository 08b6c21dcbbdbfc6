"""The problem's data: nodes, edges, homes. Metres and yuan; node 0..n-1, edge 0..m-1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from shapely import Geometry

from tongzhou.planners.closure.problem.pins import Pins
from tongzhou.planners.closure.problem.plane import Plane
from tongzhou.planners.closure.problem.profile import Profile


@dataclass(frozen=True, slots=True)
class Cut:
    """Part of a raw segment of a way, between two fractions of the way from `start` to `end`."""

    way: int
    start: int
    end: int
    low: float = 0.0
    high: float = 1.0

    @property
    def middle(self) -> float:
        """Where one would put a barrier."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Edge:
    """A stretch of street between two nodes, without a junction inside.

    `beside` are the sidewalks that one barrier shuts together with it. `lockable` names a gate
    that is there already. Where `may_close` is false only an open, guarded gate may stand.
    """

    u: int
    v: int
    length: float
    width: float
    is_width_assumed: bool
    is_fire: bool
    cut: Cut
    beside: tuple[Cut, ...]
    name: str
    highway: str
    lockable: str
    may_close: bool
    layer: str


@dataclass(frozen=True, slots=True)
class Closing:
    """What shutting an edge costs, and as what."""

    kind: str
    cost: float


@dataclass(frozen=True, slots=True)
class House:
    """A building: `state` is inside, front (its door is on a public street) or apart (no way).

    `edge` and `fraction` say where its door meets the street; `footprint` is in metres.
    """

    id: str
    name: str
    footprint: Geometry
    households: int
    state: str
    node: int
    door: tuple[int, int, int, float] | None
    compound: int


@dataclass(frozen=True, slots=True)
class Home:
    """A node where people live: the houses whose doors are there."""

    node: int
    households: int
    houses: tuple[int, ...]
    compound: int


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Streets, homes and profile; `is_public`, `further` and `xy` go by node.

    `further` are the metres from a public node to a street, where it is on the way to a hospital
    or the like and only that way is kept open.
    """

    plane: Plane
    profile: Profile
    pins: Pins
    area: Geometry
    xy: np.ndarray
    is_public: np.ndarray
    edges: Sequence[Edge]
    houses: Sequence[House]
    homes: Sequence[Home]
    hydrants: np.ndarray
    further: np.ndarray
    digest: str
    attribution: str = ""
    source: Any = None

    def closing(self, edge: Edge) -> Closing:
        """The cheapest lawful way to shut an edge: fire-capable ways can always be opened."""
        costs = self.profile.costs
        kind = "fire_lane" if edge.is_fire else "fence"
        if edge.lockable:
            return Closing(kind, costs.lockable)
        if edge.is_fire:
            return Closing(kind, costs.lane_fixed + costs.lane_per_metre * edge.width)
        return Closing(kind, costs.fence_fixed + costs.fence_per_metre * edge.width)

    def door_cost(self, edge: Edge) -> float:
        """A keyed door for a house alone; where engines pass it is a barrier they fit through."""
        door = self.profile.costs.door
        return max(door, self.closing(edge).cost) if edge.is_fire else door
