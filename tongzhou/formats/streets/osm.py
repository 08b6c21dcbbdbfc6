"""Reads OpenStreetMap files: .osm, .osm.gz, .osm.bz2, .osm.pbf."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium
import shapely
from osmium.filter import KeyFilter
from osmium.osm import Area as OsmArea

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
from tongzhou.formats.streets.osm_writer import GENERATOR

WANTED = ("highway", "building", "barrier", "entrance", "emergency", "landuse", "natural", "route")
AREAS = ("building", "landuse", "natural")


def read_osm(path: Path, digest: str) -> Extract:
    """Everything of the file that a closure can depend on."""
    collected = _Collected()
    try:
        bounds, attribution = _header(path)
        with_areas = osmium.FileProcessor(str(path)).with_areas(KeyFilter(*AREAS))
        for thing in with_areas.with_filter(KeyFilter(*WANTED)):
            collected.add(thing)
    except RuntimeError as error:
        raise UnusableStreets("streets_damaged", name=path.name, why=error) from error
    return Extract(
        digest=digest,
        nodes=collected.nodes,
        node_tags=collected.node_tags,
        ways=collected.ways,
        buildings=collected.buildings,
        lines=collected.lines,
        areas=collected.areas,
        bus_ways=frozenset(collected.bus_ways),
        bounds=bounds or (bounds_of(collected.nodes) if collected.nodes else (0, 0, 0, 0)),
        attribution=attribution,
    )


def _header(path: Path) -> tuple[tuple[float, float, float, float] | None, str]:
    """The ground the file covers, where it says so, and whom to credit."""
    with osmium.io.Reader(str(path)) as reader:
        header = reader.header()
        box, generator = header.box(), header.get("generator")
    attribution = "" if generator == GENERATOR else OSM_CREDIT
    if not box.valid():
        return None, attribution
    low, high = box.bottom_left, box.top_right
    return (low.lon, low.lat, high.lon, high.lat), attribution


@dataclass(slots=True)
class _Collected:
    """What has been read so far."""

    nodes: dict[int, Degrees] = field(default_factory=dict)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    bus_ways: set[int] = field(default_factory=set)
    factory: Any = field(default_factory=osmium.geom.WKBFactory)

    def add(self, thing: Any) -> None:
        """Sort one object of the file into its list."""
        if thing.is_node():
            self._add_node(thing)
        elif thing.is_way():
            self._add_way(thing)
        elif thing.is_area():
            self._add_area(thing)
        elif thing.tags.get("route") in ("bus", "trolleybus"):
            self.bus_ways.update(m.ref for m in thing.members if m.type == "w")

    def _add_node(self, node: Any) -> None:
        self.nodes[node.id] = (node.location.lon, node.location.lat)
        self.node_tags[node.id] = _tags(node)

    def _add_way(self, way: Any) -> None:
        # A node that lies outside the extract has no position: the way ends before it.
        refs = [(n.ref, n.lon, n.lat) for n in way.nodes if n.location.valid()]
        if len(refs) < 2:
            return
        tags = _tags(way)
        if tags.get("highway", "construction") not in GONE:
            self.nodes.update((ref, (lon, lat)) for ref, lon, lat in refs)
            self.ways.append(Way(way.id, tuple(ref for ref, _, _ in refs), tags))
        if "barrier" in tags:
            shape = shapely.LineString([(lon, lat) for _, lon, lat in refs])
            self.lines.append(Line(tags["barrier"], shape))

    def _add_area(self, area: OsmArea) -> None:
        try:
            shape = shapely.from_wkb(self.factory.create_multipolygon(area))
        except RuntimeError:  # a ring that crosses itself: mappers draw such, planners need none
            return
        tags = _tags(area)
        if "building" in tags:
            kind = "way" if area.from_way() else "relation"
            self.buildings.append(Building(f"{kind}/{area.orig_id()}", tags, shape))
        elif (use := tags.get("landuse") or tags.get("natural")) in ("residential", "water"):
            self.areas.append(Area(use, tags.get("name", ""), shape))


def _tags(thing: Any) -> Mapping[str, str]:
    return {tag.k: tag.v for tag in thing.tags}
