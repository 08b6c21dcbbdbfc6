"""Draws the whole district from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tongzhou.demo.data import read
from tongzhou.demo.district.alleys import draw_alleys, fill, name_passages, rows_of
from tongzhou.demo.district.around import (
    BEYOND,
    RIVERSIDE,
    draw_canal,
    draw_main_streets,
    draw_station,
    draw_underpass,
)
from tongzhou.demo.district.canvas import Box, Canvas, Point, Sheet, on_earth, ring_on_earth
from tongzhou.demo.district.compounds import Placed, draw_compound, size_of
from tongzhou.demo.district.homes import Homes
from tongzhou.demo.district.landmarks import draw_landmark, draw_yard
from tongzhou.demo.district.mouths import Mouth, mouths_of
from tongzhou.demo.district.quarter import COLUMNS, Quarter, draw_hydrants, draw_lanes
from tongzhou.formats.streets.extract import Degrees

SPACING = (415.0, 395.0)
UNMEASURED = 0.3
UNDERPASS_TO, YARD_IN = "tielu", "nanxiang"


@dataclass(frozen=True, slots=True)
class District:
    """The file, and where things lie on it in degrees."""

    osm: bytes
    mouths: dict[str, list[Mouth]]
    entrances: dict[str, list[Degrees]]
    middles: dict[str, Degrees]
    landmarks: dict[str, Degrees]
    quarters: dict[str, list[Degrees]]
    houses: dict[tuple[str, str], str]


def draw(homes: Sequence[Homes], *, seed: int) -> District:
    """The district with every building of `homes`; the same for the same seed."""
    rng = Random(f"{seed} district")  # noqa: S311
    names, canvas, placed = read("district"), Canvas(), Placed()
    xs, ys = _lines(SPACING[0], rng), _lines(SPACING[1], rng)
    draw_canal(canvas, xs, ys[1], names)
    draw_main_streets(canvas, xs, ys, names)
    placed.landmarks[names["station"]["name"]] = draw_station(canvas, xs, names)
    drawn: dict[str, range] = {}
    boxes = dict(_boxes(xs, ys, names["committees"]))
    for committee, box in boxes.items():
        quarter, first = Quarter.laid_out(committee, box, rng), len(canvas.drawn)
        _settle(canvas, quarter, [h for h in homes if h.committee == committee], placed, rng)
        _name_and_draw(canvas, quarter, names, first, rng)
        draw_hydrants(canvas, quarter)
        if committee == UNDERPASS_TO:
            draw_underpass(canvas, quarter, placed.landmarks[names["station"]["name"]])
        drawn[committee] = range(first, len(canvas.drawn))
    canvas.forget_widths(UNMEASURED, rng)
    sheet = Box(xs[0] - BEYOND, ys[0] - BEYOND, xs[-1] + BEYOND, ys[-1] + BEYOND)
    return _finished(canvas.finish(sheet), placed, boxes, drawn)


def _finished(
    sheet: Sheet, placed: Placed, boxes: dict[str, Box], drawn: dict[str, range]
) -> District:
    def places(points: Sequence[Point]) -> list[Degrees]:
        return [on_earth(point) for point in points]

    return District(
        osm=sheet.osm,
        mouths={key: mouths_of(sheet, sheet.ways[r.start : r.stop]) for key, r in drawn.items()},
        entrances={key: places(points) for key, points in placed.entrances.items()},
        middles={key: on_earth(point) for key, point in placed.middles.items()},
        landmarks={name: on_earth(point) for name, point in placed.landmarks.items()},
        quarters={key: ring_on_earth(box) for key, box in boxes.items()},
        houses={key: f"way/{way}" for key, way in placed.houses.items()},
    )


def _lines(spacing: float, rng: Random) -> list[float]:
    """Four main streets, about evenly spaced."""
    inner = [round(spacing * k + rng.uniform(-14, 14), 1) for k in (1, 2)]
    return [0.0, *inner, spacing * 3]


def _boxes(xs: list[float], ys: list[float], committees: list[list[str]]) -> list[tuple[str, Box]]:
    """The ground of each committee; north of the canal it begins at the riverside."""
    found = []
    for line, row in enumerate(reversed(committees)):
        south = ys[line] + (RIVERSIDE if line == 1 else 0)
        for column, committee in enumerate(row):
            found.append((committee, Box(xs[column], south, xs[column + 1], ys[line + 1])))
    return found


def _settle(
    canvas: Canvas, quarter: Quarter, homes: list[Homes], placed: Placed, rng: Random
) -> None:
    """Give compounds and landmarks their ground, the largest first, and draw them."""
    by_size = sorted(homes, key=lambda h: (h.kind != "courtyard", -size_of(h)[1]))
    given = [(quarter.take(*size_of(h), h, rng), h) for h in by_size]
    marks = [m for m in read("district")["landmark"] if m["committee"] == quarter.committee]
    sites = [(quarter.take(1, 1, m["name"], rng, outer=True), m) for m in marks]
    yards = [quarter.take(1, 1, "yard", rng)] if quarter.committee == YARD_IN else []
    for at in yards:
        draw_yard(canvas, quarter, at, rng)
    for at, compound in given:
        draw_compound(canvas, quarter, at, compound, placed, rng)
    for at, mark in sites:
        draw_landmark(canvas, quarter, at, mark, placed, rng)
    for c in range(COLUMNS):
        for r in range(quarter.count):
            if (c, r) not in quarter.owner:
                for row in rows_of(canvas, quarter, c, r, rng):
                    fill(canvas, row, rng)


def _name_and_draw(
    canvas: Canvas, quarter: Quarter, names: dict[str, Any], first: int, rng: Random
) -> None:
    """Lanes and alleys, each with a name of its own in this quarter."""
    place = next(c for c in read("street")["committee"] if c["key"] == quarter.committee)
    short, short_en = place["name"].removesuffix("居委会"), place["name_en"].split()[0]
    name_passages(canvas, range(first, len(canvas.drawn)), short, short_en, rng)
    lanes = [
        {"name": short + lane["name"], "name_en": f"{short_en} {lane['name_en']}"}
        for lane in names["lanes"]
    ]
    words = rng.sample(names["alleys"], quarter.count)
    alleys = {
        k: {"name": word["name"] + "胡同", "name_en": f"{word['name_en']} Hutong"}
        for k, word in enumerate(words)
    }
    draw_lanes(canvas, quarter, lanes)
    draw_alleys(canvas, quarter, alleys, rng)
