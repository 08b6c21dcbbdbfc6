"""Where alleys and passages of a quarter leave a main street or a lane: there one would close them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongzhou.demo.district.alleys import PASSAGE
from tongzhou.demo.district.canvas import METRES_A_DEGREE, Sheet
from tongzhou.formats.streets.extract import Degrees
from tongzhou.formats.streets.osm_writer import WrittenWay

MAIN = ("primary", "secondary", "tertiary")
USUAL = {"residential": 6.0, "living_street": 4.2, "service": 3.0, "footway": 1.8, "steps": 1.8}
# A closing stands behind the pavement, and never in the further half of the first stretch.
BEHIND_MAIN, BEHIND_LANE, BEHIND_ALLEY, FURTHEST = 14.0, 7.5, 3.5, 0.55


@dataclass(frozen=True, slots=True)
class Mouth:
    """The first stretch of a way from a wider street, and where on it there is room to close."""

    way: int
    cut_from: int
    cut_to: int
    fraction: float
    at: Degrees
    name: str
    highway: str
    width: float
    is_rim: bool


def mouths_of(sheet: Sheet, ways: Sequence[WrittenWay]) -> list[Mouth]:
    """Those at the main streets first, then those at the quarter's own lanes, then passages."""
    main = {n for way in sheet.ways if way.tags.get("highway") in MAIN for n in way.nodes}
    lanes = {n for way in ways if way.tags.get("highway") == "residential" for n in way.nodes}
    alleys = [way for way in ways if _is_alley(way)]
    inner = {n for way in alleys if not _is_passage(way) for n in way.nodes} - main - lanes
    return [
        *(m for way in alleys for m in _ends(sheet, way, main, BEHIND_MAIN, is_rim=True)),
        *(m for way in alleys if way.tags["highway"] != "residential"
          for m in _ends(sheet, way, lanes - main, BEHIND_LANE)),
        *(m for way in alleys if _is_passage(way)
          for m in _ends(sheet, way, inner, BEHIND_ALLEY)),
    ]  # fmt: skip


def _is_alley(way: WrittenWay) -> bool:
    """Not the drives of compounds and houses: those have gates, or lead nowhere else."""
    kind = way.tags.get("highway", "")
    return kind in USUAL and (kind != "service" or way.tags.get("service") == "alley")


def _is_passage(way: WrittenWay) -> bool:
    return PASSAGE in way.tags.get("name", PASSAGE)


def _ends(
    sheet: Sheet, way: WrittenWay, wider: set[int], behind: float, *, is_rim: bool = False
) -> Iterator[Mouth]:
    for first, second in (way.nodes[:2], way.nodes[:-3:-1]):
        if first in wider:
            yield _mouth(sheet, way, first, second, behind, is_rim=is_rim)


def _mouth(
    sheet: Sheet, way: WrittenWay, first: int, second: int, behind: float, *, is_rim: bool
) -> Mouth:
    (x, y), (u, v) = sheet.nodes[first], sheet.nodes[second]
    length = METRES_A_DEGREE * math.hypot((u - x) * math.cos(math.radians(y)), v - y)
    share = round(min(behind / length, FURTHEST), 3)
    kind = way.tags["highway"]
    return Mouth(
        way=way.id,
        cut_from=first,
        cut_to=second,
        fraction=share,
        at=(round(x + (u - x) * share, 7), round(y + (v - y) * share, 7)),
        name=way.tags.get("name", ""),
        highway=kind,
        width=float(way.tags.get("width", USUAL[kind])),
        is_rim=is_rim,
    )
