"""Raw segments: each pair of neighbouring nodes of a way, and where they are to be divided."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely

from tongzhou.formats.streets.extract import Extract
from tongzhou.planners.closure.problem.plane import Plane


@dataclass(frozen=True, slots=True)
class Segments:
    """All raw segments of an extract, in metres.

    `way` and `index` say which segment of which way (its position in the extract); `start` and
    `end` are node ids of the file.
    """

    way: np.ndarray
    index: np.ndarray
    start: np.ndarray
    end: np.ndarray
    lines: np.ndarray
    length: np.ndarray

    def __len__(self) -> int:
        return len(self.way)


def segments_of(extract: Extract, plane: Plane) -> Segments:
    """The segments of every way, in the file's order; doubled nodes are passed over."""
    rows = [
        (w, i, a, b)
        for w, way in enumerate(extract.ways)
        for i, (a, b) in enumerate(zip(way.nodes, way.nodes[1:], strict=False))
        if a != b
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    ends = np.array([(extract.nodes[a], extract.nodes[b]) for _, _, a, b in rows])
    lines = shapely.linestrings(plane.metres(ends.reshape(-1, 2)).reshape(-1, 2, 2))
    if extract.shapes:
        bent = [(k, extract.shapes.get((extract.ways[w].id, i)))
                for k, (w, i, _, _) in enumerate(rows)]  # fmt: skip
        for k, shape in bent:
            if shape is not None:
                lines[k] = plane.shape(shape)
    way, index, start, end = table.T
    return Segments(way, index, start, end, lines, np.maximum(shapely.length(lines), 0.5))


@dataclass(slots=True)
class Divider:
    """Makes nodes: one for each raw node in use, and new ones inside segments.

    `joined` are raw nodes that became another's node, each with the metres to it.
    """

    segments: Segments
    xy: list[tuple[float, float]] = field(default_factory=list)
    by_ref: dict[int, int] = field(default_factory=dict)
    inner: dict[int, list[tuple[float, int]]] = field(default_factory=dict)
    joined: dict[int, float] = field(default_factory=dict)

    def node(self, ref: int, place: Sequence[float]) -> int:
        """The node of a raw node."""
        if ref not in self.by_ref:
            self.by_ref[ref] = self._new(place)
        return self.by_ref[ref]

    def ends(self, k: int) -> tuple[int, int]:
        """The nodes at both ends of a segment."""
        start, end = int(self.segments.start[k]), int(self.segments.end[k])
        if start in self.by_ref and end in self.by_ref:
            return self.by_ref[start], self.by_ref[end]
        line = self.segments.lines[k]
        return self.node(start, line.coords[0]), self.node(end, line.coords[-1])

    def at(self, k: int, metres: float, *, snap: float) -> int:
        """The node that many metres along a segment; one within `snap` metres is taken instead."""
        length = float(self.segments.length[k])
        u, v = self.ends(k)
        known = [(0.0, u), (length, v), *self.inner.get(k, [])]
        distance, node = min((abs(t - metres), node) for t, node in known)
        if distance <= snap:
            return node
        place = self.segments.lines[k].interpolate(metres)
        made = self._new((place.x, place.y))
        self.inner.setdefault(k, []).append((metres, made))
        return made

    def parts(self, k: int) -> list[tuple[int, int, float, float]]:
        """The stretches of a segment as (node, node, fraction, fraction), in order."""
        u, v = self.ends(k)
        length = float(self.segments.length[k])
        stops = [(0.0, u), *sorted(self.inner.get(k, [])), (length, v)]
        return [(a, b, s / length, t / length) for (s, a), (t, b) in pairwise(stops)]

    def _new(self, place: Sequence[float]) -> int:
        self.xy.append((float(place[0]), float(place[1])))
        return len(self.xy) - 1
