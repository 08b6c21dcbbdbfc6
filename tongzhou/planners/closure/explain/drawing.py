"""A file of streets as a map to draw, and why each barrier of a plan stands where it stands."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import shapely
from shapely import STRtree
from shapely.geometry import mapping

from tongzhou.formats.streets import Extract
from tongzhou.formats.streets.extract import Building, Tags
from tongzhou.planners.closure.explain.reasons import reasons
from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve import Plan

GRID = 1e-6
DRAWN_WALLS = frozenset({"wall", "fence", "hedge", "retaining_wall", "city_wall"})
Feature = dict[str, Any]


def facts(extract: Extract) -> dict[str, Any]:
    """What a file holds, and all of it that a page draws."""
    features = [*_streets(extract), *_walls(extract), *_water(extract), *_buildings(extract)]
    counts = Counter(feature["properties"]["kind"] for feature in features)
    return {
        "digest": extract.digest,
        "bounds": list(extract.bounds),
        "counts": dict(counts),
        "attribution": extract.attribution,
        "map": {"type": "FeatureCollection", "features": features},
    }


def reasons_of(problem: Problem, plan: Plan) -> list[list[dict[str, Any]]]:
    """For each closing of the plan its reasons, the weightiest first."""
    return [
        [{"key": r.key, "numbers": r.numbers} for r in reasons(problem, plan, number)]
        for number in range(len(plan.stands))
    ]


def _streets(extract: Extract) -> Iterator[Feature]:
    """Ways with the ids of their nodes, so that a tap can name a segment."""
    for way in extract.ways:
        if "highway" not in way.tags:
            continue
        line = [_rounded(*extract.nodes[node]) for node in way.nodes]
        yield {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": line},
            "properties": {
                "kind": "street", "way": way.id, "highway": way.tags["highway"],
                "name": way.tags.get("name", ""), "nodes": way.nodes,
            },
        }  # fmt: skip


def _rounded(longitude: float, latitude: float) -> tuple[float, float]:
    return round(longitude, 6), round(latitude, 6)


def _walls(extract: Extract) -> Iterator[Feature]:
    for line in extract.lines:
        if line.kind in DRAWN_WALLS:
            yield _feature(line.shape, {"kind": "wall"})


def _water(extract: Extract) -> Iterator[Feature]:
    for area in extract.areas:
        if area.kind == "water":
            yield _feature(area.shape, {"kind": "water"})


def _buildings(extract: Extract) -> Iterator[Feature]:
    """Buildings with every name the registry may know them by."""
    compounds = [a for a in extract.areas if a.kind == "residential" and a.name]
    tree = STRtree([area.shape for area in compounds])
    for building in extract.buildings:
        middle = shapely.point_on_surface(building.footprint)
        around = tree.query(middle, predicate="within")
        compound = compounds[int(around[0])].name if len(around) else ""
        yield _feature(building.footprint, _named(building, compound, middle))


def _named(building: Building, compound: str, middle: Any) -> dict[str, Any]:
    tags = building.tags
    return {
        "kind": "building",
        "osm_id": building.id,
        "name": tags.get("name", ""),
        "number": _first(tags, "addr:housenumber", "ref", "addr:housename"),
        "street": _first(tags, "addr:street", "addr:place"),
        "compound": compound,
        "at": _rounded(middle.x, middle.y),
    }


def _first(tags: Tags, *names: str) -> str:
    return next((tags[name] for name in names if tags.get(name)), "")


def _feature(shape: Any, properties: dict[str, Any]) -> Feature:
    coarse = shapely.set_precision(shape, GRID, mode="pointwise")
    return {"type": "Feature", "geometry": mapping(coarse), "properties": properties}
