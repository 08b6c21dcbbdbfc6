"""Row (7) from its words: engines come in time, hoses reach, large cells have two openings."""

import heapq
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from tests.planners.closure.brute.network import Part
from tongzhou.planners.closure.problem import House, Problem

STEP = 4.0
"""Metres between two points of an outer wall."""


@dataclass
class FireService:
    """What engines reach today, and whether they still reach it behind closings."""

    problem: Problem

    def is_kept(self, closed: Collection[int], part: Part) -> bool:
        """Whether row (7) holds when edges are closed, each as cheaply as the law allows.

        A closing on a fire-capable edge is one that opens, so it stops nobody who has the key; what
        it is on other edges is nothing to an engine.
        """
        after = self._driven(())
        in_time = {node: metres for node, metres in after.items() if metres <= self._limit(node)}
        return self._hoses_reach(in_time) and all(
            self._enough_openings(region, closed) for region in self._large(closed, part)
        )

    @cached_property
    def today(self) -> Mapping[int, float]:
        """Metres an engine drives from public ground to each node."""
        return self._driven(())

    @cached_property
    def lanes(self) -> list[int]:
        """The edges that take an engine."""
        return [number for number, edge in enumerate(self.problem.edges) if edge.is_fire]

    @cached_property
    def hoses(self) -> dict[int, list[tuple[int, np.ndarray]]]:
        """For each house the lanes that are not too far away, with metres to points of its wall."""
        edges, xy = self.problem.edges, self.problem.xy
        lines = {k: shapely.LineString([xy[edges[k].u], xy[edges[k].v]]) for k in self.lanes}
        return {
            i: [(k, _straight(house, line)) for k, line in lines.items()]
            for i, house in enumerate(self.problem.houses)
        }

    def _limit(self, node: int) -> float:
        fire, before = self.problem.profile.fire, self.today[node]
        return max(before + fire.detour_metres, before * fire.detour)

    def _driven(self, stopped: Collection[int]) -> dict[int, float]:
        """Metres by node from public ground, not over the stopped edges."""
        links: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for number in self.lanes:
            edge = self.problem.edges[number]
            if number not in stopped:
                links[edge.u].append((edge.v, edge.length))
                links[edge.v].append((edge.u, edge.length))
        waiting = [(0.0, node) for node in links if self.problem.is_public[node]]
        found: dict[int, float] = {}
        heapq.heapify(waiting)
        while waiting:
            metres, node = heapq.heappop(waiting)
            if node not in found:
                found[node] = metres
                for other, length in links[node]:
                    heapq.heappush(waiting, (metres + length, other))
        return found

    def _hoses_reach(self, after: Mapping[int, float]) -> bool:
        """Houses within a hose's length today are so afterwards."""
        longest = self.problem.profile.fire.hose_metres
        return all(
            self._hose(i, after) <= longest
            for i in range(len(self.problem.houses))
            if self._hose(i, self.today) <= longest
        )

    def _hose(self, house: int, driven: Mapping[int, float]) -> float:
        """Metres of hose to the farthest part of the wall from lanes that engines drive on."""
        edges = self.problem.edges
        near = [far for k, far in self.hoses[house] if edges[k].u in driven]
        if not near:
            return math.inf
        wall = _wall(self.problem.houses[house])
        return float(_along(wall, np.minimum.reduce(near)).max())

    def _large(self, closed: Collection[int], part: Part) -> Iterable[set[int]]:
        """The regions of a part in which more households live than one opening is enough for."""
        homes = dict(part.homes)
        while homes:
            region = self._region(next(iter(homes)), closed)
            households = sum(homes.pop(node).households for node in region & homes.keys())
            if households > self.problem.profile.fire.two_above_households:
                yield region

    def _region(self, start: int, closed: Collection[int]) -> set[int]:
        region, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            for number, edge in enumerate(self.problem.edges):
                if number in closed or node not in (edge.u, edge.v):
                    continue
                other = edge.v if node == edge.u else edge.u
                if other not in region:
                    region.add(other)
                    waiting.append(other)
        return region

    def _enough_openings(self, region: set[int], closed: Collection[int]) -> bool:
        """Two openings that engines come to, or as many as there are separate ways in today."""
        edges = self.problem.edges
        before = self._driven([k for k in self.lanes if {edges[k].u, edges[k].v} <= region])
        openings = {
            k
            for k in closed
            if edges[k].is_fire
            and len(region & {edges[k].u, edges[k].v}) == 1
            and (({edges[k].u, edges[k].v} - region) & self._outer(before, region))
        }
        return len(openings) >= min(2, self._ways_in(region))

    def _outer(self, driven: Mapping[int, float], region: set[int]) -> set[int]:
        return set(driven) - region

    def _ways_in(self, region: set[int]) -> int:
        """None, one, or two that share no edge (Menger: no single edge stops them all)."""
        if not region & self.today.keys():
            return 0
        return 2 if all(region & self._driven([k]).keys() for k in self.lanes) else 1


def _wall(house: House) -> np.ndarray:
    ring = shapely.get_exterior_ring(shapely.get_geometry(house.footprint, 0))
    return shapely.get_coordinates(shapely.segmentize(ring, STEP))[:-1]


def _straight(house: House, line: shapely.LineString) -> np.ndarray:
    """Metres from a lane straight to points of the wall; infinite through the house itself."""
    points = shapely.points(_wall(house))
    hoses = shapely.shortest_line(points, line)
    is_through = shapely.intersects(hoses, house.footprint.buffer(-0.3))
    return np.where(is_through, np.inf, shapely.length(hoses))


def _along(wall: np.ndarray, metres: np.ndarray) -> np.ndarray:
    """The same when a hose may be laid on along the wall from any other point of it."""
    steps = np.hypot(*(np.roll(wall, -1, axis=0) - wall).T)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    apart = np.abs(way[:-1, None] - way[None, :-1])
    return np.min(metres[None, :] + np.minimum(apart, way[-1] - apart), axis=1)
