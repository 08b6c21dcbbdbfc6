"""What runs through and round the district: main streets, the canal, the railway, the station."""

from itertools import pairwise
from typing import Any

from tongzhou.demo.district.canvas import Box, Canvas, Point
from tongzhou.demo.district.quarter import COLUMNS, Quarter

BEYOND = 330.0
WATER = (14.0, 30.0)
RIVERSIDE = 38.0
RAILS = (-96.0, -101.0)


def draw_main_streets(
    canvas: Canvas, xs: list[float], ys: list[float], names: dict[str, Any]
) -> None:
    """Streets with pavements that go on beyond the district; over the canal they are bridges."""
    west, east, south, north = xs[0] - BEYOND, xs[-1] + BEYOND, ys[0] - BEYOND, ys[-1] + BEYOND
    for y, name in zip(ys, names["level"], strict=True):
        canvas.road([(west, y), (east, y)], **_street(name))
    low, high = ys[1] + WATER[0] - 2, ys[1] + WATER[1] + 2
    for x, name in zip(xs, names["upright"], strict=True):
        canvas.road([(x, south), (x, low)], **_street(name))
        canvas.road([(x, low), (x, high)], bridge="yes", layer="1", **_street(name))
        canvas.road([(x, high), (x, north)], **_street(name))
    canvas.road([(xs[0], ys[1] + RIVERSIDE), (xs[-1], ys[1] + RIVERSIDE)],
                highway="tertiary", **_name(names["riverside"]))  # fmt: skip


def draw_canal(canvas: Canvas, xs: list[float], y: float, names: dict[str, Any]) -> None:
    """The water, and foot bridges between the main ones."""
    water = Box(xs[0] - BEYOND, y + WATER[0], xs[-1] + BEYOND, y + WATER[1])
    canvas.shape(water.ring, {"natural": "water", "water": "canal", **_name(names["river"])})
    for a, b in pairwise(xs):
        x = round((a + b) / 2, 1)
        low, high = water.south - 2, water.north + 2
        canvas.road([(x, y), (x, low)], highway="footway")
        canvas.road([(x, low), (x, high)], highway="footway", bridge="yes", layer="1")
        canvas.road([(x, high), (x, y + RIVERSIDE)], highway="footway")


def draw_station(canvas: Canvas, xs: list[float], names: dict[str, Any]) -> Point:
    """Rails on a viaduct south of the district; the station and its square before it."""
    for y in RAILS:
        rails = {
            "railway": "rail",
            "bridge": "viaduct",
            "layer": "1",
            "electrified": "contact_line",
        }
        canvas.line([(xs[0] - BEYOND, y), (xs[-1] + BEYOND, y)], rails)
    x = (xs[1] + xs[2]) / 2
    platform = Box(x - 110, -93, x + 110, -88)
    canvas.shape(platform.ring, {"railway": "platform", "area": "yes"})
    house = Box(x - 45, -84, x + 45, -62)
    about = {"building": "train_station", "public_transport": "station", "building:levels": "2"}
    canvas.shape(house.ring, {**about, **_name(names["station"])})
    for side in (x - 60, x, x + 60):
        kind = "pedestrian" if side == x else "service"
        canvas.road([(side, 0), (side, -52)], highway=kind)
    canvas.road([(x - 60, -52), (x + 60, -52)], highway="service")
    canvas.spot((x, -57), railway="station", **_name(names["station"]))
    return x, -57.0


def draw_underpass(canvas: Canvas, quarter: Quarter, station: Point) -> None:
    """From the square below the street and the first houses, up some steps into an alley."""
    x, middle = station[0] + 25, COLUMNS // 2
    alley = next(k for k in range(1, quarter.count) if not quarter.is_run_through(middle, k))
    top = quarter.rows[middle][alley]
    canvas.road([(x, -52), (x, -30)], highway="footway")
    deep = {"highway": "footway", "tunnel": "yes", "layer": "-1", "width": "3"}
    canvas.line([(x, -30), (x, top - 2.4)], deep)
    canvas.road([(x, top - 2.4), (x, top)], highway="steps")


def _street(name: dict[str, str]) -> dict[str, str]:
    return {"highway": name["kind"], "sidewalk": "both", **_name(name)}


def _name(name: dict[str, str]) -> dict[str, str]:
    return {"name": name["name"], "name:en": name["name_en"]}
