"""From a file of streets to a problem: divide, merge, find doors, mark what is public."""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import Geometry, STRtree

from tongzhou.formats.streets.extract import Extract
from tongzhou.planners.closure.problem.doors import Door, doors_of
from tongzhou.planners.closure.problem.edges import INDOORS, Edges
from tongzhou.planners.closure.problem.model import Edge, Home, House, Problem
from tongzhou.planners.closure.problem.pins import NO_PINS, Pins, Spot
from tongzhou.planners.closure.problem.plane import Plane
from tongzhou.planners.closure.problem.profile import Profile
from tongzhou.planners.closure.problem.publicity import Ground, ground_of
from tongzhou.planners.closure.problem.register import Register, place_households
from tongzhou.planners.closure.problem.segments import Divider, Segments, segments_of
from tongzhou.planners.closure.problem.sidewalks import Sidewalks, merge
from tongzhou.planners.closure.problem.tags import assumed_width, mapped_width

HYDRANT_METRES = 10.0
DOOR_SNAP = 1.0


class BadArea(Exception):
    """The boundary and the streets do not fit; the message says what to do."""


def build(
    extract: Extract,
    profile: Profile,
    *,
    boundary: Geometry | None = None,
    register: Register | None = None,
    pins: Pins = NO_PINS,
) -> Problem:
    """The problem of closing `boundary` (degrees; without one the extract less its rim).

    Raises `BadArea` where nothing is left to plan.
    """
    west, south, east, north = extract.bounds
    plane = Plane((west + east) / 2, (south + north) / 2)
    area = _area(extract, profile, plane, boundary)
    if register is not None:
        buildings, counts = place_households(register, extract.buildings, plane)
        extract = replace(extract, buildings=buildings)
    return _Builder(extract, profile, plane, area, pins).problem(
        counts if register is not None else None
    )


def _area(extract: Extract, profile: Profile, plane: Plane, boundary: Geometry | None) -> Geometry:
    ground = plane.shape(shapely.box(*extract.bounds))
    if boundary is None:
        rim = profile.graph.rim_metres
        area = shapely.buffer(ground, -rim, join_style="mitre")
        if area.is_empty:
            raise BadArea(
                f"The map is too small: nothing is left inside a rim of {rim:.0f} m. "
                "Take a larger map, or draw the boundary."
            )
    else:
        area = plane.shape(boundary)
        if not area.intersects(ground):
            raise BadArea("The boundary lies outside the map. Take a map that covers it.")
    shapely.prepare(area)
    return area


