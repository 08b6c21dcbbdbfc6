"""Reads a table of street links (Parquet): u, v, highway and a WKB geometry, one link a row.

Such tables have no buildings and often metres instead of degrees; the coordinate system stands in
the GeoParquet metadata and is converted.
"""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pyproj
import shapely
from pyarrow import ArrowException, Table

from tongzhou.formats.streets.errors import UnusableStreets
from tongzhou.formats.streets.extract import (
    GONE,
    OSM_CREDIT,
    Degrees,
    Extract,
    Way,
    bounds_of,
)

COLUMNS = {"u", "v", "highway", "geometry"}
OSM_COLUMNS = {"key", "osmid"}
"""One of these has who took the table from OpenStreetMap, with the tool usual for that."""


def read_links(path: Path, digest: str) -> Extract:
    """One way of two nodes for each link, numbered by its row from 1."""
    try:
        table = pyarrow.parquet.read_table(path)
        if not set(table.column_names) >= COLUMNS:
            found = ", ".join(table.column_names)
            raise UnusableStreets("streets_columns", name=path.name, found=found)
        shapes = _in_degrees(table)
    except (ArrowException, ValueError, shapely.GEOSException) as error:
        raise UnusableStreets("streets_damaged", name=path.name, why=error) from error
    ends = zip(table["u"].to_pylist(), table["v"].to_pylist(), strict=True)
    kinds = table["highway"].to_pylist()
    nodes: dict[int, Degrees] = {}
    ways = []
    bent = {}
    for number, ((u, v), kind, line) in enumerate(zip(ends, kinds, shapes, strict=True), start=1):
        if kind in GONE:
            continue
        nodes[u], nodes[v] = line.coords[0], line.coords[-1]
        ways.append(Way(number, (u, v), {"highway": str(kind)}))
        if len(line.coords) > 2:
            bent[number, 0] = line
    bounds = bounds_of(nodes) if nodes else (0.0, 0.0, 0.0, 0.0)
    attribution = OSM_CREDIT if OSM_COLUMNS & set(table.column_names) else ""
    return Extract(digest, nodes, {}, ways, bounds=bounds, shapes=bent, attribution=attribution)


def _in_degrees(table: Table) -> np.ndarray:
    shapes = shapely.from_wkb(table["geometry"].to_numpy())
    about = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    crs = about.get("columns", {}).get("geometry", {}).get("crs")
    if crs is None:
        return shapes
    transformer = pyproj.Transformer.from_crs(pyproj.CRS.from_user_input(crs), 4326, always_xy=True)
    return shapely.transform(shapes, transformer.transform, interleaved=False)
