"""Between which streets a barrier lies: the nearest cross streets with a name on both sides."""

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongzhou.closures.models import StreetMap
from tongzhou.closures.queries.maps import drawing
from tongzhou.closures.queries.places import Point, metres, middle

NEAR = 80.0


def _houses(features: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Point]]:
    for feature in features:
        given = feature["properties"]
        name = given.get("name") or given.get("compound")
        if given["kind"] == "building" and name:
            yield name, middle(feature["geometry"])


@dataclass(frozen=True, slots=True)
class Corners:
    """Names of the streets that meet at each node, and the nodes of each way."""

    names: Mapping[int, Mapping[int, str]]
    nodes: Mapping[int, Sequence[int]]
    houses: Sequence[tuple[str, Point]] = ()

    @classmethod
    def of(cls, row: StreetMap) -> "Corners":
        """Read from the drawing of a map; nothing is known where the file is gone."""
        content = drawing(row)
        features = json.loads(gzip.decompress(content))["features"] if content else []
        names: dict[int, dict[int, str]] = defaultdict(dict)
        nodes: dict[int, Sequence[int]] = {}
        for street in (f["properties"] for f in features if f["properties"]["kind"] == "street"):
            nodes[street["way"]] = street["nodes"]
            for node in street["nodes"]:
                names[node][street["way"]] = street["name"]
        return cls(names, nodes, list(_houses(features)))

    def landmark(self, at: Point) -> str:
        """The nearest house with a name, for an alley that crosses no street with one."""
        near = [(metres(at, place), name) for name, place in self.houses]
        distance, name = min(near, default=(math.inf, ""))
        return name if distance <= NEAR else ""

    def name(self, way: int) -> str:
        """What a way is called; empty where it has no name."""
        nodes = self.nodes.get(way, ())
        return self.names[nodes[0]][way] if nodes else ""

    def near(self, closing: Mapping[str, Any], at: Point) -> str:
        """The nearest street with a name, else the nearest house with one."""
        before, behind = self.around(closing)
        return before or behind or self.landmark(at)

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
