"""A plan as an SVG picture for paper and page: what is where is told by pattern, not only colour.

One unit is one metre; north is up. Symbols have a size on paper, so they are given as metres too.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import shapely
from shapely import Geometry
from shapely.geometry import shape

from tongzhou.formats.streets import Extract
from tongzhou.planners.closure.problem.plane import Plane
from tongzhou.planners.closure.problem.tags import assumed_width, mapped_width

TINTS = ("#e3eefb", "#e8f5e2", "#fdf0da", "#f3e6f6", "#e0f3f1", "#fbe6e6")
COLOURS = {"fence": "#c62828", "fire_lane": "#ef6c00", "gate": "#2e7d32", "keyed_door": "#555555"}
USUAL_WIDTHS = {"secondary": 14.0, "primary": 18.0, "tertiary": 9.0, "residential": 6.0,
                "service": 4.0, "footway": 2.0, "other": 3.0}  # fmt: skip
HATCH = """<defs><pattern id="water" width="6" height="6" patternUnits="userSpaceOnUse">
<rect width="6" height="6" fill="#d8eaf3"/><path d="M0 3h6" stroke="#a9cfe2" stroke-width=".6"/>
</pattern><pattern id="shut" width="4" height="4" patternUnits="userSpaceOnUse"
patternTransform="rotate(45)"><rect width="4" height="4" fill="#dcd6cc"/>
<path d="M0 0v4" stroke="#9c9488" stroke-width="1"/></pattern></defs>"""


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes shapes in degrees as SVG paths inside a frame."""

    plane: Plane
    frame: tuple[float, float, float, float]
    symbol: float

    def path(self, geometry: Geometry, style: str) -> str:
        """A shape in degrees, or nothing where it lies outside the frame."""
        metres = self.plane.shape(geometry)
        if metres.is_empty or not shapely.intersects(metres, shapely.box(*self.frame)):
            return ""
        return f'<path d="{"".join(self._rings(metres))}" {style}/>'

    def _rings(self, geometry: Geometry) -> Iterator[str]:
        for part in shapely.get_parts(geometry):
            lines = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for line in lines:
                places = " ".join(f"{x:.1f} {-y:.1f}" for x, y in line.coords)
                yield f"M{places}{'Z' if part.geom_type == 'Polygon' else ''}"


def to_svg(
    plan: Mapping[str, Any], extract: Extract, *, symbol: float = 9.0, margin: float = 40.0
) -> str:
    """The map of a plan's GeoJSON; `symbol` is the radius of a gate's disc, in metres of ground."""
    area = shape(plan["tongzhou"]["area"])
    middle = area.centroid
    plane = Plane(middle.x, middle.y)
    west, south, east, north = shapely.buffer(plane.shape(area), margin).bounds
    pen = _Pen(plane, (west, south, east, north), symbol)
    box = f"{west:.1f} {-north:.1f} {east - west:.1f} {north - south:.1f}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="Noto Sans SC, sans-serif">',
        HATCH,
        f'<rect x="{west:.1f}" y="{-north:.1f}" width="100%" height="100%" fill="#faf8f4"/>',
        *_cells(plan, pen),
        *_ground(extract, pen),
        pen.path(area, 'fill="none" stroke="#444" stroke-width="2" stroke-dasharray="10 4 2 4"'),
        *_names(extract, pen),
        *_closings(plan, extract, pen),
        *_rose(pen),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _cells(plan: Mapping[str, Any], pen: _Pen) -> Iterator[str]:
    for feature in plan["features"]:
        if feature["properties"]["kind"] == "cell":
            tint = TINTS[feature["properties"]["number"] % len(TINTS)]
            yield pen.path(shape(feature["geometry"]), f'fill="{tint}" stroke="none"')


def _ground(extract: Extract, pen: _Pen) -> Iterator[str]:
    """Water, streets from the narrow to the wide, walls, buildings."""
    for area in extract.areas:
        if area.kind == "water":
            yield pen.path(area.shape, 'fill="url(#water)"')
    yield from (line for _, line in sorted(_streets(extract, pen)))
    for wall in extract.lines:
        yield pen.path(wall.shape, 'fill="none" stroke="#6d5f4f" stroke-width="1"')
    for building in extract.buildings:
        is_home = building.tags.get("building") not in ("commercial", "hospital", "train_station")
        fill = "#dcd6cc" if is_home else "url(#shut)"
        yield pen.path(building.footprint, f'fill="{fill}" stroke="#8a8275" stroke-width=".5"')


def _streets(extract: Extract, pen: _Pen) -> Iterator[tuple[float, str]]:
    for way in extract.ways:
        if len(set(way.nodes)) < 2:
            continue
        width = mapped_width(way.tags) or assumed_width(way.tags, USUAL_WIDTHS)
        line = shapely.LineString([extract.nodes[node] for node in way.nodes])
        colour = "#ffffff" if width >= 4 else "#f1e8d6"
        style = f'fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round"'
        casing = f'fill="none" stroke="#b9b2a6" stroke-width="{width + 1:g}" stroke-linecap="round"'
        yield 0.0, pen.path(line, casing)
        yield width, pen.path(line, style)


