"""Chooses the reader by the file's name and refuses what no planner could use."""

import hashlib
from pathlib import Path

from tongzhou.formats.streets.errors import UnusableStreets
from tongzhou.formats.streets.extract import Extract

OSM = (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf", ".pbf")
GEOJSON = (".geojson", ".json")


def read(path: Path) -> Extract:
    """The streets of a file.

    Raises `UnusableStreets` with a sentence that names the file and what is wrong with it.
    """
    if not path.is_file():
        raise UnusableStreets("streets_missing", path=path)
    extract = _read(path, hashlib.sha256(path.read_bytes()).hexdigest())
    if not extract.ways:
        raise UnusableStreets("streets_none", name=path.name)
    return extract


def _read(path: Path, digest: str) -> Extract:
    # Each reader brings a library of its own, so each is imported when it is needed.
    name = path.name.lower()
    if name.endswith(OSM):
        from tongzhou.formats.streets.osm import read_osm

        return read_osm(path, digest)
    if name.endswith(GEOJSON):
        from tongzhou.formats.streets.geojson import read_geojson

        return read_geojson(path, digest)
    if name.endswith(".parquet"):
        from tongzhou.formats.streets.links import read_links

        return read_links(path, digest)
    raise UnusableStreets("streets_kind", name=path.name)
