"""Where each building's door meets the street, and how many households are behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry, Point, STRtree

from tongzhou.formats.streets.extract import Building, Extract
from tongzhou.planners.closure.problem.plane import Plane
from tongzhou.planners.closure.problem.profile import Homes, Profile
from tongzhou.planners.closure.problem.segments import Divider, Segments
from tongzhou.planners.closure.problem.tags import number

SMALLEST_METRES2 = 25.0
INNER_AT_MOST = 50.0
INNER_FURTHER = 25.0
DOOR_SNAP = 1.0


@dataclass(frozen=True, slots=True)
class Door:
    """A building with the segment its door is at; `segment` is None where no way is near."""

    building: Building
    footprint: Geometry
    households: int
    segment: int | None
    metres: float = 0.0
    is_front: bool = False


def doors_of(
    extract: Extract,
    profile: Profile,
    plane: Plane,
    area: Geometry,
    segments: Segments,
    divider: Divider,
    candidates: np.ndarray,
    is_public_segment: np.ndarray,
    households: Mapping[str, int] | None,
) -> list[Door]:
    """One door for each building of the area, in the file's order.

    `candidates` are the segments a door may be at. A building beside both a public street and an
    inner way is entered from the inner one if that is not much further; a mapped entrance on a
    way decides it.
    """
    buildings = [b for b in extract.buildings if not b.footprint.is_empty]
    if not buildings:
        return []
    footprints = plane.shape(np.array([b.footprint for b in buildings], dtype=object))
    centres = shapely.centroid(footprints)
    keep = (shapely.area(footprints) >= SMALLEST_METRES2) & shapely.contains(area, centres)
    tree = STRtree(segments.lines[candidates])
    chooser = _Chooser(profile, segments, candidates, is_public_segment)
    kept = np.flatnonzero(keep)
    which, near = tree.query(
        footprints[kept], predicate="dwithin", distance=profile.graph.door_metres
    )
    by_house: dict[int, list[int]] = {}
    for i, k in zip(which.tolist(), candidates[near].tolist(), strict=True):
        by_house.setdefault(i, []).append(k)
    entrances = _entrances(extract, segments, candidates)
    return [
        chooser.door(
            buildings[j],
            footprints[j],
            _count(buildings[j], footprints[j], profile.homes, households),
            by_house.get(i, []),
            entrances,
        )
        for i, j in enumerate(kept.tolist())
    ]


def _entrances(
    extract: Extract, segments: Segments, candidates: np.ndarray
) -> Mapping[tuple[float, float], tuple[int, float]]:
    """Mapped entrances that are nodes of a way: by place, the segment and metres along it."""
    refs = {ref for ref, tags in extract.node_tags.items() if "entrance" in tags}
    found: dict[tuple[float, float], tuple[int, float]] = {}
    for k in candidates.tolist():
        line = segments.lines[k]
        if int(segments.start[k]) in refs:
            found[_rounded(line.coords[0])] = (k, 0.0)
        if int(segments.end[k]) in refs:
            found[_rounded(line.coords[-1])] = (k, float(segments.length[k]))
    return found


def _rounded(place: tuple[float, ...]) -> tuple[float, float]:
    return round(place[0], 2), round(place[1], 2)


@dataclass(frozen=True, slots=True)
class _Chooser:
    profile: Profile
    segments: Segments
    candidates: np.ndarray
    is_public: np.ndarray

    def door(
        self,
        building: Building,
        footprint: Geometry,
        households: int,
        near: list[int],
        entrances: Mapping[tuple[float, float], tuple[int, float]],
    ) -> Door:
        """The likeliest door of one building."""
        known = self._mapped(footprint, entrances)
        if known is not None:
            k, metres = known
            return Door(building, footprint, households, k, metres, bool(self.is_public[k]))
        if not near:
            return Door(building, footprint, households, None)
        k = self._nearest(footprint, near)
        line = self.segments.lines[k]
        where = Point(shapely.shortest_line(line, footprint).coords[0])
        metres = float(line.project(where))
        return Door(building, footprint, households, k, metres, bool(self.is_public[k]))

    def _mapped(
        self, footprint: Geometry, entrances: Mapping[tuple[float, float], tuple[int, float]]
    ) -> tuple[int, float] | None:
        corners = shapely.get_coordinates(footprint)
        found = [entrances[key] for c in corners if (key := _rounded(tuple(c))) in entrances]
        found.sort(key=lambda entry: (bool(self.is_public[entry[0]]), entry))
        return found[0] if found else None

    def _nearest(self, footprint: Geometry, near: list[int]) -> int:
        distances = shapely.distance(self.segments.lines[near], footprint)
        ranked = sorted(zip(distances.tolist(), near, strict=True))
        inner = [(d, k) for d, k in ranked if not self.is_public[k]]
        limit = min(ranked[0][0] + INNER_FURTHER, INNER_AT_MOST)
        return inner[0][1] if inner and inner[0][0] <= limit else ranked[0][1]


def _count(
    building: Building, footprint: Geometry, homes: Homes, register: Mapping[str, int] | None
) -> int:
    """Households behind a door: from the register, else by footprint and storeys."""
    if register is not None:
        return register.get(building.id, 0)
    kind = building.tags.get("building", "")
    if kind not in homes.uses:
        return 0
    levels = number(building.tags.get("building:levels")) or homes.levels
    return max(1, round(float(footprint.area) * levels * homes.use_share / homes.square_metres))
