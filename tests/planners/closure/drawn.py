"""Streets drawn in metres: ways between named corners, houses beside them."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from tongzhou.formats.streets import Building, Extract, Way
from tongzhou.planners.closure.problem import NO_PINS, Pins, Problem, Profile, build
from tongzhou.planners.closure.problem.plane import Plane

PLANE = Plane(114.3, 30.6)
Place = tuple[float, float]
SMALL: Mapping[str, Mapping[str, object]] = {
    "graph": {"rim_metres": 0.0},
    "public": {"doors": []},
}


def degrees(place: Place) -> Place:
    """Metres from the corner of the map as longitude and latitude."""
    lon, lat = PLANE.degrees(np.array(place))
    return float(lon), float(lat)


def drawn(
    corners: Mapping[int, Place],
    ways: Sequence[tuple[tuple[int, ...], str]],
    houses: Sequence[Place] = (),
    *,
    tags: Mapping[int, Mapping[str, str]] | None = None,
    barriers: Mapping[int, str] | None = None,
) -> Extract:
    """A map of ways (numbered from 1) and houses of 12 m (numbered from 101), one storey each."""
    bottom, top = degrees((-500, -500)), degrees((500, 500))
    return Extract(
        digest="drawn",
        nodes={ref: degrees(place) for ref, place in corners.items()},
        node_tags={ref: {"barrier": kind} for ref, kind in (barriers or {}).items()},
        ways=[
            Way(number, nodes, {"highway": kind, **(tags or {}).get(number, {})})
            for number, (nodes, kind) in enumerate(ways, start=1)
        ],
        buildings=[
            Building(
                f"way/{number}",
                {"building": "residential", "building:levels": "10"},
                shapely.Polygon([
                    degrees((x + dx, y + dy)) for dx, dy in ((-6, -6), (6, -6), (6, 6), (-6, 6))
                ]),
            )
            for number, (x, y) in enumerate(houses, start=101)
        ],
        bounds=(*bottom, *top),
    )  # fmt: skip


def problem(
    extract: Extract,
    given: Mapping[str, Mapping[str, object]] | None = None,
    *,
    pins: Pins = NO_PINS,
) -> Problem:
    """The problem of the whole map, with parts of the profile put over the defaults."""
    tables = {name: dict(table) for name, table in SMALL.items()}
    for name, table in (given or {}).items():
        tables.setdefault(name, {}).update(table)
    return build(extract, Profile.over_defaults(tables), pins=pins)


def through_alley() -> Extract:
    """Two avenues, an alley between them that a fire engine fits through, three houses on it."""
    return drawn(
        {1: (-300, 0), 2: (-100, 0), 3: (-100, 300), 4: (-100, -300), 5: (100, 0), 6: (100, 300),
         7: (100, -300)},
        [((4, 2, 3), "primary"), ((7, 5, 6), "primary"), ((2, 5), "residential")],
        [(-40, 12), (0, 12), (40, 12)],
    )  # fmt: skip


def two_courts() -> Extract:
    """An avenue with two dead ends of footpaths, each with two houses."""
    return drawn(
        {1: (-300, 0), 2: (-100, 0), 3: (100, 0), 4: (300, 0), 5: (-100, 150), 6: (100, 150)},
        [((1, 2, 3, 4), "secondary"), ((2, 5), "footway"), ((3, 6), "footway")],
        [(-112, 60), (-112, 120), (88, 60), (88, 120)],
    )  # fmt: skip
