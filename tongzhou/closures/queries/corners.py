"""Between which streets a barrier lies: the nearest cross streets with a name on both sides."""

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tongzhou.closures.models import StreetMap
from tongzhou.closures.naming import alley_label
from tongzhou.closures.queries.maps import drawing
from tongzhou.closures.queries.places import METRES_A_DEGREE, Point, metres, middle

NEAR = 150.0
DEGREES = NEAR / METRES_A_DEGREE


def _known(features: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Point]]:
    """Houses and corners of streets that have a name."""
    for feature in features:
        given = feature["properties"]
        name = given.get("name") or given.get("compound")
        if name and given["kind"] == "building":
            yield name, middle(feature["geometry"])
        elif name and given["kind"] == "street":
            yield from ((name, place) for place in feature["geometry"]["coordinates"])


@dataclass(frozen=True, slots=True)
class Corners:
    """Names of the streets that meet at each node, and the nodes of each way."""

    names: Mapping[int, Mapping[int, str]]
    nodes: Mapping[int, Sequence[int]]
    known: Sequence[tuple[str, Point]] = ()
    places: Mapping[int, Point] = field(default_factory=dict)

    @classmethod
    def of(cls, row: StreetMap) -> "Corners":
        """Read from the drawing of a map; nothing is known where the file is gone."""
        content = drawing(row)
        return _read(content) if content else cls({}, {})

    def landmark(self, at: Point) -> str:
        """The nearest house or street with a name, for an alley that crosses no street with one."""
        wide = DEGREES / math.cos(math.radians(at[1]))
        near = [
            (metres(at, place), name)
            for name, place in self.known
            if abs(place[1] - at[1]) <= DEGREES and abs(place[0] - at[0]) <= wide
        ]
        distance, name = min(near, default=(math.inf, ""))
        return name if distance <= NEAR else ""

    def label(self, way: int, start: int, end: int) -> str:
        """What a stretch of a way is called: by its name, its cross streets, what is near."""
        nodes = self.nodes.get(way, ())
        name = self.names[nodes[0]][way] if nodes else ""
        if name or not nodes:
            return name
        stretch = {"osm_way": way, "osm_from": start, "osm_to": end, "name": ""}
        before, behind = self.around(stretch)
        at = self.places.get(start)
        return alley_label("", before or behind or (self.landmark(at) if at else ""))

    def around(self, closing: Mapping[str, Any]) -> tuple[str, str]:
        """The names on both sides, in the direction of the closing; empty where there is none."""
        nodes, own = self.nodes.get(closing["osm_way"], ()), closing["name"]
        ends = closing["osm_from"], closing["osm_to"]
        if any(end not in nodes for end in ends):
            return "", ""
        first, second = (nodes.index(end) for end in ends)
        low, high = min(first, second), max(first, second)
        before = self._first(list(reversed(nodes[: low + 1])), own)
        behind = self._first(nodes[high:], own)
        return (before, behind) if first < second else (behind, before)

    def _first(self, nodes: Sequence[int], own: str) -> str:
        for node in nodes:
            others = sorted(set(self.names.get(node, {}).values()) - {"", own})
            if others:
                return others[0]
        return ""


# Unpacking a large map takes a second, and the page of a plan asks for it each time.
@lru_cache(maxsize=2)
def _read(content: bytes) -> Corners:
    features = json.loads(gzip.decompress(content))["features"]
    names: dict[int, dict[int, str]] = defaultdict(dict)
    nodes: dict[int, Sequence[int]] = {}
    places: dict[int, Point] = {}
    for feature in (f for f in features if f["properties"]["kind"] == "street"):
        street = feature["properties"]
        places |= zip(street["nodes"], feature["geometry"]["coordinates"], strict=False)
        nodes[street["way"]] = street["nodes"]
        for node in street["nodes"]:
            names[node][street["way"]] = street["name"]
    return Corners(names, nodes, list(_known(features)), places)
