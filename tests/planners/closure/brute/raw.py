"""A plan file on the raw ways: who still gets in, and where no fire engine comes any more.

Nothing here knows of chains, cells or the checker: ways are cut where the file says, and flooded.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import shapely

from tongzhou.formats.streets import Extract
from tongzhou.formats.streets.extract import Tags
from tongzhou.planners.closure.problem import Profile
from tongzhou.planners.closure.problem.plane import Plane

STOPPERS = {"bollard", "block"}
ON_FOOT = {"footway", "path", "corridor"}
Segment = tuple[int, int, int]
"""A way and two neighbouring nodes of it, the smaller first."""
Place = tuple[Segment, int] | int
"""A piece of a segment, counted from its smaller node, or a node."""


@dataclass(frozen=True, slots=True)
class RawStreets:
    """The ways of a file and a plan for them."""

    extract: Extract
    plan: Mapping[str, Any]
    profile: Profile

    def leaks(self) -> list[str]:
        """The homes to whose doors one walks from a public street without passing a closing."""
        open_places = self._flooded()
        return [
            about["osm_id"]
            for about in self._told("building")
            if about["households"]
            and about["state"] == "inside"
            and self._place(about["door"]) in open_places
        ]

    def lost_to_engines(self) -> list[str]:
        """The buildings an engine comes near today and, with all closed, no more or far too late."""
        fire = self.profile.fire
        today, after = self._driven(shut=False), self._driven(shut=True)
        near = self._near()
        found = []
        for building, segments in near.items():
            before = min((today.get(s, math.inf) for s in segments), default=math.inf)
            then = min((after.get(s, math.inf) for s in segments), default=math.inf)
            limit = max(before + fire.detour_metres, before * fire.detour)
            if math.isfinite(before) and then > limit:
                found.append(building)
        return found

    def _told(self, *kinds: str) -> Iterator[Mapping[str, Any]]:
        about = (feature["properties"] for feature in self.plan["features"])
        return (told for told in about if told["kind"] in kinds)

    def _segments(self) -> Iterator[tuple[Segment, Tags]]:
        for way in self.extract.ways:
            for a, b in pairwise(way.nodes):
                yield (way.id, min(a, b), max(a, b)), way.tags

    def _cuts(self, *kinds: str) -> Mapping[Segment, list[float]]:
        """Where closings of these kinds stand, as parts of a segment from its smaller node."""
        found: dict[Segment, list[float]] = defaultdict(list)
        for told in self._told(*kinds):
            for cut in told["cuts"]:
                segment, part = _spot(cut)
                found[segment].append(part)
        return found

    def _place(self, spot: Mapping[str, Any]) -> Place:
        """The node or the piece of a segment at a spot."""
        segment, part = _spot(spot)
        if part in (0.0, 1.0):
            return segment[1] if part == 0.0 else segment[2]
        cuts = self._cuts("fence", "fire_lane", "gate", "keyed_door")[segment]
        return segment, sum(cut < part for cut in cuts)

    def _flooded(self) -> set[Place]:
        cuts = self._cuts("fence", "fire_lane", "gate", "keyed_door")
        joined: dict[Place, set[Place]] = defaultdict(set)
        for segment, _ in self._segments():
            last = segment, len(cuts[segment])
            for node, piece in ((segment[1], (segment, 0)), (segment[2], last)):
                joined[node].add(piece)
                joined[piece].add(node)
        found: set[Place] = set(self._public())
        waiting = list(found)
        while waiting:
            for other in joined[waiting.pop()] - found:
                found.add(other)
                waiting.append(other)
        return found

    def _public(self) -> set[int]:
        classes = self.profile.public.classes
        ways = (way for way in self.extract.ways if way.tags["highway"] in classes)
        return {node for way in ways for node in way.nodes}

    def _driven(self, *, shut: bool) -> Mapping[Segment, float]:
        """Metres from public streets to the nearer end of each segment that an engine drives on."""
        stopped = set(self._cuts("fence")) if shut else set()
        links: dict[int, list[tuple[int, float]]] = defaultdict(list)
        lanes = [segment for segment, tags in self._segments() if self._is_lane(segment, tags)]
        for segment in lanes:
            if segment not in stopped:
                _, a, b = segment
                metres = self._line(segment).length
                links[a].append((b, metres))
                links[b].append((a, metres))
        found: dict[int, float] = {}
        waiting = [(0.0, node) for node in self._public()]
        heapq.heapify(waiting)
        while waiting:
            so_far, node = heapq.heappop(waiting)
            if node not in found:
                found[node] = so_far
                for other, metres in links[node]:
                    heapq.heappush(waiting, (so_far + metres, other))
        return {
            s: min(found[s[1]], found[s[2]]) for s in lanes if s not in stopped and s[1] in found
        }

    def _is_lane(self, segment: Segment, tags: Tags) -> bool:
        """Whether an engine fits through, as the tags of invented maps have it."""
        ends = {self.extract.node_tags.get(node, {}).get("barrier") for node in segment[1:]}
        width = float(tags["width"]) if "width" in tags else None
        is_low = float(tags.get("maxheight", "9")) < self.profile.fire.height_metres
        if ends & STOPPERS or is_low or tags["highway"] == "steps":
            return False
        if width is not None:
            return width >= self.profile.fire.width_metres
        return tags["highway"] not in ON_FOOT or "motor_vehicle" in tags

    def _near(self) -> Mapping[str, list[Segment]]:
        """The segments within the hose's length of each building."""
        hose, plane = self.profile.fire.hose_metres, self._plane()
        lines = {segment: self._line(segment) for segment, _ in self._segments()}
        shapes = {b.id: plane.shape(b.footprint) for b in self.extract.buildings}
        return {
            name: [s for s, line in lines.items() if shape.distance(line) <= hose]
            for name, shape in shapes.items()
        }

    def _line(self, segment: Segment) -> shapely.LineString:
        ends = [self.extract.nodes[node] for node in segment[1:]]
        return self._plane().shape(shapely.LineString(ends))

    def _plane(self) -> Plane:
        west, south, east, north = self.extract.bounds
        return Plane((west + east) / 2, (south + north) / 2)


def _spot(told: Mapping[str, Any]) -> tuple[Segment, float]:
    """The segment of a spot, and the part from its smaller node."""
    start, end, part = told["from"], told["to"], told["fraction"]
    segment = (told["way"], min(start, end), max(start, end))
    return segment, part if start < end else 1.0 - part