def _names(extract: Extract, pen: _Pen) -> Iterator[str]:
    """Each name once, along the longest stretch that bears it."""
    longest: dict[str, tuple[float, np.ndarray]] = {}
    for way in extract.ways:
        name, places = way.tags.get("name"), [extract.nodes[node] for node in way.nodes]
        if not name or len(places) < 2:
            continue
        metres = pen.plane.metres(np.array(places))
        length = float(np.hypot(*(metres[-1] - metres[0])))
        if length > longest.get(name, (40.0, metres))[0]:
            longest[name] = length, metres
    for name, (_, metres) in sorted(longest.items()):
        middle, (dx, dy) = metres.mean(axis=0), metres[-1] - metres[0]
        turn = math.degrees(math.atan2(-dy, dx))
        turn = turn - 180 if turn > 90 else turn + 180 if turn <= -90 else turn
        yield _text(float(middle[0]), float(middle[1]), name, pen.symbol * 0.9,
                    f'transform="rotate({turn:.0f} {middle[0]:.1f} {-middle[1]:.1f})" fill="#555"')  # fmt: skip


def _closings(plan: Mapping[str, Any], extract: Extract, pen: _Pen) -> Iterator[str]:
    for feature in plan["features"]:
        p = feature["properties"]
        if p["kind"] in COLOURS:
            x, y = pen.plane.metres(np.array([feature["geometry"]["coordinates"][:2]]))[0]
            yield _disc(x, y, p, pen) if p["kind"] == "gate" else _bar(x, y, p, extract, pen)


def _disc(x: float, y: float, p: Mapping[str, Any], pen: _Pen) -> str:
    disc = f'<circle cx="{x:.1f}" cy="{-y:.1f}" r="{pen.symbol:g}" fill="{COLOURS["gate"]}" stroke="#fff" stroke-width="1"/>'
    return disc + _text(x, y, str(p["number"]), pen.symbol, 'fill="#fff" font-weight="bold"')


def _bar(x: float, y: float, p: Mapping[str, Any], extract: Extract, pen: _Pen) -> str:
    """A bar across the way: whole for a fence, broken by a key for what can be opened."""
    turn = _across(p, extract, pen)
    half, thick = max(p["width"] / 2 + 2, pen.symbol * 0.8), pen.symbol * 0.35
    colour = COLOURS[p["kind"]]
    dash = "" if p["kind"] == "fence" else f' stroke-dasharray="{half * 0.7:.1f} {half * 0.6:.1f}"'
    bar = (
        f'<path d="M{-half:.1f} 0H{half:.1f}" stroke="{colour}" stroke-width="{thick:.1f}"{dash}/>'
    )
    key = "" if p["kind"] == "fence" else _key(pen.symbol * 0.22, colour)
    place = f'<g transform="translate({x:.1f} {-y:.1f}) rotate({turn:.0f})">{bar}{key}</g>'
    return place + _text(x + pen.symbol, y + pen.symbol * 0.7, str(p["number"]), pen.symbol * 0.7,
                         f'fill="{colour}" stroke="#fff" stroke-width=".8" paint-order="stroke"')  # fmt: skip


def _key(size: float, colour: str) -> str:
    return (
        f'<circle cx="{-size:.1f}" r="{size:.1f}" fill="#fff" stroke="{colour}" stroke-width="{size / 2:.1f}"/>'
        f'<path d="M0 0h{2 * size:.1f}v{size:.1f}" fill="none" stroke="{colour}" stroke-width="{size / 2:.1f}"/>'
    )


def _across(p: Mapping[str, Any], extract: Extract, pen: _Pen) -> float:
    """Degrees of a bar that lies across its way."""
    ends = [extract.nodes.get(p[key]) for key in ("osm_from", "osm_to")]
    if None in ends:
        return 0.0
    start, end = pen.plane.metres(np.array(ends))
    dx, dy = end - start
    return math.degrees(math.atan2(-dy, dx)) + 90


def _text(x: float, y: float, words: str, size: float, style: str) -> str:
    place = f'x="{x:.1f}" y="{-y:.1f}" font-size="{size:.1f}"'
    return f'<text {place} text-anchor="middle" dominant-baseline="central" {style}>{escape(words)}</text>'


def _rose(pen: _Pen) -> Sequence[str]:
    """North, and a bar of 100 m."""
    west, south, _, north = pen.frame
    x, y, s = west + 4 * pen.symbol, -south - 2 * pen.symbol, pen.symbol
    top = -north + 3 * s
    return (
        f'<path d="M{x:.1f} {y - s / 2:.1f}v{s / 2:.1f}h100v{-s / 2:.1f}" fill="none" stroke="#222" stroke-width="1.2"/>',
        _text(x + 50, -(y - s), "100 m", s, 'fill="#222"'),
        f'<path d="M{x:.1f} {top - s:.1f}l{s * 0.7:.1f} {2 * s:.1f}l{-s * 0.7:.1f} {-s * 0.5:.1f}l{-s * 0.7:.1f} {s * 0.5:.1f}z" fill="#222"/>',
        _text(x, -(top - 1.8 * s), "N", s, 'fill="#222"'),
    )
