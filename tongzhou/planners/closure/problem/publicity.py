"""What is public ground: outside the area, streets that stay open, their pavements."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry, STRtree

from tongzhou.formats.streets.extract import Extract, Way
from tongzhou.planners.closure.problem.profile import Public
from tongzhou.planners.closure.problem.segments import Divider, Segments
from tongzhou.planners.closure.problem.tags import ROADS

PAVEMENT_METRES = 3.0
AVENUE_METRES = 14.0


@dataclass(frozen=True, slots=True)
class Ground:
    """The area that may be closed, the pavements in it, and the public segments.

    `avenue_refs` are raw nodes on the sidewalks of wide public streets.
    """

    area: Geometry
    pavements: STRtree
    is_public_segment: np.ndarray
    avenue_refs: frozenset[int]

    def nodes(self, divider: Divider) -> np.ndarray:
        """One flag for each node made so far."""
        xy = np.array(divider.xy).reshape(-1, 2)
        flags = ~shapely.contains_xy(self.area, xy)
        inside, _ = self.pavements.query(shapely.points(xy), predicate="within")
        flags[np.unique(inside)] = True
        for k, made in divider.inner.items():
            if not flags[list(divider.ends(k))].any():
                flags[[node for _, node in made]] = False  # it only passes above or below
        flags[[divider.by_ref[ref] for ref in self.avenue_refs]] = True
        for k in np.flatnonzero(self.is_public_segment).tolist():
            for a, b, _, _ in divider.parts(k):
                flags[a] = flags[b] = True
        return flags


def ground_of(
    extract: Extract,
    public: Public,
    segments: Segments,
    sidewalk_nodes: Mapping[int, tuple[float, float]],
    area: Geometry,
    widths: np.ndarray,
) -> Ground:
    """Sort out the segments; `widths` are metres by segment.

    `sidewalk_nodes` are those that did not become part of a road, with their places.
    """
    of_way = np.array([is_public_way(w, public, extract.bus_ways) for w in extract.ways])
    is_public = of_way[segments.way]
    on_ground = [
        k
        for k in np.flatnonzero(is_public).tolist()
        if _is_on_ground(extract.ways[segments.way[k]])
    ]
    lines = segments.lines[on_ground]
    reach = widths[on_ground] / 2 + PAVEMENT_METRES
    pavements = STRtree(shapely.buffer(lines, reach, quad_segs=4))
    is_street = np.array([way.tags.get("highway") in ROADS for way in extract.ways])[segments.way]
    avenue_refs = _beside_avenues(segments, sidewalk_nodes, is_street, set(on_ground))
    is_public = is_public.copy()
    is_public[_within(pavements, segments.lines)] = True
    return Ground(area, pavements, is_public, avenue_refs)


def is_public_way(way: Way, public: Public, bus_ways: Iterable[int]) -> bool:
    """Whether a way stays open to everybody: by its class, its buses, or because somebody said so."""
    if way.id in public.ways:
        return True
    if way.id in public.not_ways:
        return False
    is_bus = public.bus_routes and way.id in bus_ways
    return is_bus or way.tags.get("highway") in public.classes


def _within(tree: STRtree, lines: np.ndarray) -> np.ndarray:
    found, _ = tree.query(lines, predicate="within")
    return np.unique(found)


def _beside_avenues(
    segments: Segments,
    sidewalk_nodes: Mapping[int, tuple[float, float]],
    is_street: np.ndarray,
    public: Collection[int],
) -> frozenset[int]:
    """The sidewalk of a wide public street lies far from its centre line and is still its own."""
    refs, streets = list(sidewalk_nodes), np.flatnonzero(is_street)
    if not refs or not len(streets):
        return frozenset()
    which, nearest = STRtree(segments.lines[streets]).query_nearest(
        shapely.points(list(sidewalk_nodes.values())),
        max_distance=AVENUE_METRES,
        all_matches=False,
    )
    pairs = zip(which.tolist(), streets[nearest].tolist(), strict=True)
    return frozenset(refs[i] for i, street in pairs if street in public)


def _is_on_ground(way: Way) -> bool:
    return way.tags.get("layer", "0") == "0" and way.tags.get("tunnel", "no") == "no"
