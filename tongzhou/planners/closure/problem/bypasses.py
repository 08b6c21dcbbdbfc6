"""Footpaths that leave a street and come back to it at once: sidewalks that nobody tagged as such."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from tongzhou.formats.streets.extract import Extract
from tongzhou.planners.closure.problem.segments import Divider, Segments
from tongzhou.planners.closure.problem.tags import depth_of

PATHS = frozenset({"footway", "path", "cycleway"})
LONGEST = 3.0
"""Times the reach: what comes back later is a path of its own."""
Along = Mapping[int, Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Bypass:
    """Segments in a row from street to street; `inner` are the raw nodes between them, each with
    the segment of the road it is beside, and `places` where these nodes are.
    """

    segments: Sequence[int]
    inner: Mapping[int, int]
    places: Mapping[int, tuple[float, float]]


@dataclass(slots=True)
class Bypasses:
    """Finds them; `along` says where on which roads each node lies, `reach` what is beside."""

    extract: Extract
    segments: Segments
    divider: Divider
    is_sidewalk: np.ndarray
    roads: np.ndarray
    along: Along
    reach: float
    _paths: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[int, tuple[float, float]] = field(default_factory=dict)
    _of_way: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def all(self) -> Iterator[Bypass]:
        """In the order of the file; a segment may be part of several."""
        self._gather()
        for ref in sorted(self._paths):
            if self._roads_at(ref):
                for run, refs in self._runs(ref):
                    yield from self._bypass(run, refs)

    def _gather(self) -> None:
        segments, ways = self.segments, self.extract.ways
        is_path = np.array([way.tags.get("highway") in PATHS for way in ways])[segments.way]
        is_path &= ~self.is_sidewalk
        for k, ends in enumerate(zip(segments.start.tolist(), segments.end.tolist(), strict=True)):
            for ref, at in zip(ends, (0, -1), strict=True):
                if is_path[k]:
                    self._paths[ref].append(k)
                    self._places[ref] = segments.lines[k].coords[at]
        for k in self.roads.tolist():
            self._of_way[int(segments.way[k])].append(k)

    def _roads_at(self, ref: int) -> Mapping[int, float]:
        return self.along.get(self.divider.by_ref.get(ref, -1), {})

    def _runs(self, ref: int) -> Iterator[tuple[list[int], list[int]]]:
        """Every short way on footpaths from a node of a road to another, told from one end."""
        waiting: list[tuple[list[int], list[int], float]] = [([], [ref], 0.0)]
        while waiting:
            run, refs, metres = waiting.pop()
            for k in self._paths[refs[-1]]:
                there, further = self._other(k, refs[-1]), metres + float(self.segments.length[k])
                if there in refs or further > LONGEST * self.reach:
                    continue
                if self._roads_at(there):
                    if there > ref:
                        yield [*run, k], [*refs, there]
                else:
                    waiting.append(([*run, k], [*refs, there], further))

    def _other(self, k: int, ref: int) -> int:
        start, end = int(self.segments.start[k]), int(self.segments.end[k])
        return end if ref == start else start

    def _bypass(self, run: Sequence[int], refs: Sequence[int]) -> Iterator[Bypass]:
        first, last = self._roads_at(refs[0]), self._roads_at(refs[-1])
        metres = float(self.segments.length[list(run)].sum())
        for way in sorted(first.keys() & last.keys()):
            stretch = abs(first[way] - last[way])
            if abs(metres - stretch) <= 2 * self.reach and self._is_level(run, way):
                inner = self._beside(refs[1:-1], way)
                if inner is not None:
                    yield Bypass(run, inner, {ref: self._places[ref] for ref in inner})
                    return

    def _is_level(self, run: Sequence[int], way: int) -> bool:
        ways = self.extract.ways
        depths = {depth_of(ways[self.segments.way[k]].tags) for k in run}
        return depths == {depth_of(ways[way].tags)}

    def _beside(self, refs: Sequence[int], way: int) -> Mapping[int, int] | None:
        """The segment of a road each raw node is beside; None if one is too far from it."""
        found: dict[int, int] = {}
        numbers = self._of_way[way]
        lines = self.segments.lines[numbers]
        for ref in refs:
            away = shapely.distance(lines, shapely.Point(self._places[ref]))
            if away.min() > self.reach:
                return None
            found[ref] = numbers[int(away.argmin())]
        return found
