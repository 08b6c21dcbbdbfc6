"""The barrier schedule of a plan: one row for each closing, and the order of undoing them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import shape

from tongzhou.formats.streets import Extract
from tongzhou.planners.closure.problem.plane import Plane

KINDS = {
    "fence": {"zh": "围挡", "en": "fence"},
    "fire_lane": {"zh": "消防通道（可移动）", "en": "fire lane (removable)"},
    "gate": {"zh": "卡口（有人值守）", "en": "gate (guarded)"},
    "keyed_door": {"zh": "锁门", "en": "keyed door"},
}
CLOSINGS = tuple(KINDS)
REMOVAL = ("fire_lane", "fence", "keyed_door", "gate")
Plan = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One closing; `start` and `end` name the cross streets on both sides, as far as they have
    names; `width` in metres.
    """

    number: int
    kind: str
    name: str
    start: str
    end: str
    width: float
    is_width_assumed: bool
    households: int
    guards: int
    lon: float
    lat: float
    is_fire: bool
    key_holder: str = ""


def schedule(
    plan: Plan, extract: Extract | None = None, key_holders: Mapping[int, str] | None = None
) -> list[Row]:
    """All closings of a plan's GeoJSON by number; cross streets are known with the extract."""
    corners = _Corners.of(extract) if extract else None
    holders = key_holders or {}
    found = [f for f in plan["features"] if f["properties"]["kind"] in KINDS]
    rows = [_row(feature, corners, holders) for feature in found]
    return sorted(rows, key=lambda row: row.number)


def _row(feature: Mapping[str, Any], corners: "_Corners | None", holders: Mapping[int, str]) -> Row:
    p = feature["properties"]
    lon, lat = feature["geometry"]["coordinates"][:2]
    start, end = corners.around(p) if corners else ("", "")
    return Row(
        p["number"], p["kind"], p["name"], start, end, p["width"], p["width_assumed"],
        p["households"], p["guards"], lon, lat, p["fire"], holders.get(p["number"], ""),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Corners:
    """Names of the streets that meet at each node, and the nodes of each way."""

    names: Mapping[int, Mapping[int, str]]
    nodes: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, extract: Extract) -> "_Corners":
        names: dict[int, dict[int, str]] = defaultdict(dict)
        for way in extract.ways:
            for node in way.nodes:
                names[node][way.id] = way.tags.get("name", "")
        return cls(names, {way.id: way.nodes for way in extract.ways})

    def around(self, closing: Mapping[str, Any]) -> tuple[str, str]:
        """The nearest cross streets with a name before and behind a closing."""
        nodes, own = self.nodes.get(closing["osm_way"], ()), closing["name"]
        ends = closing["osm_from"], closing["osm_to"]
        if any(end not in nodes for end in ends):
            return "", ""
        first, second = (nodes.index(end) for end in ends)
        low, high = min(first, second), max(first, second)
        before = self._first(list(reversed(nodes[: low + 1])), closing["osm_way"], own)
        behind = self._first(nodes[high:], closing["osm_way"], own)
        return (before, behind) if first < second else (behind, before)

    def _first(self, nodes: Sequence[int], way: int, own: str) -> str:
        for node in nodes:
            other = sorted(
                n for w, n in self.names[node].items() if w != way and n not in ("", own)
            )
            if other:
                return other[0]
        return ""


def removal_order(plan: Plan, rows: Sequence[Row]) -> list[Row]:
    """How to undo a closure: fire lanes first, then fences from the largest households on.

    A fence's weight is the households of the buildings nearest to it; gates go last, because their
    guards help until everything is open.
    """
    weight = _households_nearby(plan, rows)
    return sorted(rows, key=lambda r: (REMOVAL.index(r.kind), -weight[r.number], r.number))


def _households_nearby(plan: Plan, rows: Sequence[Row]) -> dict[int, int]:
    """Each building's households count for the closing nearest to it."""
    weight = {row.number: 0 for row in rows}
    of_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_kind[row.kind].append(row)
    plane = Plane(rows[0].lon, rows[0].lat) if rows else Plane(0, 0)
    homes = [f for f in plan["features"]
             if f["properties"]["kind"] == "building" and f["properties"]["households"]]  # fmt: skip
    points = [plane.shape(shape(home["geometry"])).centroid for home in homes]
    for members in of_kind.values():
        places = plane.metres([(row.lon, row.lat) for row in members])  # type: ignore[arg-type]
        nearest = shapely.STRtree(shapely.points(places)).nearest(points) if points else []
        for home, k in zip(homes, nearest, strict=True):
            weight[members[int(k)].number] += home["properties"]["households"]
    return weight
