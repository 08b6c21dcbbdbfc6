"""The sealing audit: where one can walk across ground that no map calls a way.

The open ground is triangulated, and the least length of triangles' sides that parts public ground
from the walls of the guarded houses is found by a minimum cut. Those sides are the gaps: the
perimeter to verify on the spot, not a fence to buy - most of it will be walls nobody mapped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import igraph
import numpy as np
import shapely
from shapely import Geometry, STRtree
from shapely.geometry import mapping

from tongzhou.formats.streets import Extract
from tongzhou.planners.closure.explain.ground import Ground, ground_of
from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve import Plan

STEP_METRES = 6.0
NEAR = 0.05
UNBREAKABLE = 1e9


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch to look at: its line in metres of the plane, its length, how much of it lies on
    mapped ways (its middle in degrees as `lon`, `lat`).
    """

    number: int
    line: Geometry
    metres: float
    way_metres: float
    lon: float
    lat: float

    @property
    def is_on_way(self) -> bool:
        """Whether most of it is a mapped way."""
        return self.way_metres > self.metres / 2


@dataclass(frozen=True, slots=True)
class Audit:
    """All gaps, the longest first; `border_metres` is what fencing every public edge would take."""

    gaps: Sequence[Gap]
    border_metres: float

    @property
    def metres(self) -> float:
        """The whole perimeter to verify."""
        return sum(gap.metres for gap in self.gaps)

    @property
    def metres_on_ways(self) -> float:
        """The part of it on mapped ways."""
        return sum(gap.way_metres for gap in self.gaps)


def audit(problem: Problem, extract: Extract, plan: Plan) -> Audit:
    """The gaps of a plan; none where walls, buildings and closings seal every guarded house."""
    ground = ground_of(problem, extract, plan)
    mesh = _Mesh.of(ground.free)
    sides = mesh.sides_of_ground(problem.area, ground)
    cut = mesh.cut(sides)
    border = float(mesh.lengths[sides.public].sum())
    return Audit(list(_gaps(problem, ground, mesh, cut)), border)


def gap_features(problem: Problem, found: Audit) -> list[dict[str, Any]]:
    """The gaps as GeoJSON features, `kind: gap`."""
    return [
        {
            "type": "Feature",
            "geometry": _in_degrees(problem, gap.line),
            "properties": {
                "kind": "gap",
                "number": gap.number,
                "metres": round(gap.metres, 1),
                "on_way": gap.is_on_way,
                "way_metres": round(gap.way_metres, 1),
                "lon": gap.lon,
                "lat": gap.lat,
            },
        }
        for gap in found.gaps
    ]


def _in_degrees(problem: Problem, line: Geometry) -> dict[str, Any]:
    degrees = problem.plane.shape_in_degrees(line)
    return mapping(shapely.set_precision(degrees, 1e-7, mode="pointwise"))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Outer sides by their number: at public ground, at walls of guarded houses."""

    public: np.ndarray
    houses: np.ndarray


@dataclass(frozen=True, slots=True)
class _Mesh:
    """Triangles and their sides; `left` and `right` are the triangles of a side, -1 for none."""

    triangles: int
    ends: np.ndarray
    left: np.ndarray
    right: np.ndarray

    @classmethod
    def of(cls, free: Geometry) -> "_Mesh":
        parts = shapely.segmentize(shapely.get_parts(free), STEP_METRES)
        triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(parts))
        corners = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3]
        places, ids = np.unique(corners.reshape(-1, 2), axis=0, return_inverse=True)
        own = ids.reshape(-1, 3)
        pairs = np.sort(np.stack([own, np.roll(own, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
        sides, first, which = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
        of_triangle = np.arange(len(pairs)) // 3
        left = of_triangle[first]
        last = np.zeros(len(sides), dtype=np.int64)
        last[which.reshape(-1)] = of_triangle  # the later triangle of a side wins
        return cls(len(triangles), places[sides], left, np.where(last == left, -1, last))

    @property
    def lengths(self) -> np.ndarray:
        return np.hypot(*(self.ends[:, 1] - self.ends[:, 0]).T)

    def sides_of_ground(self, area: Geometry, ground: Ground) -> _Sides:
        """Sort the outer sides; one at a guarded wall is no public one."""
        outer = np.flatnonzero(self.right < 0)
        middles = shapely.points(self.ends[outer].mean(axis=1))
        at_house = _is_near(middles, ground.houses)
        is_public = _is_near(middles, ground.public) | _is_near(
            middles, shapely.get_parts(area.boundary)
        )
        return _Sides(outer[is_public & ~at_house], outer[at_house])

    def cut(self, sides: _Sides) -> np.ndarray:
        """The sides of the least total length that part public ground from the houses."""
        public, houses = self.triangles, self.triangles + 1
        inner = np.flatnonzero(self.right >= 0)
        lengths = self.lengths
        number = np.concatenate([inner, sides.public, sides.houses])
        a = self.left[number]
        b = np.concatenate([
            self.right[inner],
            np.full(len(sides.public), public), np.full(len(sides.houses), houses),
        ])  # fmt: skip
        room = np.concatenate([
            lengths[inner], lengths[sides.public], np.full(len(sides.houses), UNBREAKABLE),
        ])  # fmt: skip
        graph = igraph.Graph(self.triangles + 2, np.column_stack([a, b]).tolist())
        parted = graph.mincut(public, houses, capacity=room.tolist())
        return number[parted.cut]


def _is_near(points: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    found = np.zeros(len(points), dtype=bool)
    if len(shapes):
        which, _ = STRtree(shapes).query(points, predicate="dwithin", distance=NEAR)
        found[which] = True
    return found


def _gaps(problem: Problem, ground: Ground, mesh: _Mesh, cut: np.ndarray) -> Iterator[Gap]:
    """Sides that touch are one gap."""
    lines = shapely.linestrings(mesh.ends[cut])
    merged = [
        shapely.line_merge(shapely.multilinestrings(lines[part])) for part in _joined(mesh, cut)
    ]
    merged.sort(key=lambda line: (-round(line.length, 3), line.bounds))
    ways = STRtree(ground.ways)
    for number, line in enumerate(merged, start=1):
        middle = shapely.line_interpolate_point(_longest(line), 0.5, normalized=True)
        lon, lat = problem.plane.degrees(np.array([middle.x, middle.y])).round(7).tolist()
        near = shapely.union_all(ground.ways[ways.query(line, predicate="intersects")])
        way_metres = float(shapely.intersection(line, near).length)
        yield Gap(number, line, float(line.length), way_metres, lon, lat)


def _joined(mesh: _Mesh, cut: np.ndarray) -> list[list[int]]:
    """Places in `cut` of sides with common ends."""
    if not len(cut):
        return []
    places, ids = np.unique(mesh.ends[cut].reshape(-1, 2), axis=0, return_inverse=True)
    pairs = ids.reshape(-1, 2)
    member = np.array(igraph.Graph(len(places), pairs.tolist()).connected_components().membership)
    of_side = member[pairs[:, 0]]
    return [np.flatnonzero(of_side == part).tolist() for part in np.unique(of_side)]


def _longest(line: Geometry) -> Geometry:
    return max(shapely.get_parts(line).tolist(), key=lambda part: part.length)
