"""A sheet to draw on in metres, east and north, with straight lines only.

Streets meet where they cross. Whatever is drawn is bent and turned a little when the sheet is
finished, all of it alike: so nothing can come to overlap that did not overlap before, and nothing
looks ruled.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random

from tongzhou.formats.streets.extract import Degrees, Tags
from tongzhou.formats.streets.osm_writer import WrittenWay, write_osm

Point = tuple[float, float]
Leg = tuple[Point, Point]
# In the middle of the Bohai Sea: nobody lives there.
ORIGIN = (119.51, 38.72)
METRES_A_DEGREE = 111_320.0
TURN = math.radians(4)
LONGEST = 36.0


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def depth(self) -> float:
        return self.north - self.south

    def inside(self, metres: float) -> "Box":
        """The same, smaller on every side."""
        return Box(self.west + metres, self.south + metres, self.east - metres, self.north - metres)

    @property
    def ring(self) -> list[Point]:
        """All corners and the first again."""
        w, s, e, n = self.west, self.south, self.east, self.north
        return [(w, s), (e, s), (e, n), (w, n), (w, s)]

    @property
    def middle(self) -> Point:
        return (self.west + self.east) / 2, (self.south + self.north) / 2


@dataclass(frozen=True, slots=True)
class _Drawn:
    points: tuple[Point, ...]
    tags: Tags
    meets: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The finished drawing: nodes and ways by the numbers they have in the file."""

    nodes: Mapping[int, Degrees]
    node_tags: Mapping[int, Tags]
    ways: Sequence[WrittenWay]
    bounds: tuple[float, float, float, float]

    @property
    def osm(self) -> bytes:
        """The sheet as a file of OpenStreetMap."""
        return write_osm(self.nodes, self.node_tags, self.ways, self.bounds)


@dataclass(slots=True)
class Canvas:
    """What has been drawn so far, in the order of drawing."""

    drawn: list[_Drawn] = field(default_factory=list)
    spots: dict[Point, Tags] = field(default_factory=dict)
    gates: dict[Point, Tags] = field(default_factory=dict)

    def road(self, points: Iterable[Point], **tags: str) -> None:
        """A street; every leg runs due north or due east."""
        self._add(points, tags, meets=True)

    def wall(self, points: Iterable[Point], **tags: str) -> None:
        """A wall, with a gate wherever a street goes through."""
        self._add(points, {"barrier": "wall", **tags}, meets=True)

    def shape(self, ring: Iterable[Point], tags: Tags) -> int:
        """A building or an area; returns the id its way will have."""
        self._add(ring, tags, meets=False)
        return len(self.drawn)

    def line(self, points: Iterable[Point], tags: Tags) -> None:
        """Something that meets no street, such as rails."""
        self._add(points, tags, meets=False)

    def spot(self, point: Point, **tags: str) -> None:
        """A thing that is only a point."""
        self.spots[_rounded(point)] = tags

    def name(self, numbers: range, called: Callable[[Tags], Tags]) -> None:
        """Give things drawn earlier further tags, by the tags they have."""
        for number in numbers:
            thing = self.drawn[number]
            self.drawn[number] = replace(thing, tags={**thing.tags, **called(thing.tags)})

    def forget_widths(self, share: float, rng: Random) -> None:
        """So many of the widths nobody has measured yet, as on every real map."""
        for number, thing in enumerate(self.drawn):
            if "width" in thing.tags and rng.random() < share:
                kept = {k: v for k, v in thing.tags.items() if k != "width"}
                self.drawn[number] = replace(thing, tags=kept)

    def _add(self, points: Iterable[Point], tags: Tags, *, meets: bool) -> None:
        placed = [_rounded(point) for point in points]
        kept = [p for i, p in enumerate(placed) if i == 0 or p != placed[i - 1]]
        self.drawn.append(_Drawn(tuple(kept), dict(tags), meets))

    def finish(self, bounds: Box) -> "Sheet":
        """Everything with its numbers and its place on earth."""
        lines = self._crossed()
        points = dict.fromkeys(p for line in lines for p in line)
        points.update(dict.fromkeys(self.spots))
        numbers = {point: number for number, point in enumerate(points, start=1)}
        ways = [
            WrittenWay(number, tuple(numbers[p] for p in line), thing.tags)
            for number, (line, thing) in enumerate(zip(lines, self.drawn, strict=True), start=1)
        ]
        tags = {numbers[p]: t for p, t in {**self.gates, **self.spots}.items()}
        corners = ring_on_earth(bounds)
        lons, lats = [c[0] for c in corners], [c[1] for c in corners]
        return Sheet(
            {numbers[p]: on_earth(p) for p in points}, tags, ways,
            (min(lons), min(lats), max(lons), max(lats)),
        )  # fmt: skip

    def _crossed(self) -> list[list[Point]]:
        """Every line with the points at which it meets others, and long legs divided."""
        legs = [
            (i, leg) for i, thing in enumerate(self.drawn) if thing.meets
            for leg in pairwise(thing.points)
        ]  # fmt: skip
        met: dict[tuple[int, tuple[Point, Point]], list[Point]] = {}
        level = [e for e in legs if e[1][0][1] == e[1][1][1]]
        for i, upright in (e for e in legs if e[1][0][0] == e[1][1][0] and e[1][0] != e[1][1]):
            for j, flat in level:
                if i != j and (point := _meeting(flat, upright)):
                    met.setdefault((i, upright), []).append(point)
                    met.setdefault((j, flat), []).append(point)
                    self._gate(i, j, point)
        return [
            _strung(thing.points, lambda leg, i=i: met.get((i, leg), ()))  # type: ignore[misc]
            for i, thing in enumerate(self.drawn)
        ]

    def _gate(self, i: int, j: int, point: Point) -> None:
        kinds = ["highway" if "highway" in self.drawn[k].tags else "wall" for k in (i, j)]
        if sorted(kinds) == ["highway", "wall"]:
            self.gates[point] = {"barrier": "gate"}


