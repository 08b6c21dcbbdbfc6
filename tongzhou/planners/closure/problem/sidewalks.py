"""Mapped sidewalks and crossings become part of their road, or one street is three barriers.

Every node of a sidewalk near a road is taken for the road's own node beside it, so that whatever
leads to the sidewalk leads to the road. A sidewalk's segment between two such nodes lies *beside*
the stretches of road between them: who shuts one of those shuts it too.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely

from tongzhou.formats.streets.extract import Extract
from tongzhou.planners.closure.problem.accompany import joints_of
from tongzhou.planners.closure.problem.bypasses import Bypasses
from tongzhou.planners.closure.problem.profile import Public
from tongzhou.planners.closure.problem.segments import Divider, Segments
from tongzhou.planners.closure.problem.tags import ROADS, is_sidewalk

SNAP_METRES = 10.0


@dataclass(slots=True)
class Sidewalks:
    """Which segments are sidewalks, and where along which roads each node lies.

    `loose` are their nodes that became no road's, with their places in metres.
    """

    is_sidewalk: np.ndarray
    loose: dict[int, tuple[float, float]] = field(default_factory=dict)
    along: dict[int, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))

    def road_between(self, a: int, b: int, metres: float) -> tuple[int, float, float] | None:
        """The road on which both nodes lie not much further apart than `metres`: way, from, to."""
        there = self.along.get(b, {})
        found = [
            (abs(at - there[way]), way, at)
            for way, at in self.along.get(a, {}).items()
            if way in there
        ]
        if not found or min(found)[0] > 2 * metres + 2 * SNAP_METRES:
            return None
        _, way, at = min(found)
        return way, min(at, there[way]), max(at, there[way])


def merge(
    extract: Extract, segments: Segments, divider: Divider, public: Public, reach: float
) -> Sidewalks:
    """Take for each sidewalk's node the place beside it on the street the sidewalk belongs to,
    where that is within `reach` metres and on the same level.
    """
    of_sidewalk = np.array([is_sidewalk(way.tags) for way in extract.ways], dtype=bool)
    of_road = np.array([w.tags.get("highway") in ROADS for w in extract.ways]) & ~of_sidewalk
    sidewalks = Sidewalks(of_sidewalk[segments.way])
    walks, roads = np.flatnonzero(sidewalks.is_sidewalk), np.flatnonzero(of_road[segments.way])
    loose = _loose_nodes(segments, sidewalks.is_sidewalk, roads)
    if len(roads) and len(walks):
        joints = joints_of(extract, segments, walks, roads, public, reach)
        _join(segments, divider, loose, joints.nearest(walks, loose, reach))
    if len(roads):
        _note_roads(segments, divider, sidewalks, roads)
        _join_bypasses(extract, segments, divider, sidewalks, roads, reach)
    sidewalks.loose.update((r, place) for r, place in loose.items() if r not in divider.joined)
    return sidewalks


def _join(
    segments: Segments,
    divider: Divider,
    loose: Mapping[int, tuple[float, float]],
    nearest: Mapping[int, int],
) -> None:
    for ref, k in nearest.items():
        metres = float(segments.lines[k].project(shapely.Point(loose[ref])))
        node = divider.by_ref[ref] = divider.at(k, metres, snap=SNAP_METRES)
        divider.joined[ref] = math.dist(loose[ref], divider.xy[node])


def _join_bypasses(
    extract: Extract,
    segments: Segments,
    divider: Divider,
    sidewalks: Sidewalks,
    roads: np.ndarray,
    reach: float,
) -> None:
    """Footpaths close beside a street from one of its nodes to another are its sidewalks too."""
    bypasses = Bypasses(
        extract, segments, divider, sidewalks.is_sidewalk, roads, sidewalks.along, reach
    )
    for bypass in list(bypasses.all()):
        sidewalks.is_sidewalk[list(bypass.segments)] = True
        _join(segments, divider, bypass.places, bypass.inner)
    _note_roads(segments, divider, sidewalks, roads)


def _loose_nodes(
    segments: Segments, is_sidewalk: np.ndarray, roads: np.ndarray
) -> dict[int, tuple[float, float]]:
    """Nodes of sidewalks that are not nodes of a road themselves, with their places."""
    on_roads = set(segments.start[roads].tolist()) | set(segments.end[roads].tolist())
    found: dict[int, tuple[float, float]] = {}
    for k in np.flatnonzero(is_sidewalk):
        line = segments.lines[k]
        ends = (segments.start[k], line.coords[0]), (segments.end[k], line.coords[-1])
        found.update((int(ref), place) for ref, place in ends if int(ref) not in on_roads)
    return found


def _note_roads(
    segments: Segments, divider: Divider, sidewalks: Sidewalks, roads: np.ndarray
) -> None:
    start_of = metres_along_way(segments)
    for k in roads.tolist():
        way, length = int(segments.way[k]), float(segments.length[k])
        for a, b, low, high in divider.parts(k):
            sidewalks.along[a][way] = start_of[k] + low * length
            sidewalks.along[b][way] = start_of[k] + high * length


def metres_along_way(segments: Segments) -> np.ndarray:
    """Metres from the beginning of its way to the beginning of each segment."""
    total = np.concatenate([[0.0], np.cumsum(segments.length)[:-1]])
    is_first = np.concatenate([[True], segments.way[1:] != segments.way[:-1]])
    return total - np.maximum.accumulate(np.where(is_first, total, 0.0))
