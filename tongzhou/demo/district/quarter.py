"""One committee's ground: lanes and alleys in a grid that jogs, and who has which stretch of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tongzhou.demo.district.canvas import Box, Canvas
from tongzhou.demo.district.homes import Homes

COLUMNS = 3
STRETCH = 42.0
HYDRANT_EVERY = 3
MAIN_MARGIN, LANE_MARGIN, ALLEY_MARGIN = 11.0, 6.0, 2.6
Cell = tuple[int, int]
"""Column and row of a stretch of ground between two alleys."""


@dataclass(slots=True)
class Quarter:
    """Lines of the grid; `rows[c][k]` is where alley `k` runs in column `c`."""

    committee: str
    box: Box
    columns: list[float]
    rows: list[list[float]]
    owner: dict[Cell, Homes | str] = field(default_factory=dict)

    @classmethod
    def laid_out(cls, committee: str, box: Box, rng: Random) -> "Quarter":
        """Two lanes divide the ground, alleys cross it every forty metres or so."""
        thirds = [box.west + box.width * (k / 3 + rng.uniform(-0.03, 0.03)) for k in (1, 2)]
        columns = [box.west, *(round(x, 1) for x in thirds), box.east]
        count = round(box.depth / STRETCH)
        regular = [box.south + box.depth * k / count for k in range(count + 1)]
        rows = [[_jogged(regular, k, rng) for k in range(count + 1)] for _ in range(COLUMNS)]
        return cls(committee, box, columns, rows)

    @property
    def count(self) -> int:
        """How many rows of stretches there are."""
        return len(self.rows[0]) - 1

    def cell(self, c: int, r: int, upto: int | None = None) -> Box:
        """The ground between lanes and alleys, from their middle."""
        high = self.rows[c][(r if upto is None else upto) + 1]
        return Box(self.columns[c], self.rows[c][r], self.columns[c + 1], high)

    def ground(self, c: int, r: int, upto: int | None = None) -> Box:
        """What of it can be built on."""
        whole, last = self.cell(c, r, upto), r if upto is None else upto
        return Box(
            whole.west + (MAIN_MARGIN if c == 0 else LANE_MARGIN),
            whole.south + (MAIN_MARGIN if r == 0 else ALLEY_MARGIN),
            whole.east - (MAIN_MARGIN if c == COLUMNS - 1 else LANE_MARGIN),
            whole.north - (MAIN_MARGIN if last == self.count - 1 else ALLEY_MARGIN),
        )

    def take(self, wide: int, high: int, owner: Homes | str, rng: Random, *, outer: bool = False
             ) -> Cell:  # fmt: skip
        """Give a free piece of ground away, its south-western stretch is returned."""
        free = [
            (c, r)
            for c in range(COLUMNS - wide + 1)
            for r in range(self.count - high + 1)
            if all(cell not in self.owner for cell in _cells(c, r, wide, high))
            and (not outer or c in (0, COLUMNS - wide))
        ]
        c, r = rng.choice(free)
        self.owner.update(dict.fromkeys(_cells(c, r, wide, high), owner))
        return c, r

    def is_run_through(self, c: int, k: int) -> bool:
        """Whether alley `k` has ground of one owner on both its sides in column `c`."""
        below, above = self.owner.get((c, k - 1)), self.owner.get((c, k))
        walled = below is not None and below is above
        return walled and not (isinstance(below, Homes) and below.kind == "courtyard")


def _cells(c: int, r: int, wide: int, high: int) -> Iterator[Cell]:
    return ((x, y) for x in range(c, c + wide) for y in range(r, r + high))


def _jogged(regular: list[float], k: int, rng: Random) -> float:
    is_edge = k in (0, len(regular) - 1)
    return round(regular[k] + (0 if is_edge else rng.uniform(-4.5, 4.5)), 1)


def draw_lanes(canvas: Canvas, quarter: Quarter, names: list[dict[str, str]]) -> None:
    """The two lanes from one main street to the other."""
    south, north = quarter.box.south, quarter.box.north
    for x, name in zip(quarter.columns[1:-1], names, strict=True):
        canvas.road(
            [(x, south), (x, north)], highway="residential", width="6", name=name["name"],
            **{"name:en": name["name_en"]},
        )  # fmt: skip


def draw_hydrants(canvas: Canvas, quarter: Quarter) -> None:
    """Beside the lanes, one for every few alleys."""
    for c, x in enumerate(quarter.columns[1:-1]):
        for r in range(1, quarter.count, HYDRANT_EVERY):
            place = quarter.cell(c, r)
            canvas.spot((x - 4, round(place.middle[1], 1)), emergency="fire_hydrant")
