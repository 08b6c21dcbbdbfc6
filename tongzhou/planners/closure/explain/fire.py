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
from shapely import Geometry, STRtree

from tongzhou.planners.closure.explain.regions import Regions
from tongzhou.planners.closure.problem import House, Problem
from tongzhou.planners.closure.solve import Plan

WALL_STEP = 5.0
WALL_THICKNESS = 0.3
LOOK_AROUND = 3.0
OPENINGS = ("fire_lane", "gate", "keyed_door")
Links = Mapping[int, Sequence[tuple[int, float, int]]]
"""Neighbour, metres, edge number by node."""
WaysIn = Mapping[int, Mapping[int, float]]
"""Metres by node and stand."""


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
    hoses = places.hose_metres(problem.houses)
    return [
        Access(
            hose_metres=hose,
            entrances=len(network.openings(problem, near, ways_in)),
            detour=network.detour(near, ways_in, regions),
        )
        for hose, near in zip(hoses, places.near(problem.houses), strict=True)
    ]


def openings_of(problem: Problem, plan: Plan, regions: Regions) -> list[list[int]]:
    """For each house the stands of the plan through which an engine reaches it in time."""
    network = _Network.of(problem)
    ways_in = _ways_in(problem, plan, regions, network)
    near = network.places(problem).near(problem.houses)
    return [network.openings(problem, nodes, ways_in) for nodes in near]


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

    def openings(self, problem: Problem, near: Collection[int], ways_in: WaysIn) -> list[int]:
        """Openings whose way to the house is not much longer than today's."""
        fire, today = problem.profile.fire, self._least(near, self.today)
        limit = max(today + fire.detour_metres, today * fire.detour)
        return sorted(
            stand for stand, metres in _by_stand(near, ways_in).items() if metres <= limit
        )

    def detour(self, near: Collection[int], ways_in: WaysIn, regions: Regions) -> float:
        """Metres more than today by the best opening; nothing where the house is not closed in."""
        today = self._least(near, self.today)
        if math.isinf(today) or any(node not in regions.of_node for node in near):
            return 0.0
        return max(0.0, min(_by_stand(near, ways_in).values(), default=math.inf) - today)

    def _least(self, near: Iterable[int], metres: Mapping[int, float]) -> float:
        return min((metres.get(node, math.inf) for node in near), default=math.inf)


@dataclass(frozen=True, slots=True)
class _Places:
    """Streets on which an engine can stand."""

    ends: Sequence[tuple[int, int]]
    lines: np.ndarray
    tree: STRtree
    hose: float

    def near(self, houses: Sequence[House]) -> list[set[int]]:
        """The nodes of the streets within the hose length of each house."""
        footprints = np.array([house.footprint for house in houses], dtype=object)
        found: list[set[int]] = [set() for _ in houses]
        which, streets = self.tree.query(footprints, predicate="dwithin", distance=self.hose)
        for i, k in zip(which.tolist(), streets.tolist(), strict=True):
            found[i].update(self.ends[k])
        return found

    def hose_metres(self, houses: Sequence[House]) -> list[float]:
        """The hose to the farthest part of each outer wall; infinite if no engine comes near."""
        walls = [_wall(house.footprint) for house in houses]
        if not walls:
            return []
        whose = np.repeat(np.arange(len(walls)), [len(wall) for wall in walls])
        points = shapely.points(np.concatenate(walls))
        straight = np.full(len(points), np.inf)
        which, street = self.tree.query_nearest(
            points, max_distance=LOOK_AROUND * self.hose, all_matches=False
        )
        lines = shapely.shortest_line(points[which], self.lines[street])
        bodies = shapely.buffer([house.footprint for house in houses], -WALL_THICKNESS)
        is_blocked = shapely.intersects(lines, bodies[whose[which]])
        straight[which] = np.where(is_blocked, np.inf, shapely.length(lines))
        starts = np.cumsum([0, *(len(wall) for wall in walls)])
        return [
            float(_along_wall(straight[start : start + len(wall)], wall).max())
            for start, wall in zip(starts.tolist(), walls, strict=False)
        ]


def _wall(footprint: Geometry) -> np.ndarray:
    """Points along the outer wall, not more than a step apart."""
    ring = shapely.get_exterior_ring(shapely.get_geometry(footprint, 0))
    return shapely.get_coordinates(shapely.segmentize(ring, WALL_STEP))[:-1]


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


def _ways_in(problem: Problem, plan: Plan, regions: Regions, network: _Network) -> WaysIn:
    """For each node behind an opening the metres from public ground through it, by stand."""
    closed = {stand.edge for stand in plan.stands}
    inner = {
        node: [(other, metres, k) for other, metres, k in network.links[node] if k not in closed]
        for node in network.links
        if node in regions.of_node
    }
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for number, stand in enumerate(plan.stands):
        edge = problem.edges[stand.edge]
        outer = edge.v if stand.inside == edge.u else edge.u
        if stand.kind in OPENINGS and edge.is_fire and outer in network.today:
            start = [(network.today[outer] + edge.length, stand.inside)]
            for node, metres in distances(inner, start).items():
                found[node][number] = metres
    return found


def _by_stand(near: Iterable[int], ways_in: WaysIn) -> dict[int, float]:
    """The least metres through each opening to any of the nodes."""
    least: dict[int, float] = {}
    for node in near:
        for stand, metres in ways_in.get(node, {}).items():
            least[stand] = min(metres, least.get(stand, math.inf))
    return least


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
