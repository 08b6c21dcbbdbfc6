"""Whether a fire engine still reaches every house, by how many openings, and how far its hose runs.

A building is reached when every part of its outer wall is within the hose length of a place where
an engine can stand, measured along the way a hose would lie: straight to the wall where no wall of
the same building is in between, then along the wall (IFC 503.1.1: an approved route around the
exterior; ADB B5: along the hose route). Places are on fire-capable streets that an engine reaches
from public ground.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import STRtree

from tongzhou.planners.closure.explain.regions import Regions
from tongzhou.planners.closure.problem import House, Problem
from tongzhou.planners.closure.solve import Plan

WALL_STEP = 5.0
OPENINGS = ("fire_lane", "gate")
Links = Mapping[int, Sequence[tuple[int, float, int]]]
"""Neighbour, metres, edge number by node."""


@dataclass(frozen=True, slots=True)
class Access:
    """Fire access of one house: hose metres (infinite if no engine comes near), openings of its
    region through which an engine reaches it in time, metres of detour against today.
    """

    hose_metres: float
    entrances: int
    detour: float


def fire_access(problem: Problem, plan: Plan, regions: Regions) -> list[Access]:
    """One answer for each house of the problem, in its order."""
    network = _Network.of(problem)
    places = network.places(problem)
    ways_in = _ways_in(problem, plan, regions, network)
    return [
        Access(
            hose_metres=places.hose_metres(house),
            entrances=len(network.openings(problem, near, ways_in)),
            detour=network.detour(near, ways_in, regions),
        )
        for house in problem.houses
        for near in [places.near(house)]
    ]


def openings_of(problem: Problem, plan: Plan, regions: Regions) -> list[list[int]]:
    """For each house the stands of the plan through which an engine reaches it in time."""
    network = _Network.of(problem)
    places = network.places(problem)
    ways_in = _ways_in(problem, plan, regions, network)
    return [network.openings(problem, places.near(house), ways_in) for house in problem.houses]


@dataclass(frozen=True, slots=True)
class _Network:
    """Fire-capable streets, and how far each node is from public ground today."""

    links: Links
    today: Mapping[int, float]

    @classmethod
    def of(cls, problem: Problem) -> "_Network":
        links: dict[int, list[tuple[int, float, int]]] = defaultdict(list)
        for number, edge in enumerate(problem.edges):
            if edge.is_fire:
                links[edge.u].append((edge.v, edge.length, number))
                links[edge.v].append((edge.u, edge.length, number))
        public = [(0.0, node) for node in links if problem.is_public[node]]
        return cls(links, distances(links, public))

    def places(self, problem: Problem) -> "_Places":
        """Where engines can stand today."""
        reached = [edge for edge in problem.edges if edge.is_fire and edge.u in self.today]
        lines = shapely.linestrings([(problem.xy[e.u], problem.xy[e.v]) for e in reached])
        return _Places(
            [(e.u, e.v) for e in reached], lines, STRtree(lines), problem.profile.fire.hose_metres
        )

    def openings(
        self,
        problem: Problem,
        near: Collection[int],
        ways_in: Mapping[int, Mapping[int, float]],
    ) -> list[int]:
        """Openings whose way to the house is not much longer than today's."""
        fire, today = problem.profile.fire, self._least(near, self.today)
        limit = max(today + fire.detour_metres, today * fire.detour)
        return [stand for stand, metres in ways_in.items() if self._least(near, metres) <= limit]

    def detour(
        self, near: Collection[int], ways_in: Mapping[int, Mapping[int, float]], regions: Regions
    ) -> float:
        """Metres more than today by the best opening; nothing where the house is not closed in."""
        today = self._least(near, self.today)
        if math.isinf(today) or any(node not in regions.of_node for node in near):
            return 0.0
        after = min((self._least(near, metres) for metres in ways_in.values()), default=math.inf)
        return max(0.0, after - today)

    def _least(self, near: Iterable[int], metres: Mapping[int, float]) -> float:
        return min((metres.get(node, math.inf) for node in near), default=math.inf)


@dataclass(frozen=True, slots=True)
class _Places:
    """Streets on which an engine can stand."""

    ends: Sequence[tuple[int, int]]
    lines: np.ndarray
    tree: STRtree
    hose: float

    def near(self, house: House) -> set[int]:
        """The nodes of the streets within the hose length of a house."""
        found = self.tree.query(house.footprint, predicate="dwithin", distance=self.hose)
        return {node for k in found.tolist() for node in self.ends[k]}

    def hose_metres(self, house: House) -> float:
        """The hose to the farthest part of the outer wall; infinite if no engine comes near."""
        outer = shapely.get_exterior_ring(shapely.get_geometry(house.footprint, 0))
        ring = shapely.segmentize(outer, WALL_STEP)
        corners = shapely.get_coordinates(ring)[:-1]
        points = shapely.points(corners)
        near = self.tree.query(house.footprint, predicate="dwithin", distance=3 * self.hose)
        if not len(near):
            return math.inf
        streets = shapely.union_all(self.lines[near])
        straight = shapely.shortest_line(points, streets)
        inner = shapely.buffer(house.footprint, -0.3)
        blocked = shapely.intersects(straight, inner)
        first = np.where(blocked, np.inf, shapely.length(straight))
        return float(_along_wall(first, corners).max())


def _along_wall(first: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The shortest way to each point of a ring, straight or along it from another point."""
    step = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    best = first.copy()
    for _ in range(2):  # twice around is enough for a ring
        for i in range(len(best)):
            best[i] = min(best[i], best[i - 1] + step[i - 1])
        for i in range(len(best) - 1, -1, -1):
            best[i - 1] = min(best[i - 1], best[i] + step[i - 1])
    return best


def _ways_in(
    problem: Problem, plan: Plan, regions: Regions, network: _Network
) -> Mapping[int, Mapping[int, float]]:
    """For each opening of the plan the metres from public ground to the nodes behind it."""
    closed = {stand.edge for stand in plan.stands}
    inner = {
        node: [(other, metres, k) for other, metres, k in network.links[node] if k not in closed]
        for node in network.links
        if node in regions.of_node
    }
    found = {}
    for number, stand in enumerate(plan.stands):
        edge = problem.edges[stand.edge]
        outer = edge.v if stand.inside == edge.u else edge.u
        if stand.kind in OPENINGS and edge.is_fire and outer in network.today:
            start = [(network.today[outer] + edge.length, stand.inside)]
            found[number] = distances(inner, start)
    return found


def distances(links: Links, start: Sequence[tuple[float, int]]) -> dict[int, float]:
    """Metres from the start to every node that can be reached."""
    waiting = list(start)
    heapq.heapify(waiting)
    metres: dict[int, float] = {}
    while waiting:
        so_far, node = heapq.heappop(waiting)
        if node in metres:
            continue
        metres[node] = so_far
        for other, length, _ in links.get(node, ()):
            if other not in metres:
                heapq.heappush(waiting, (so_far + length, other))
    return metres
