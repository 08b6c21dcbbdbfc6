"""Distances and areas on the ground, near enough for what stands in an alley."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

METRES_A_DEGREE = 111_320
Point = Sequence[float]


def metres(a: Point, b: Point) -> float:
    """Between two places, longitude before latitude."""
    squeeze = math.cos(math.radians(a[1]))
    return METRES_A_DEGREE * math.hypot((a[0] - b[0]) * squeeze, a[1] - b[1])


def middle(geometry: Mapping[str, Any]) -> Point:
    """The mean corner of the outer ring of a house."""
    rings = geometry["coordinates"]
    ring = rings[0] if geometry["type"] == "Polygon" else rings[0][0]
    return [sum(place[k] for place in ring) / len(ring) for k in (0, 1)]


def is_in_or_near(point: Point, area: Mapping[str, Any] | None, within: float) -> bool:
    """Whether a place lies in an area or at most so many metres beside its edge."""
    rings = list(_rings(area or {}))
    inside = sum(_crossings(point, ring) for ring in rings) % 2 == 1
    return inside or any(_beside(point, ring) <= within for ring in rings)


def _rings(area: Mapping[str, Any]) -> Iterable[Sequence[Point]]:
    if area.get("type") == "Polygon":
        yield from area["coordinates"]
    for polygon in area["coordinates"] if area.get("type") == "MultiPolygon" else ():
        yield from polygon


def _crossings(point: Point, ring: Sequence[Point]) -> int:
    x, y = point
    return sum(
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in pairwise(ring)
    )


def _beside(point: Point, ring: Sequence[Point]) -> float:
    pairs = pairwise(ring)
    return min((_to_line(point, a, b) for a, b in pairs), default=math.inf)


def _to_line(point: Point, a: Point, b: Point) -> float:
    squeeze = math.cos(math.radians(point[1]))
    bx, by = (b[0] - a[0]) * squeeze, b[1] - a[1]
    px, py = (point[0] - a[0]) * squeeze, point[1] - a[1]
    along = (px * bx + py * by) / (bx * bx + by * by or 1)
    share = max(0.0, min(1.0, along))
    return METRES_A_DEGREE * math.hypot(px - share * bx, py - share * by)
