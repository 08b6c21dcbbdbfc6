"""Alleys with the houses along them, gaps between houses, dead ends."""

from dataclasses import dataclass
from itertools import count
from random import Random

from tongzhou.demo.district.canvas import Box, Canvas, Point
from tongzhou.demo.district.homes import Homes
from tongzhou.demo.district.quarter import COLUMNS, Quarter
from tongzhou.formats.streets.extract import Tags

GAP = 3.6
DEAD_END_SHARE = 0.2
BACK_GAP = 0.8
PASSAGE, NAMELESS = "夹道", 0.15


def draw_alleys(
    canvas: Canvas, quarter: Quarter, names: dict[int, dict[str, str]], rng: Random
) -> None:
    """Every alley of the quarter, stretch by stretch."""
    for c in range(COLUMNS):
        for k in range(1, quarter.count):
            if not quarter.is_run_through(c, k):
                _draw_alley(canvas, quarter, c, k, _called(quarter, c, k, names), rng)


def _called(quarter: Quarter, c: int, k: int, names: dict[int, dict[str, str]]) -> dict[str, str]:
    below, above = quarter.owner.get((c, k - 1)), quarter.owner.get((c, k))
    if isinstance(below, Homes) and below is above:
        return {"name": below.name, "name:en": below.name_en}
    return {"name": names[k]["name"], "name:en": names[k]["name_en"]}


def _draw_alley(
    canvas: Canvas, quarter: Quarter, c: int, k: int, name: dict[str, str], rng: Random
) -> None:
    west, east, y = quarter.columns[c], quarter.columns[c + 1], quarter.rows[c][k]
    is_free = quarter.owner.get((c, k - 1)) is None and quarter.owner.get((c, k)) is None
    if is_free and rng.random() < DEAD_END_SHARE:
        if c == 0:
            west += 13.5
        else:
            east -= 13.5 if c == COLUMNS - 1 else 8.5
    tags, narrowest, widest = _ALLEYS[rng.choices((0, 1, 2), (4, 4, 2))[0]]
    width = f"{rng.uniform(narrowest, widest):.1f}"
    canvas.road([(west, y), (east, y)], **tags, width=width, **name)


_ALLEYS: tuple[tuple[dict[str, str], float, float], ...] = (
    ({"highway": "service", "service": "alley"}, 2.6, 3.6),
    ({"highway": "living_street"}, 3.8, 4.8),
    ({"highway": "footway"}, 1.5, 2.2),
)


def name_passages(canvas: Canvas, drawn: range, short: str, short_en: str, rng: Random) -> None:
    """People number most passages, and forget some."""
    numbers = count(1)

    def called(tags: Tags) -> Tags:
        if not is_passage(tags) or rng.random() < NAMELESS:
            return {}
        number = next(numbers)
        return {"name": f"{short}{number}号{PASSAGE}", "name:en": f"{short_en} Passage {number}"}

    canvas.name(drawn, called)


def is_passage(tags: Tags) -> bool:
    """A gap between houses that nobody has given a name yet."""
    is_narrow = tags.get("highway") in ("footway", "steps") or tags.get("service") == "alley"
    is_crossing = "layer" in tags or "width" not in tags
    return is_narrow and not is_crossing and "name" not in tags


@dataclass(frozen=True, slots=True)
class Row:
    """Ground for houses side by side; `faces` is -1 where they look south, 1 where north."""

    ground: Box
    faces: int


def rows_of(canvas: Canvas, quarter: Quarter, c: int, r: int, rng: Random) -> list[Row]:
    """Draw the gaps through a stretch; what is left, back to back."""
    ground, whole = quarter.ground(c, r), quarter.cell(c, r)
    middle = ground.south + ground.depth * rng.uniform(0.47, 0.53)
    through, dead = _gaps(quarter, c, r, ground, rng)
    for x in through:
        canvas.road([(x, whole.south), (x, whole.north)], **_passage(rng))
    for x in dead:
        canvas.road([(x, whole.south), (x, middle - 3)], **_passage(rng))
    low = Box(ground.west, ground.south, ground.east, middle - BACK_GAP)
    high = Box(ground.west, middle + BACK_GAP, ground.east, ground.north)
    return [
        *(Row(part, -1) for part in _parts(low, through + dead)),
        *(Row(part, 1) for part in _parts(high, through)),
    ]


