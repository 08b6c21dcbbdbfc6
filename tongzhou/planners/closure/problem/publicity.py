"""What is public ground: outside the area, streets that stay open, their pavements."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry, STRtree

from tongzhou.formats.streets.extract import Extract, Way
from tongzhou.planners.closure.problem.profile import Public
from tongzhou.planners.closure.problem.segments import Divider, Segments

PAVEMENT_METRES = 3.0
AVENUE_METRES = 30.0


@dataclass(frozen=True, slots=True)
class Ground:
    """The area that may be closed, the pavements in it, and the public segments."""

    area: Geometry
    pavements: STRtree
    is_public_segment: np.ndarray

    def nodes(self, divider: Divider) -> np.ndarray:
        """One flag for each node made so far."""
        xy = np.array(divider.xy).reshape(-1, 2)
        flags = ~shapely.contains_xy(self.area, xy)
        inside, _ = self.pavements.query(shapely.points(xy), predicate="within")
        flags[np.unique(inside)] = True
        for k in np.flatnonzero(self.is_public_segment).tolist():
            for a, b, _, _ in divider.parts(k):
                flags[a] = flags[b] = True
        return flags


def ground_of(
    extract: Extract,
    public: Public,
    segments: Segments,
    is_sidewalk: np.ndarray,
    area: Geometry,
    widths: np.ndarray,
) -> Ground:
    """Sort out the segments; `widths` are metres by segment."""
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
    is_public = is_public.copy()
    is_public[_touched(pavements, segments.lines, "within")] = True
    walks = np.flatnonzero(is_sidewalk)
    is_public[walks[_near(STRtree(lines), segments.lines[walks])]] = True
    return Ground(area, pavements, is_public)


def is_public_way(way: Way, public: Public, bus_ways: Iterable[int]) -> bool:
    """Whether a way stays open to everybody: by its class, its buses, or because somebody said so."""
    if way.id in public.ways:
        return True
    if way.id in public.not_ways:
        return False
    is_bus = public.bus_routes and way.id in bus_ways
    return is_bus or way.tags.get("highway") in public.classes


def _touched(tree: STRtree, lines: np.ndarray, predicate: str) -> np.ndarray:
    found, _ = tree.query(lines, predicate=predicate)
    return np.unique(found)


def _near(tree: STRtree, lines: np.ndarray) -> np.ndarray:
    """The sidewalk of a wide avenue lies far from its centre line and is still its sidewalk."""
    found, _ = tree.query(lines, predicate="dwithin", distance=AVENUE_METRES)
    return np.unique(found)


def _is_on_ground(way: Way) -> bool:
    return way.tags.get("layer", "0") == "0" and way.tags.get("tunnel", "no") == "no"
