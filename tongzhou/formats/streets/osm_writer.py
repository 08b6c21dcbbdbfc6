"""Writes streets, buildings and walls as an OpenStreetMap file (.osm, API 0.6, XML)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from tongzhou.formats.streets.extract import Degrees, Tags

GENERATOR = "tongzhou"
"""Who drew the file: what this program invents owes no mapper anything."""


@dataclass(frozen=True, slots=True)
class WrittenWay:
    """Any way of the file: a street, a wall, or an area whose last node is its first."""

    id: int
    nodes: tuple[int, ...]
    tags: Tags


def write_osm(
    nodes: Mapping[int, Degrees],
    node_tags: Mapping[int, Tags],
    ways: Sequence[WrittenWay],
    bounds: tuple[float, float, float, float],
) -> bytes:
    """The file's content; the same input gives the same bytes."""
    return ("\n".join(_lines(nodes, node_tags, ways, bounds)) + "\n").encode()


def _lines(
    nodes: Mapping[int, Degrees],
    node_tags: Mapping[int, Tags],
    ways: Sequence[WrittenWay],
    bounds: tuple[float, float, float, float],
) -> Iterator[str]:
    west, south, east, north = bounds
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<osm version="0.6" generator="{GENERATOR}">'
    yield (
        f'<bounds minlat="{south:.7f}" minlon="{west:.7f}" '
        f'maxlat="{north:.7f}" maxlon="{east:.7f}"/>'
    )
    for ref, (lon, lat) in sorted(nodes.items()):
        place = f'<node id="{ref}" version="1" visible="true" lat="{lat:.7f}" lon="{lon:.7f}"'
        tags = node_tags.get(ref)
        yield f"{place}>{_tags(tags)}</node>" if tags else f"{place}/>"
    for way in sorted(ways, key=lambda way: way.id):
        refs = "".join(f'<nd ref="{ref}"/>' for ref in way.nodes)
        yield f'<way id="{way.id}" version="1" visible="true">{refs}{_tags(way.tags)}</way>'
    yield "</osm>"


def _tags(tags: Tags) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
