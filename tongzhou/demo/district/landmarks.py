"""Hospital, market, school, parks: what takes a stretch of ground for itself."""

from random import Random

from tongzhou.demo.district.alleys import Row, fill
from tongzhou.demo.district.canvas import Box, Canvas
from tongzhou.demo.district.compounds import Placed
from tongzhou.demo.district.quarter import COLUMNS, Cell, Quarter

NOT_OURS = ("committee", "building")


def draw_landmark(
    canvas: Canvas, quarter: Quarter, at: Cell, about: dict[str, str], placed: Placed, rng: Random
) -> None:
    """Draw one beside a main street; a park behind a wall, a house with its drive."""
    c, r = at
    ground = quarter.ground(c, r)
    tags = {("name:en" if k == "name_en" else k): v for k, v in about.items() if k not in NOT_OURS}
    placed.landmarks[about["name"]] = ground.middle
    if about.get("leisure") == "park":
        _park(canvas, quarter, c, ground, tags)
    else:
        _house(canvas, quarter, c, ground, {"building": about["building"], **tags}, rng)


def _park(canvas: Canvas, quarter: Quarter, c: int, ground: Box, tags: dict[str, str]) -> None:
    """A wall, and a path from the main street to the lane behind."""
    canvas.shape(ground.ring, tags)
    canvas.wall(ground.ring)
    y = ground.middle[1]
    inner = ground.inside(9)
    canvas.road([(quarter.columns[c], y), (quarter.columns[c + 1], y)], highway="footway")
    canvas.road(
        [(inner.west, y), (inner.west, inner.north), (inner.east, inner.north), (inner.east, y)],
        highway="footway",
    )


def _house(
    canvas: Canvas, quarter: Quarter, c: int, ground: Box, tags: dict[str, str], rng: Random
) -> None:
    """A large building at the back, a drive from the main street along its front."""
    is_west = c == 0
    edge = quarter.columns[0] if is_west else quarter.columns[COLUMNS]
    far = ground.east - 18 if is_west else ground.west + 18
    front = round(ground.south + ground.depth * 0.24, 1)
    canvas.road([(edge, front), (far, front)], highway="service", width="5")
    canvas.spot((far, front), entrance="main")
    box = Box(ground.west + 6, front + 4, ground.east - 6, ground.north - 1.5)
    wing = box.west + box.width * rng.uniform(0.3, 0.45)
    ring = [
        (box.west, box.south), (box.east, box.south), (box.east, box.middle[1]),
        (wing, box.middle[1]), (wing, box.north), (box.west, box.north), (box.west, box.south),
    ]  # fmt: skip
    canvas.shape(ring, {**tags, "building:levels": str(rng.randint(2, 4))})


def draw_yard(canvas: Canvas, quarter: Quarter, at: Cell, rng: Random) -> None:
    """A walled yard whose way in nobody has drawn yet: as on real maps, it leads nowhere."""
    ground = quarter.ground(*at)
    canvas.wall(ground.ring)
    y, inner = ground.middle[1], ground.inside(3)
    canvas.road([(inner.west, y), (inner.east, y)], highway="service")
    for faces, low, high in ((1, inner.south, y - 3), (-1, y + 3, inner.north)):
        fill(canvas, Row(Box(inner.west, low, inner.east, high), faces), rng)
