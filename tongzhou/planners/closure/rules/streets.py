"""The raw streets: every pair of neighbouring nodes of every way, and which nodes are public."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely import Geometry, LineString, Point, STRtree

from tongzhou.formats.streets.extract import GONE, Extract, Tags, Way
from tongzhou.planners.closure.problem.plane import Plane
from tongzhou.planners.closure.problem.profile import Profile
from tongzhou.planners.closure.rules.file import Spot
from tongzhou.planners.closure.rules.reading import (
    ENGINE_STOPPERS,
    GATES,
    is_level,
    is_sidewalk,
    is_street,
    mapped_width,
    stays_open,
    takes_engines,
    width,
)

PAVEMENT_METRES = 3.0
AVENUE_METRES = 14.0
"""From the middle of a wide avenue to the far edge of its sidewalk."""
Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """Two neighbouring nodes of a way; `line` in metres, from `start` to `end`."""

    way: Way
    start: int
    end: int
    line: LineString
    length: float


@dataclass(frozen=True)
class Streets:
    """All raw segments; `number` finds one by way and nodes, the smaller node first."""

    extract: Extract
    profile: Profile
    plane: Plane
    area: Geometry
    segments: Sequence[Segment]
    number: Mapping[Key, int]
    measured: Mapping[int, float]

    @classmethod
    def of(
        cls,
        extract: Extract,
        profile: Profile,
        boundary: Geometry | None,
        measured: Iterable[tuple[int, float]] = (),
    ) -> "Streets":
        """Read the streets of an extract; the area is the boundary, else all less the rim.

        `measured` are widths by way that somebody has told with pins.
        """
        west, south, east, north = extract.bounds
        plane = Plane((west + east) / 2, (south + north) / 2)
        if boundary is None:
            whole = plane.shape(shapely.box(*extract.bounds))
            area = shapely.buffer(whole, -profile.graph.rim_metres, join_style="mitre")
        else:
            area = plane.shape(boundary)
        shapely.prepare(area)
        number: dict[Key, int] = {}
        segments: list[Segment] = []
        for way, start, end, line in _pairs(extract, plane):
            # A way that runs twice between the same nodes is one piece of ground.
            if number.setdefault(key(way.id, start, end), len(segments)) == len(segments):
                segments.append(Segment(way, start, end, line, float(line.length)))
        return cls(extract, profile, plane, area, segments, number, dict(measured))

    def find(self, spot: Spot) -> tuple[int, float] | None:
        """The number of the segment of a spot and the fraction from its start."""
        found = self.number.get(key(spot.way, spot.start, spot.end))
        if found is None:
            return None
        is_forward = self.segments[found].start == spot.start
        return found, spot.fraction if is_forward else 1.0 - spot.fraction

    def is_touched(self, number: int) -> bool:
        """Whether some of a segment lies in the area."""
        return bool(self.area.intersects(self.segments[number].line))

    def barriers(self, number: int) -> set[str]:
        """The barriers mapped at the ends of a segment."""
        tags, segment = self.extract.node_tags, self.segments[number]
        nothing: Tags = {}
        ends = (tags.get(ref, nothing) for ref in (segment.start, segment.end))
        return {end["barrier"] for end in ends if "barrier" in end}

    def has_lockable(self, number: int) -> bool:
        """Whether a gate that can be locked is mapped at an end."""
        return not GATES.isdisjoint(self.barriers(number))

    def takes_engines(self, number: int) -> bool:
        """Whether a fire engine can drive through a segment."""
        way = self.segments[number].way
        fits = takes_engines(way.tags, self.profile.fire, self._known_width(way))
        return fits and ENGINE_STOPPERS.isdisjoint(self.barriers(number))

    def width(self, way: Way) -> float:
        """Metres from wall to wall, as measured, mapped or usual."""
        return width(way.tags, self.profile, self._known_width(way))

    def _known_width(self, way: Way) -> float | None:
        return self.measured.get(way.id) or mapped_width(way.tags)

    def public_nodes(self) -> set[int]:
        """Nodes outside the area, on public ways, their pavements and their sidewalks."""
        refs = list({ref for s in self.segments for ref in (s.start, s.end)})
        points = shapely.points(
            self.plane.metres(np.array([self.extract.nodes[r] for r in refs]).reshape(-1, 2))
        )
        outside = ~shapely.contains(self.area, points)
        found = {ref for ref, is_out in zip(refs, outside.tolist(), strict=True) if is_out}
        found.update(ref for s in self._open for ref in (s.start, s.end))
        on, _ = self._pavements.query(points, predicate="within")
        found.update(refs[i] for i in on.tolist())
        found.update(self._sidewalk_nodes({id(s) for s in self._open if is_level(s.way)}))
        return found

    def on_public_ground(self, spots: Sequence[Spot], public: Collection[int]) -> list[bool]:
        """Which spots lie outside the area or on the pavement of a public street, on ways that lead
        there and do not only pass above or below it.
        """
        found = [self.find(spot) for spot in spots]
        segments = [self.segments[place[0]] if place else None for place in found]
        points = [
            segment.line.interpolate(place[1], normalized=True) if place and segment else Point()
            for place, segment in zip(found, segments, strict=True)
        ]
        on, _ = self._pavements.query(points, predicate="within")
        is_outside = ~shapely.contains(self.area, points)
        within = {*on.tolist(), *np.flatnonzero(is_outside).tolist()}
        return [
            i in within
            and segment is not None
            and not {segment.start, segment.end}.isdisjoint(public)
            for i, segment in enumerate(segments)
        ]

    @cached_property
    def _open(self) -> Sequence[Segment]:
        """The segments of public streets."""
        return [s for s in self.segments if stays_open(s.way, self.extract, self.profile)]

    @cached_property
    def _pavements(self) -> STRtree:
        """The ground of public streets to the far edge of their pavements."""
        level = [s for s in self._open if is_level(s.way)]
        reach = [self.width(s.way) / 2 + PAVEMENT_METRES for s in level]
        lines = np.array([s.line for s in level], dtype=object)
        return STRtree(shapely.buffer(lines, reach, quad_segs=4))

    def _sidewalk_nodes(self, public: Collection[int]) -> Iterator[int]:
        """Nodes of sidewalks whose nearest street is a public one, not too far away."""
        streets = [s for s in self.segments if is_street(s.way.tags)]
        on_streets = {ref for s in streets for ref in (s.start, s.end)}
        walks = [s for s in self.segments if is_sidewalk(s.way.tags)]
        refs = sorted({ref for s in walks for ref in (s.start, s.end)} - on_streets)
        if not refs or not streets:
            return
        degrees = np.array([self.extract.nodes[ref] for ref in refs])
        which, nearest = STRtree([s.line for s in streets]).query_nearest(
            shapely.points(self.plane.metres(degrees)),
            max_distance=AVENUE_METRES,
            all_matches=False,
        )
        for i, k in zip(which.tolist(), nearest.tolist(), strict=True):
            if id(streets[k]) in public:
                yield refs[i]


def key(way: int, one: int, other: int) -> Key:
    """A segment's name, whatever its direction."""
    return way, min(one, other), max(one, other)


def _pairs(extract: Extract, plane: Plane) -> Iterable[tuple[Way, int, int, LineString]]:
    place = dict(
        zip(extract.nodes, plane.metres(np.array(list(extract.nodes.values()))), strict=True)
    )
    for way in extract.ways:
        if way.tags.get("highway") in GONE:
            continue
        for i, (start, end) in enumerate(zip(way.nodes, way.nodes[1:], strict=False)):
            if start != end:
                bent = extract.shapes.get((way.id, i))
                straight = LineString([place[start], place[end]])
                yield way, start, end, straight if bent is None else plane.shape(bent)