@dataclass(slots=True)
class _Builder:
    extract: Extract
    profile: Profile
    plane: Plane
    area: Geometry
    pins: Pins

    def problem(self, counts: dict[str, int] | None) -> Problem:
        segments = segments_of(self.extract, self.plane)
        divider = Divider(segments)
        sidewalks = merge(
            self.extract, segments, divider, self.profile.public, self.profile.graph.merge_metres
        )
        for k in range(len(segments)):
            divider.ends(k)
        widths, is_assumed = self._widths(segments)
        ground = ground_of(
            self.extract, self.profile.public, segments, sidewalks.loose, self.area, widths
        )
        doors = doors_of(
            self.extract, self.profile, self.plane, self.area, segments, divider,
            self._door_segments(segments, sidewalks), ground.is_public_segment, counts,
        )  # fmt: skip
        nodes = [
            -1 if d.segment is None else divider.at(d.segment, d.metres, snap=DOOR_SNAP)
            for d in doors
        ]
        edges = list(
            Edges(
                self.extract, self.profile.fire, segments, divider, sidewalks, widths, is_assumed
            ).all()
        )
        hydrants = self._hydrants()
        edges = _spare_hydrants(edges, np.array(divider.xy), hydrants)
        flags, further = self._flags(ground, divider, doors, nodes, edges)
        houses = self._houses(doors, nodes, flags, divider)
        pins = replace(self.pins, built=self._built(segments))
        return Problem(
            self.plane, self.profile, pins, self.area, np.array(divider.xy), flags, edges,
            houses, _homes(houses), hydrants, further, self.extract.digest,
            self.extract.attribution,
        )  # fmt: skip

    def _built(self, segments: Segments) -> frozenset[Spot]:
        """What stands in the area; the rest is not this plan's to keep or to take down."""
        if not self.pins.built:
            return self.pins.built
        within = np.flatnonzero(shapely.intersects(self.area, segments.lines)).tolist()
        ways, start, end = self.extract.ways, segments.start, segments.end
        here = {(ways[segments.way[k]].id, frozenset((start[k], end[k]))) for k in within}
        return frozenset(
            spot
            for spot in self.pins.built
            if (spot.way, frozenset((spot.start, spot.end))) in here
        )

    def _widths(self, segments: Segments) -> tuple[np.ndarray, np.ndarray]:
        measured = dict(self.pins.widths)
        mapped = [measured.get(w.id) or mapped_width(w.tags) for w in self.extract.ways]
        known = np.array([width is not None for width in mapped])
        widths = np.array([
            width if width is not None else assumed_width(way.tags, self.profile.widths)
            for way, width in zip(self.extract.ways, mapped, strict=True)
        ])  # fmt: skip
        return widths[segments.way], ~known[segments.way]

    def _door_segments(self, segments: Segments, sidewalks: Sidewalks) -> np.ndarray:
        """Doors are reached on foot from the ground, not from a sidewalk that became a road."""
        usable = np.array([
            w.tags.get("highway") not in INDOORS and w.tags.get("tunnel", "no") in ("no", "building_passage")
            for w in self.extract.ways
        ])  # fmt: skip
        return np.flatnonzero(usable[segments.way] & ~sidewalks.is_sidewalk)

    def _hydrants(self) -> np.ndarray:
        places = [
            self.extract.nodes[ref]
            for ref, tags in self.extract.node_tags.items()
            if tags.get("emergency") == "fire_hydrant"
        ]
        return self.plane.metres(np.array(places).reshape(-1, 2))

    def _flags(
        self,
        ground: Ground,
        divider: Divider,
        doors: Sequence[Door],
        nodes: Sequence[int],
        edges: Sequence[Edge],
    ) -> tuple[np.ndarray, np.ndarray]:
        """Public nodes, with the ways to the doors that everybody may need, and how many metres
        of such a way lie between a node and a public street.
        """
        flags = ground.nodes(divider)
        streets, further = flags.copy(), np.zeros(len(flags))
        kinds = self.profile.public.doors
        for door, node in zip(doors, nodes, strict=True):
            tags = door.building.tags
            is_open = not kinds.isdisjoint({tags.get("amenity"), tags.get("building")})
            if is_open and node >= 0 and not streets[node]:
                for passed, metres in _way_out(edges, streets, node):
                    further[passed] = min(metres, further[passed]) if flags[passed] else metres
                    flags[passed] = True
        return flags, further

    def _houses(
        self, doors: Sequence[Door], nodes: Sequence[int], flags: np.ndarray, divider: Divider
    ) -> list[House]:
        compounds = self._compounds([d.footprint for d in doors])
        return [
            House(
                id=door.building.id,
                name=door.building.tags.get("name", ""),
                footprint=door.footprint,
                households=door.households,
                state="apart" if node < 0 else "front" if flags[node] else "inside",
                node=node,
                door=self._door_place(door, node, divider),
                compound=compound,
            )
            for door, node, compound in zip(doors, nodes, compounds, strict=True)
        ]

    def _door_place(
        self, door: Door, node: int, divider: Divider
    ) -> tuple[int, int, int, float] | None:
        """Way, nodes and fraction of the node that stands for the door."""
        if door.segment is None:
            return None
        k, segments = door.segment, divider.segments
        fraction = next(
            low if a == node else high for a, b, low, high in divider.parts(k) if node in (a, b)
        )
        way = self.extract.ways[segments.way[k]].id
        return way, int(segments.start[k]), int(segments.end[k]), fraction

    def _compounds(self, footprints: Sequence[Geometry]) -> list[int]:
        """The number of the compound around each footprint, -1 outside all."""
        found = [-1] * len(footprints)
        grounds = [a.shape for a in self.extract.areas if a.kind == "residential"]
        if grounds and footprints:
            tree = STRtree(self.plane.shape(np.array(grounds, dtype=object)))
            which, inside = tree.query(shapely.centroid(footprints), predicate="within")
            for i, compound in zip(which.tolist(), inside.tolist(), strict=True):
                found[i] = compound
        return found


def _spare_hydrants(edges: list[Edge], xy: np.ndarray, hydrants: np.ndarray) -> list[Edge]:
    """A lane with a hydrant is never shut at the hydrant, nor a lane that begins near it there."""
    lanes = [i for i, edge in enumerate(edges) if edge.is_fire]
    if not lanes or not len(hydrants):
        return edges
    ends = xy[np.array([(edges[i].u, edges[i].v) for i in lanes])]
    points, lines = shapely.points(hydrants), shapely.linestrings(ends)
    which, near = STRtree(lines).query_nearest(
        points, max_distance=HYDRANT_METRES, all_matches=False
    )
    beside = shapely.line_interpolate_point(
        lines[near], shapely.line_locate_point(lines[near], points[which])
    )
    _, close = STRtree(shapely.points(ends.mean(axis=1))).query(
        beside, predicate="dwithin", distance=HYDRANT_METRES
    )
    for i in {lanes[k] for k in (*near.tolist(), *close.tolist())}:
        edges[i] = replace(edges[i], may_close=False)
    return edges


def _way_out(edges: Sequence[Edge], flags: np.ndarray, node: int) -> list[tuple[int, float]]:
    """The nodes on the shortest way from a node to public ground, each with its metres to there;
    none where no way leads there.
    """
    links: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for edge in edges:
        links[edge.u].append((edge.v, edge.length))
        links[edge.v].append((edge.u, edge.length))
    before = {node: node}
    waiting = [(0.0, node, node)]
    done: dict[int, float] = {}
    while waiting:
        metres, here, source = heapq.heappop(waiting)
        if here in done:
            continue
        done[here], before[here] = metres, source
        if flags[here]:
            return [(passed, metres - done[passed]) for passed in _traced(before, here, node)]
        for there, length in links[here]:
            if there not in done:
                heapq.heappush(waiting, (metres + length, there, here))
    return []


def _traced(before: dict[int, int], here: int, origin: int) -> list[int]:
    nodes = [here]
    while nodes[-1] != origin:
        nodes.append(before[nodes[-1]])
    return nodes


def _homes(houses: Sequence[House]) -> list[Home]:
    by_node: dict[int, list[int]] = defaultdict(list)
    for i, house in enumerate(houses):
        if house.state == "inside" and house.households:
            by_node[house.node].append(i)
    return [
        Home(
            node,
            sum(houses[i].households for i in members),
            tuple(members),
            houses[members[0]].compound,
        )
        for node, members in sorted(by_node.items())
    ]
