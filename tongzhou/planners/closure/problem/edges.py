"""The edges of the graph: stretches of road with their sidewalks, and everything else."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tongzhou.formats.streets.extract import Extract
from tongzhou.planners.closure.problem.model import Cut, Edge
from tongzhou.planners.closure.problem.profile import Fire
from tongzhou.planners.closure.problem.segments import Divider, Segments
from tongzhou.planners.closure.problem.sidewalks import Sidewalks, metres_along_way
from tongzhou.planners.closure.problem.tags import BLOCKS, LOCKABLE, is_fire_capable

INDOORS = frozenset({"corridor", "elevator"})


@dataclass(frozen=True, slots=True)
class Edges:
    """Makes the edges: stretches of road with the sidewalks beside them, and everything else."""

    extract: Extract
    fire: Fire
    segments: Segments
    divider: Divider
    sidewalks: Sidewalks
    widths: np.ndarray
    is_assumed: np.ndarray

    def all(self) -> Iterator[Edge]:
        """Every edge, in the order of the file."""
        beside, taken = self._beside()
        barriers, steps = self._barriers(), self._steps(taken)
        for k in range(len(self.segments)):
            if k not in taken:
                yield from self._of_segment(k, beside.get(k, []), barriers, steps)

    def _of_segment(
        self,
        k: int,
        beside: Sequence[tuple[float, float, Cut]],
        barriers: Mapping[int, str],
        steps: Mapping[int, float],
    ) -> Iterator[Edge]:
        segments = self.segments
        way = self.extract.ways[segments.way[k]]
        start, end = int(segments.start[k]), int(segments.end[k])
        width = float(self.widths[k])
        known = None if self.is_assumed[k] else width
        is_fire = is_fire_capable(way.tags, known, self.fire)
        for a, b, low, high in self.divider.parts(k):
            if a == b:
                continue
            at_ends = {barriers.get(a, ""), barriers.get(b, "")}
            yield Edge(
                u=a,
                v=b,
                length=self._length(k, low, high, steps),
                width=width,
                is_width_assumed=bool(self.is_assumed[k]),
                is_fire=is_fire and BLOCKS.isdisjoint(at_ends),
                cut=Cut(way.id, start, end, low, high),
                beside=tuple(_clipped(beside, low, high)),
                name=way.tags.get("name", ""),
                highway=way.tags.get("highway", ""),
                lockable=next((b for b in sorted(at_ends) if b in LOCKABLE), ""),
                may_close=way.tags.get("highway") not in INDOORS,
                layer=way.tags.get("layer", "0"),
            )

    def _length(self, k: int, low: float, high: float, steps: Mapping[int, float]) -> float:
        """Metres of a stretch, with the steps to the road where its end became part of one."""
        segments = self.segments
        first = steps.get(int(segments.start[k]), 0.0) if low == 0.0 else 0.0
        last = steps.get(int(segments.end[k]), 0.0) if high == 1.0 else 0.0
        return max(float(segments.length[k]) * (high - low) + first + last, 0.3)

    def _steps(self, taken: Collection[int]) -> Mapping[int, float]:
        """Metres from each joined node to its road: a third of them where several ways meet, since
        from one of those to the other nobody steps onto the road.
        """
        segments, joined = self.segments, self.divider.joined
        kept = Counter(
            ref
            for k, ends in enumerate(
                zip(segments.start.tolist(), segments.end.tolist(), strict=True)
            )
            if k not in taken
            for ref in ends
            if ref in joined
        )
        return {ref: joined[ref] / (1 if count == 1 else 3) for ref, count in kept.items()}

    def _barriers(self) -> dict[int, str]:
        tags = self.extract.node_tags
        return {
            node: tags[ref]["barrier"]
            for ref, node in self.divider.by_ref.items()
            if ref not in self.divider.joined and "barrier" in tags.get(ref, {})
        }

    def _beside(self) -> tuple[dict[int, list[tuple[float, float, Cut]]], set[int]]:
        """Sidewalk segments by the road segment beside them, and those taken care of so."""
        segments, starts = self.segments, metres_along_way(self.segments)
        of_way: dict[int, list[int]] = defaultdict(list)
        for k, way in enumerate(segments.way.tolist()):
            of_way[way].append(k)
        beside: dict[int, list[tuple[float, float, Cut]]] = defaultdict(list)
        taken = set()
        for k in np.flatnonzero(self.sidewalks.is_sidewalk).tolist():
            a, b = self.divider.ends(k)
            if a == b:
                taken.add(k)
                continue
            road = self.sidewalks.road_between(a, b, float(segments.length[k]))
            if road is None or road[2] - road[1] < 0.01:
                continue
            taken.add(k)
            way, low, high = road
            for other in of_way[way]:
                begin, length = float(starts[other]), float(segments.length[other])
                if begin < high and begin + length > low:
                    cut = self._cut_between(k, a, way, begin, length, low, high)
                    span = (low - begin) / length, (high - begin) / length
                    beside[other].append((*span, cut))
        return beside, taken

    def _cut_between(
        self, k: int, a: int, way: int, begin: float, length: float, low: float, high: float
    ) -> Cut:
        """The sidewalk's whole segment, told so that `low` lies where the road begins."""
        segments = self.segments
        start, end = int(segments.start[k]), int(segments.end[k])
        is_forward = abs(self.sidewalks.along[a][way] - low) < 0.01
        own = self.extract.ways[segments.way[k]].id
        return Cut(own, start, end) if is_forward else Cut(own, start, end, 1.0, 0.0)


def _clipped(beside: Sequence[tuple[float, float, Cut]], low: float, high: float) -> Iterator[Cut]:
    """The parts of the sidewalks that lie beside one stretch of a road segment."""
    for first, last, cut in beside:
        if first < high - 1e-9 and last > low + 1e-9:
            span = last - first
            near, far = max(low, first) - first, min(high, last) - first
            step = cut.high - cut.low
            yield replace(cut, low=cut.low + step * near / span, high=cut.low + step * far / span)