def _meeting(flat: tuple[Point, Point], upright: tuple[Point, Point]) -> Point | None:
    (x0, y), (x1, _) = flat
    (x, y0), (_, y1) = upright
    is_met = min(x0, x1) <= x <= max(x0, x1) and min(y0, y1) <= y <= max(y0, y1)
    return (x, y) if is_met else None


def _strung(points: Sequence[Point], met: "Callable[[Leg], Iterable[Point]]") -> list[Point]:
    strung = [points[0]]
    for leg in pairwise(points):
        start = leg[0]
        inner = sorted(set(met(leg)) - set(leg), key=lambda p: math.dist(start, p))
        for stop in (*inner, leg[1]):
            strung += _between(strung[-1], stop)
            strung.append(stop)
    return strung


def _between(a: Point, b: Point) -> Iterator[Point]:
    parts = math.ceil(math.dist(a, b) / LONGEST)
    for k in range(1, parts):
        yield _rounded((a[0] + (b[0] - a[0]) * k / parts, a[1] + (b[1] - a[1]) * k / parts))


def ring_on_earth(box: Box) -> list[Degrees]:
    """The edge of a box, bent like everything else."""
    return [on_earth(point) for point in _strung(box.ring, lambda _leg: ())]


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def on_earth(point: Point) -> Degrees:
    """Longitude and latitude of a place on the sheet."""
    x, y = _bent(point)
    east = x * math.cos(TURN) - y * math.sin(TURN)
    north = x * math.sin(TURN) + y * math.cos(TURN)
    squeeze = math.cos(math.radians(ORIGIN[1]))
    lon = ORIGIN[0] + east / (METRES_A_DEGREE * squeeze)
    return round(lon, 7), round(ORIGIN[1] + north / METRES_A_DEGREE, 7)


def _bent(point: Point) -> Point:
    x, y = point
    return (
        x + 13 * math.sin(y / 190 + 0.6) + 7 * math.sin((x + 2 * y) / 110)
        + 2.6 * math.sin(y / 23 + x / 61),
        y + 15 * math.sin(x / 230 + 2.1) + 8 * math.sin((y - 1.6 * x) / 95)
        + 3.4 * math.sin(x / 26 - y / 57),
    )  # fmt: skip
