"""What a file of streets holds, whatever its format: OpenStreetMap's words, degrees of WGS 84."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import shapely
from shapely import Geometry, LineString

Tags = Mapping[str, str]
OSM_CREDIT = "© OpenStreetMap contributors, ODbL 1.0"
Degrees = tuple[float, float]
"""Longitude and latitude."""
GONE = frozenset(
    {"construction", "proposed", "planned", "abandoned", "razed", "demolished", "removed",
     "rest_area", "services"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """A street, path or flight of steps as a chain of nodes."""

    id: int
    nodes: tuple[int, ...]
    tags: Tags


@dataclass(frozen=True, slots=True)
class Building:
    """A building with its footprint in degrees; `id` is `way/123` or `relation/5`."""

    id: str
    tags: Tags
    footprint: Geometry


@dataclass(frozen=True, slots=True)
class Line:
    """A wall, a fence, a hedge; `kind` is the value of its tag."""

    kind: str
    shape: LineString


@dataclass(frozen=True, slots=True)
class Area:
    """Ground of one use: a compound (`residential`), `water`."""

    kind: str
    name: str
    shape: Geometry


@dataclass(frozen=True, slots=True)
class Extract:
    """One file of streets.

    `shapes` draws the segments that are not straight, by way and position of their first node.
    `bounds` is west, south, east, north of the ground the file claims to cover; `attribution` is
    whom to credit for it, as far as the file tells.
    """

    digest: str
    nodes: Mapping[int, Degrees]
    node_tags: Mapping[int, Tags]
    ways: Sequence[Way]
    buildings: Sequence[Building] = ()
    lines: Sequence[Line] = ()
    areas: Sequence[Area] = ()
    bus_ways: frozenset[int] = frozenset()
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    shapes: Mapping[tuple[int, int], LineString] = field(default_factory=dict)
    attribution: str = ""


def bounds_of(nodes: Mapping[int, Degrees]) -> tuple[float, float, float, float]:
    """West, south, east, north of all nodes."""
    west, south, east, north = shapely.multipoints(list(nodes.values())).bounds
    return float(west), float(south), float(east), float(north)
