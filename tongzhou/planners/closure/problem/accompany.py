"""Which street a mapped sidewalk or crossing belongs to: its own, on its level, not any nearby one.

A sidewalk accompanies the streets it runs along for a while; a crossing belongs to the street it has
a node of. Where streets lie above each other only those on the same level count.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point, STRtree

from tongzhou.formats.streets.extract import Extract
from tongzhou.planners.closure.problem.profile import Public
from tongzhou.planners.closure.problem.publicity import is_public_way
from tongzhou.planners.closure.problem.segments import Segments
from tongzhou.planners.closure.problem.tags import depth_of

SAMPLE_METRES = 5.0
ALONG_METRES = 10.0
"""Who runs along a street for less has only come near it, unless it is half of all there is."""
PARALLEL = 0.8
FAR = 60.0
Street = str


def joints_of(
    extract: Extract,
    segments: Segments,
    walks: np.ndarray,
    roads: np.ndarray,
    public: Public,
    reach: float,
) -> "Joints":
    """Which streets each way of sidewalk belongs to."""
    names = [way.tags.get("name") or f"way {way.id}" for way in extract.ways]
    depths = np.array([depth_of(way.tags) for way in extract.ways])
    metres = _metres_along(segments, walks, roads, reach, names, depths)
    touched = _touched(segments, walks, roads, names)
    total = np.bincount(segments.way, segments.length)
    found: dict[int, frozenset[Street]] = {}
    for way in np.unique(segments.way[walks]).tolist():
        enough = min(ALONG_METRES, total[way] / 2)
        along = {street for street, m in metres[way].items() if m >= enough}
        found[way] = frozenset(along | touched[way])
    is_public = np.array([is_public_way(way, public, extract.bus_ways) for way in extract.ways])
    return Joints(segments, roads, names, depths, is_public, found)


def _metres_along(
    segments: Segments,
    walks: np.ndarray,
    roads: np.ndarray,
    reach: float,
    streets: Sequence[Street],
    depths: np.ndarray,
) -> Mapping[int, Mapping[Street, float]]:
    """How far each way of sidewalk runs along each street, told by samples of its segments."""
    counts = np.ceil(segments.length[walks] / SAMPLE_METRES).astype(int)
    of_sample = np.repeat(walks, counts)
    place = np.concatenate([(np.arange(n) + 0.5) / n for n in counts.tolist()] or [np.zeros(0)])
    points = shapely.line_interpolate_point(segments.lines[of_sample], place, normalized=True)
    which, near = STRtree(segments.lines[roads]).query(points, predicate="dwithin", distance=reach)
    walk, road = of_sample[which], roads[near]
    fits = depths[segments.way[walk]] == depths[segments.way[road]]
    fits &= _are_parallel(segments, walk, road)
    which, walk, road = which[fits], walk[fits], road[fits]
    away = shapely.distance(points[which], segments.lines[road])
    found: dict[int, dict[Street, float]] = defaultdict(lambda: defaultdict(float))
    order = np.lexsort((road, away, which))
    _, first = np.unique(which[order], return_index=True)
    share = segments.length[walks] / np.maximum(counts, 1)
    of_walk = dict(zip(walks.tolist(), share.tolist(), strict=True))
    for i in order[first].tolist():
        way = int(segments.way[walk[i]])
        found[way][streets[segments.way[road[i]]]] += of_walk[int(walk[i])]
    return found


def _are_parallel(segments: Segments, some: np.ndarray, others: np.ndarray) -> np.ndarray:
    one, other = _directions(segments, some), _directions(segments, others)
    return np.abs((one * other).sum(axis=1)) >= PARALLEL


def _directions(segments: Segments, which: np.ndarray) -> np.ndarray:
    lines = segments.lines[which]
    ends = [shapely.get_coordinates(shapely.get_point(lines, at)) for at in (0, -1)]
    ahead = ends[1] - ends[0]
    return ahead / np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 0.01)[:, None]


def _touched(
    segments: Segments, walks: np.ndarray, roads: np.ndarray, streets: Sequence[Street]
) -> Mapping[int, set[Street]]:
    """The streets that ways of sidewalk have a node of."""
    at: dict[int, set[Street]] = defaultdict(set)
    for k in roads.tolist():
        for ref in (int(segments.start[k]), int(segments.end[k])):
            at[ref].add(streets[segments.way[k]])
    found: dict[int, set[Street]] = defaultdict(set)
    for k in walks.tolist():
        for ref in (int(segments.start[k]), int(segments.end[k])):
            found[int(segments.way[k])] |= at.get(ref, set())
    return found


@dataclass(frozen=True, slots=True)
class Joints:
    """Where nodes of sidewalks meet the street their sidewalk belongs to.

    `names`, `depths` and `is_public` go by way; `streets` are those each way of sidewalk belongs to.
    """

    segments: Segments
    roads: np.ndarray
    names: Sequence[Street]
    depths: np.ndarray
    is_public: np.ndarray
    streets: Mapping[int, frozenset[Street]]

    def nearest(
        self, walks: np.ndarray, loose: Mapping[int, tuple[float, float]], reach: float
    ) -> Mapping[int, int]:
        """For each loose node the segment it belongs to: the nearest of its sidewalks' streets.

        Between several streets, as on a narrow island, the way there on foot counts as well; what
        lies nearest to a public street is that street's, or a dead end behind it would be public.
        """
        refs, points = list(loose), shapely.points(list(loose.values()))
        lines = self.segments.lines[self.roads]
        which, near = STRtree(lines).query(points, predicate="dwithin", distance=reach)
        away = shapely.distance(points[which], lines[near])
        lawful = self._lawful(walks)
        guarded: dict[int, bool] = {}
        best: dict[int, dict[Street, tuple[float, int]]] = defaultdict(dict)
        for i in np.lexsort((near, away)).tolist():
            ref, k = refs[int(which[i])], int(self.roads[near[i]])
            way = self.segments.way[k]
            is_own = (self.names[way], self.depths[way]) in lawful[ref]
            if self.is_public[way] and self.depths[way] == 0.0:
                guarded.setdefault(ref, not best[ref])
            if is_own and (self.is_public[way] or not guarded.get(ref)):
                best[ref].setdefault(self.names[way], (float(away[i]), k))
        return self._nearer_on_foot(best, loose)

    def _nearer_on_foot(
        self,
        best: Mapping[int, Mapping[Street, tuple[float, int]]],
        loose: Mapping[int, tuple[float, float]],
    ) -> Mapping[int, int]:
        links = _links(self.segments)
        found: dict[int, int] = {}
        for ref, choices in best.items():
            if not choices:
                continue
            there = _on_foot(links, ref) if len(choices) > 1 else {}
            found[ref] = min(
                (2 * away + self._walk(k, Point(loose[ref]), there) / 2, k)
                for away, k in choices.values()
            )[1]
        return found

    def _walk(self, k: int, point: Point, there: Mapping[int, float]) -> float:
        """Metres on foot to the place beside a point on a road's segment."""
        at, length = float(self.segments.lines[k].project(point)), float(self.segments.length[k])
        ends = (int(self.segments.start[k]), at), (int(self.segments.end[k]), length - at)
        return min(FAR, *(there.get(ref, FAR) + metres for ref, metres in ends))

    def _lawful(self, walks: np.ndarray) -> Mapping[int, set[tuple[Street, float]]]:
        """By node: the streets, each with a level, that its sidewalks belong to."""
        segments, depths = self.segments, self.depths
        found: dict[int, set[tuple[Street, float]]] = defaultdict(set)
        for k in walks.tolist():
            way = int(segments.way[k])
            own = {(street, depths[way]) for street in self.streets[way]}
            for ref in (int(segments.start[k]), int(segments.end[k])):
                found[ref] |= own
        return found


def _links(segments: Segments) -> Mapping[int, list[tuple[int, float]]]:
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    rows = zip(
        segments.start.tolist(), segments.end.tolist(), segments.length.tolist(), strict=True
    )
    for start, end, length in rows:
        found[start].append((end, length))
        found[end].append((start, length))
    return found


def _on_foot(links: Mapping[int, list[tuple[int, float]]], start: int) -> Mapping[int, float]:
    """Metres on foot to the nodes that are not far."""
    waiting, found = [(0.0, start)], dict[int, float]()
    while waiting:
        metres, ref = heapq.heappop(waiting)
        if ref in found:
            continue
        found[ref] = metres
        for other, length in links.get(ref, ()):
            if other not in found and metres + length <= FAR:
                heapq.heappush(waiting, (metres + length, other))
    return found
