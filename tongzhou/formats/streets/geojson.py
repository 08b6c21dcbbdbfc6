"""Reads GeoJSON (RFC 7946): lines are streets, polygons are buildings or compounds.

Properties carry OpenStreetMap's words (`highway`, `width`, `building`, `barrier`, `landuse`); a
line without any is a footway. Lines meet where they share a position: positions are rounded to
1e-7 degrees and numbered in the order in which they come, and these numbers are the node ids.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from tongzhou.formats.streets.errors import UnusableStreets
from tongzhou.formats.streets.extract import (
    GONE,
    OSM_CREDIT,
    Area,
    Building,
    Degrees,
    Extract,
    Line,
    Tags,
    Way,
    bounds_of,
)

CREDITS = ("attribution", "copyright")


def read_geojson(path: Path, digest: str) -> Extract:
    """The streets, buildings, walls and compounds among the features."""
    try:
        text = json.loads(path.read_text("utf-8-sig"))
        features = text["features"]
        collected = _Collected()
        for number, feature in enumerate(features, start=1):
            collected.add(number, feature)
    except (ValueError, KeyError, TypeError, AttributeError, shapely.GEOSException) as error:
        raise UnusableStreets("streets_damaged", name=path.name, why=error) from error
    for place in collected.nodes.values():
        if abs(place[0]) > 180 or abs(place[1]) > 90:
            raise UnusableStreets("streets_polar", name=path.name, where=place)
    return Extract(
        digest=digest,
        nodes=collected.nodes,
        node_tags=collected.node_tags,
        ways=collected.ways,
        buildings=collected.buildings,
        lines=collected.lines,
        areas=collected.areas,
        bounds=bounds_of(collected.nodes) if collected.nodes else (0, 0, 0, 0),
        attribution=_attribution(text, features),
    )


def _attribution(text: dict[str, Any], features: list[dict[str, Any]]) -> str:
    """Whom the file credits; what was exported from OpenStreetMap has its ids as `@id`."""
    told = next((text[name] for name in CREDITS if isinstance(text.get(name), str)), "")
    is_osm = any("@id" in (feature.get("properties") or {}) for feature in features)
    return OSM_CREDIT if is_osm or "openstreetmap" in told.casefold() else told[:200]


@dataclass(slots=True)
class _Collected:
    """What has been read so far."""

    nodes: dict[int, Degrees] = field(default_factory=dict)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    _ids: dict[Degrees, int] = field(default_factory=dict)

    def add(self, number: int, feature: dict[str, Any]) -> None:
        """Sort one feature into its list."""
        geometry = shape(feature["geometry"])
        tags = {k: str(v) for k, v in (feature.get("properties") or {}).items() if v is not None}
        parts = list(getattr(geometry, "geoms", [geometry]))
        name = tags.get("osm_id") or tags.get("@id") or str(feature.get("id") or number)
        for part in parts:
            match part.geom_type:
                case "LineString":
                    self._add_line(name, number, part, tags)
                case "Polygon":
                    self._add_polygon(name, part, tags)
                case "Point":
                    self.node_tags[self._node(part.coords[0])] = tags

    def _add_line(self, name: str, number: int, line: shapely.LineString, tags: Tags) -> None:
        if "barrier" in tags and "highway" not in tags:
            self.lines.append(Line(tags["barrier"], line))
        elif (kind := tags.get("highway", "footway")) not in GONE:
            digits = name.rpartition("/")[2]
            nodes = tuple(self._node(place) for place in line.coords)
            way = int(digits) if digits.isdigit() else number
            self.ways.append(Way(way, nodes, {**tags, "highway": kind}))

    def _add_polygon(self, name: str, polygon: shapely.Polygon, tags: Tags) -> None:
        if "building" in tags:
            known = name if "/" in name else f"way/{name}"
            self.buildings.append(Building(known, tags, polygon))
        elif (use := tags.get("landuse") or tags.get("natural") or "") in ("residential", "water"):
            self.areas.append(Area(use, tags.get("name", ""), polygon))

    def _node(self, place: tuple[float, ...]) -> int:
        key = (round(place[0], 7), round(place[1], 7))
        number = self._ids.setdefault(key, len(self._ids) + 1)
        self.nodes[number] = key
        return number
