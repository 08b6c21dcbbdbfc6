"""A small map: two public streets, an alley between them with a branch, four houses beside it."""

import hashlib
import json
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tongzhou.closures.actions import adopting, barriers, maps, plans
from tongzhou.closures.models import Barrier, ClosurePlan, StreetMap
from tongzhou.closures.today import offer
from tongzhou.core.jobs import run_one
from tongzhou.planners.closure.worker import make_plan, read_streets
from tongzhou.registry.acting import Acting

SignIn = Callable[[Acting], Client]
LATER = NOW + timedelta(hours=1)
METRE = 1 / 111_320
LON, LAT = 116.35, 0.01  # near the equator a degree is as wide as it is high
CORNERS = {1: (-900, 0), 2: (0, 0), 3: (900, 0), 4: (-900, 200), 5: (0, 200), 6: (900, 200), 7: (0, 100), 8: (80, 100)}  # fmt: skip
WAYS = {
    11: ((1, 2, 3), "secondary", "南街"),
    12: ((4, 5, 6), "secondary", "北街"),
    13: ((2, 7, 5), "residential", "柳荫巷"),
    14: ((7, 8), "footway", ""),
}
HOUSES = {101: (-15, 60), 102: (15, 60), 103: (-15, 140), 104: (70, 115)}
AREA = [(-60, 5), (160, 5), (160, 195), (-60, 195)]


def degrees(x: float, y: float) -> tuple[float, float]:
    return round(LON + x * METRE, 7), round(LAT + y * METRE, 7)


def osm(*, with_streets: bool = True) -> bytes:
    """The map as an OpenStreetMap file; house 101 is building 3 of the compound Willow Lane."""
    text = ["<osm version='0.6'>"]
    west, south = degrees(-1200, -900)
    east, north = degrees(1200, 1100)
    text.append(f"<bounds minlat='{south}' minlon='{west}' maxlat='{north}' maxlon='{east}'/>")
    corners = dict(CORNERS) if with_streets else {}
    for house, (x, y) in HOUSES.items():
        sides = ((-6, -6), (6, -6), (6, 6), (-6, 6))
        corners |= {house * 10 + k: (x + dx, y + dy) for k, (dx, dy) in enumerate(sides)}
    for ref, place in sorted(corners.items()):
        lon, lat = degrees(*place)
        text.append(f"<node id='{ref}' version='1' lat='{lat}' lon='{lon}'/>")
    if with_streets:
        text += [_way(pk, nodes, {"highway": k, "name": n}) for pk, (nodes, k, n) in WAYS.items()]
    for house in HOUSES:
        name = {"name": "柳荫里3号楼"} if house == 101 else {}
        ring = tuple(house * 10 + k for k in (0, 1, 2, 3, 0))
        text.append(_way(house, ring, {"building": "apartments", "building:levels": "6"} | name))
    return "\n".join([*text, "</osm>"]).encode()


def _way(pk: int, nodes: tuple[int, ...], tags: dict[str, str]) -> str:
    inner = [f"<nd ref='{node}'/>" for node in nodes]
    inner += [f"<tag k='{key}' v='{value}'/>" for key, value in tags.items() if value]
    return f"<way id='{pk}' version='1'>{''.join(inner)}</way>"


ANSWERS: dict[str, Any] = {}


def once(ask: Callable[..., Any]) -> Callable[..., Any]:
    """The same question to a child process is answered once for all tests of the run."""

    def answered(path: Path, *order: Any, told: Callable[..., None]) -> Any:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        key = json.dumps([ask.__name__, content, order], sort_keys=True)
        if key not in ANSWERS:
            ANSWERS[key] = ask(path, *order, told=told)
        return deepcopy(ANSWERS[key])

    return answered


@pytest.fixture(autouse=True)
def _answered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "read_streets", once(read_streets))
    monkeypatch.setattr(plans, "make_plan", once(make_plan))


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def streets(cast: Cast, tmp_path: Path) -> StreetMap:
    """The small map, read."""
    path = tmp_path / "lane.osm"
    path.write_bytes(osm())
    return maps.import_file(Acting.system(), path, now=NOW)


def asked(
    acting: Acting, streets: StreetMap, *, walk: int = 400, volunteers: int = 0,
    title: str = "柳荫巷",
) -> ClosurePlan:  # fmt: skip
    """A plan asked for and worked out."""
    corners = [degrees(*place) for place in AREA]
    row = plans.make(
        acting, streets.pk, title=title, area="drawn", corners=corners,
        walk_metres=walk, volunteers=volunteers, now=NOW,
    )  # fmt: skip
    return worked_out(row)


def worked_out(row: ClosurePlan) -> ClosurePlan:
    """The same plan after the background has had its turn."""
    run_one(NOW)
    row.refresh_from_db()
    return row


@pytest.fixture
def adopted(cast: Cast, streets: StreetMap) -> ClosurePlan:
    """A plan of the Willow committee in force."""
    row = asked(cast.worker, streets)
    adopting.adopt(cast.secretary, row.pk, now=NOW)
    row.refresh_from_db()
    return row


def lane(cast: Cast, **given: object) -> Barrier:
    """A fire lane that stands already."""
    words = {"alley": "柳荫巷", "kind": "fire_lane", "width": 4.0} | given
    return barriers.enter_built(cast.worker, committee_id=cast.willow.pk, now=NOW, **words)  # type: ignore[arg-type]


def kinds_on_the_list(acting: Acting) -> dict[str, int]:
    """How many of each kind wait."""
    counts = offer(acting, now=LATER, kinds=frozenset(), limit=100).counts
    return {kind.removeprefix("closures."): c.waiting for kind, c in counts.items() if c.waiting}
