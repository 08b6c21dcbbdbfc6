"""Reads a boundary: the polygons of a GeoJSON file, as one shape in degrees."""

import json
from pathlib import Path
from typing import Any

import shapely
from shapely import Geometry
from shapely.geometry import shape

from tongzhou.formats.streets.errors import UnusableStreets


def read_boundary(path: Path) -> Geometry:
    """The union of all polygons of the file; raises `UnusableStreets` where there is none."""
    if not path.is_file():
        raise UnusableStreets("streets_missing", path=path)
    try:
        shapes = [shape(part) for part in _geometries(json.loads(path.read_text("utf-8-sig")))]
    except (ValueError, KeyError, TypeError, AttributeError, shapely.GEOSException) as error:
        raise UnusableStreets("streets_damaged", name=path.name, why=error) from error
    polygons = [s for s in shapes if s.geom_type in ("Polygon", "MultiPolygon")]
    if not polygons:
        raise UnusableStreets("boundary_none", name=path.name)
    return shapely.make_valid(shapely.union_all(polygons))


def _geometries(thing: dict[str, Any]) -> list[dict[str, Any]]:
    match thing["type"]:
        case "FeatureCollection":
            return [part for feature in thing["features"] for part in _geometries(feature)]
        case "Feature":
            return [thing["geometry"]] if thing["geometry"] else []
        case "GeometryCollection":
            return list(thing["geometries"])
        case _:
            return [thing]
