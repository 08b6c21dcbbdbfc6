"""The compounds: walled ones with slabs or towers, old ones along an alley."""

import math
from dataclasses import dataclass, field
from random import Random

from tongzhou.demo.district.alleys import Row, fill, footprint, lots, rows_of
from tongzhou.demo.district.canvas import Box, Canvas, Point
from tongzhou.demo.district.homes import Homes, House
from tongzhou.demo.district.quarter import Cell, Quarter

WALL_INSIDE, TWO_ROWS = 1.2, 65.0
DRIVE = {"highway": "service", "service": "driveway", "width": "5"}


@dataclass(slots=True)
class Placed:
    """Where things came to lie on the sheet: compounds' middles and entrances, houses' ways."""

    middles: dict[str, Point] = field(default_factory=dict)
    entrances: dict[str, list[Point]] = field(default_factory=dict)
    houses: dict[tuple[str, str], int] = field(default_factory=dict)
    landmarks: dict[str, Point] = field(default_factory=dict)


def size_of(homes: Homes) -> tuple[int, int]:
    """How many stretches a compound needs, across and up."""
    if homes.kind == "courtyard":
        return 2, 2
    return 1, max(1, math.ceil(len(homes.houses) / 2))


def draw_compound(
    canvas: Canvas, quarter: Quarter, at: Cell, homes: Homes, placed: Placed, rng: Random
) -> None:
    """Draw one compound where the quarter has given it ground."""
    if homes.kind == "courtyard":
        _Old(canvas, quarter, at, homes, placed, rng).draw()
    elif homes.kind == "tower":
        _Towers(canvas, quarter, at, homes, placed, rng).draw()
    else:
        _Walled(canvas, quarter, at, homes, placed, rng).draw()


def area_tags(homes: Homes) -> dict[str, str]:
    """The tags of a compound's ground."""
    return {"landuse": "residential", "name": homes.name, "name:en": homes.name_en}


@dataclass(slots=True)
class _Compound:
    canvas: Canvas
    quarter: Quarter
    at: Cell
    homes: Homes
    placed: Placed
    rng: Random

    def build(self, house: House, ring: list[Point], kind: str) -> None:
        """One building of the registry."""
        by_what = "addr:street" if self.homes.kind == "courtyard" else "addr:place"
        tags = {
            "building": kind,
            "building:levels": str(house.levels),
            "building:flats": str(house.flats),
            "addr:housenumber": house.name,
            by_what: self.homes.name,
        }
        way = self.canvas.shape(ring, tags)
        self.placed.houses[self.homes.key, house.name] = way


class _Walled(_Compound):
    """A wall, a gate at each end of the drive, slabs in rows on both its sides."""

    def draw(self) -> None:
        c, r = self.at
        top = r + size_of(self.homes)[1] - 1
        ground, whole = self.quarter.ground(c, r, top), self.quarter.cell(c, r, top)
        self.canvas.shape(ground.ring, area_tags(self.homes))
        self.canvas.wall(ground.ring)
        drive = self._drive(whole, ground)
        self.placed.middles[self.homes.key] = ground.middle
        places = self._places(ground.inside(WALL_INSIDE), drive, top - r + 1)
        for house, box in zip(self.homes.houses, places, strict=True):
            self.build(house, box.ring, "apartments")

    def _drive(self, whole: Box, ground: Box) -> float:
        x = round(ground.west + ground.width * self.rng.uniform(0.44, 0.56), 1)
        self.canvas.road([(x, whole.south), (x, whole.north)], **DRIVE)
        self.placed.entrances[self.homes.key] = [(x, ground.south), (x, ground.north)]
        return x

    def _places(self, ground: Box, drive: float, rows: int) -> list[Box]:
        """Places for buildings, from south to north, west of the drive before east of it."""
        left = Box(ground.west + 4, ground.south, drive - 6, ground.north)
        right = Box(drive + 6, ground.south, ground.east - 4, ground.north)
        step = ground.depth / rows
        places = [
            self._building(side, ground.south + step * (k + 0.5))
            for k in range(rows)
            for side in (left, right)
        ]
        return places[: len(self.homes.houses)]

    def _building(self, side: Box, y: float) -> Box:
        wide, deep = min(side.width, self.rng.uniform(36, 56)), self.rng.uniform(11, 13)
        x = side.west + (side.width - wide) * self.rng.uniform(0.2, 0.8)
        y += self.rng.uniform(-2.5, 2.5)
        return Box(x, y - deep / 2, x + wide, y + deep / 2)