def _passage(rng: Random) -> dict[str, str]:
    drawn = rng.random()
    if drawn < 0.3:
        return {"highway": "service", "service": "alley", "width": "3"}
    if drawn < 0.38:
        return {"highway": "steps", "step_count": str(rng.randint(4, 9)), "width": "1.8"}
    return {"highway": "footway", "width": "1.8"}


def _gaps(
    quarter: Quarter, c: int, r: int, ground: Box, rng: Random
) -> tuple[list[float], list[float]]:
    """Where passages go through to both sides, and where one ends among the houses."""

    def somewhere(share: float) -> float:
        return round(ground.west + ground.width * (share + rng.uniform(-0.07, 0.07)), 1)

    if r in (0, quarter.count - 1):
        return [somewhere(0.3), somewhere(0.72)], []
    drawn = rng.random()
    if drawn < 0.35:
        return [somewhere(0.5)], []
    return [], [somewhere(0.4)] if drawn < 0.7 else []


def _parts(ground: Box, gaps: list[float]) -> list[Box]:
    edges = [ground.west]
    for x in sorted(gaps):
        edges += [x - GAP / 2, x + GAP / 2]
    edges.append(ground.east)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Box(w, ground.south, e, ground.north) for w, e in pairs if e - w > 7]


def lots(row: Row, wanted: float, rng: Random, *, count: int | None = None) -> list[Row]:
    """Divide a row into lots about so wide, or into so many."""
    number = count or max(1, round(row.ground.width / wanted))
    weights = [rng.uniform(0.75, 1.25) for _ in range(number)]
    scale, edge, found = row.ground.width / sum(weights), row.ground.west, []
    for weight in weights:
        wide = weight * scale
        lot = Box(edge + 0.3, row.ground.south, edge + wide - 0.3, row.ground.north)
        found.append(Row(_set_back(lot, row.faces, rng), row.faces))
        edge += wide
    return found


def _set_back(lot: Box, faces: int, rng: Random) -> Box:
    deep = lot.depth * rng.uniform(0.78, 1.0)
    front = rng.uniform(0, 0.8)
    if faces < 0:
        return Box(lot.west, lot.south + front, lot.east, lot.south + deep)
    return Box(lot.west, lot.north - deep, lot.east, lot.north - front)


def footprint(lot: Row, rng: Random) -> list[Point]:
    """A house round its yard, which is open at the back; a small one is solid."""
    box = lot.ground
    if box.width < 13 or box.depth < 11 or rng.random() < 0.25:
        return box.ring
    w, e = box.west + box.width * 0.3, box.west + box.width * rng.uniform(0.6, 0.72)
    if lot.faces < 0:
        inner, back, front = box.south + box.depth * 0.42, box.north, box.south
    else:
        inner, back, front = box.north - box.depth * 0.42, box.south, box.north
    return [
        (box.west, front), (box.east, front), (box.east, back), (e, back), (e, inner),
        (w, inner), (w, back), (box.west, back), (box.west, front),
    ]  # fmt: skip


def fill(canvas: Canvas, row: Row, rng: Random) -> None:
    """What stands between the compounds: shops, workshops, stores, and scattered houses.

    Nobody of the registry lives in these; a plan estimates who does from their size.
    """
    for lot in lots(row, 21, rng):
        kind = rng.choices(_KINDS, (16, 4, 3, 2, 2, 1))[0]
        levels = rng.choices(("1", "2", "3"), (6, 3, 1))[0]
        canvas.shape(footprint(lot, rng), {"building": kind, "building:levels": levels})


_KINDS = ("house", "commercial", "retail", "warehouse", "office", "industrial")