class _Towers(_Walled):
    """The drive runs from west to east; towers stand north of it and, where there is room, south."""

    def _drive(self, whole: Box, ground: Box) -> float:
        is_low = ground.depth < TWO_ROWS
        y = round(ground.south + (5 if is_low else ground.depth * self.rng.uniform(0.46, 0.54)), 1)
        self.canvas.road([(whole.west, y), (whole.east, y)], **DRIVE)
        self.placed.entrances[self.homes.key] = [(ground.east, y), (ground.west, y)]
        return y

    def _places(self, ground: Box, drive: float, rows: int) -> list[Box]:
        """From west to east, south of the drive before north of it."""
        count = len(self.homes.houses)
        north = count if ground.depth < TWO_ROWS else (count + 1) // 2
        south = Box(ground.west, ground.south, ground.east, drive - 5)
        beyond = Box(ground.west, drive + 5, ground.east, ground.north)
        return [
            self._tower(side, k, number)
            for side, number in ((south, count - north), (beyond, north))
            for k in range(number)
        ]

    def _tower(self, side: Box, k: int, count: int) -> Box:
        step = side.width / count
        wide = min(step - 5, self.rng.uniform(23, 29))
        deep = min(side.depth - 2, self.rng.uniform(17, 21))
        x = side.west + step * k + (step - wide) * self.rng.uniform(0.3, 0.7)
        y = side.south + (side.depth - deep) * self.rng.uniform(0.2, 0.8)
        return Box(x, y, x + wide, y + deep)


class _Old(_Compound):
    """Courtyards along both sides of one alley, through two columns."""

    def draw(self) -> None:
        c, r = self.at
        ours, area = [], []
        for x in (c, c + 1):
            below = rows_of(self.canvas, self.quarter, x, r, self.rng)
            above = rows_of(self.canvas, self.quarter, x, r + 1, self.rng)
            mine = [row for row in below if row.faces > 0] + [row for row in above if row.faces < 0]
            for row in [row for row in below + above if row not in mine]:
                fill(self.canvas, row, self.rng)
            ours += mine
            area.append(_around([row.ground for row in mine]))
        self._area(*area)
        for house, lot in zip(self.homes.houses, self._lots(ours), strict=True):
            self.build(house, footprint(lot, self.rng), "house")

    def _lots(self, rows: list[Row]) -> list[Row]:
        """As many lots as there are houses, each row its share by its length."""
        total, left = sum(row.ground.width for row in rows), len(self.homes.houses)
        found: list[Row] = []
        for row in rows:
            count = round(left * row.ground.width / total)
            total, left = total - row.ground.width, left - count
            if count:
                found += lots(row, 0, self.rng, count=count)
        return found

    def _area(self, west: Box, east: Box) -> None:
        across = self.quarter.columns[self.at[0] + 1]
        ring = [
            (west.west, west.south), (across, west.south), (across, east.south),
            (east.east, east.south), (east.east, east.north), (across, east.north),
            (across, west.north), (west.west, west.north), (west.west, west.south),
        ]  # fmt: skip
        self.canvas.shape(ring, area_tags(self.homes))
        c, k = self.at[0], self.at[1] + 1
        ends = [(west.west, self.quarter.rows[c][k]), (east.east, self.quarter.rows[c + 1][k])]
        self.placed.entrances[self.homes.key] = ends[::-1]
        self.placed.middles[self.homes.key] = (across, self.quarter.rows[c][k])


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(b.west for b in boxes), min(b.south for b in boxes) - 0.3,
        max(b.east for b in boxes), max(b.north for b in boxes) + 0.3,
    )  # fmt: skip
