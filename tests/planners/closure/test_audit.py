"""The sealing audit finds exactly the gaps that were left."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
import shapely
from shapely import LineString, box

from tongzhou.formats.streets import Area, Building, Extract, Line, Way, read
from tongzhou.planners.closure.explain.audit import Audit, audit, gap_features
from tongzhou.planners.closure.problem import Problem, Profile, build
from tongzhou.planners.closure.problem.plane import Plane
from tongzhou.planners.closure.solve import solve

PLANE = Plane(120.0, 30.0)
Place = tuple[float, float]
Corners = tuple[float, float, float, float]
Wall = Sequence[Place]
SQUARE: Wall = [(40, 40), (100, 40), (100, 100), (40, 100), (40, 40)]
SOUTH_STREET = ((0, 0), (140, 0)), "secondary"
ALLEY = ((70, 0), (70, 60)), "footway"
WATER = [(-5, 3, 0, 80), (140, 3, 145, 80), (-5, 80, 145, 90)]
HERE = Path(__file__).parents[3]
DATA = Path(os.environ.get("TONGZHOU_MAPS", HERE.parent / "shared" / "data"))


def a_map(
    *,
    ways: list[tuple[tuple[Place, ...], str]],
    houses: Sequence[Corners],
    sheds: Sequence[Corners] | None = None,
    walls: Sequence[Wall] | None = None,
    water: Sequence[Corners] | None = None,
) -> Extract:
    """A map drawn in metres; ways meet where they share a place."""
    ids: dict[tuple[float, float], int] = {}
    for line, _ in ways:
        for place in line:
            ids.setdefault(place, len(ids) + 1)
    degrees = dict(zip(ids.values(), PLANE.degrees(list(ids)).tolist(), strict=True))  # type: ignore[arg-type]
    return Extract(
        digest="",
        nodes={k: (lon, lat) for k, (lon, lat) in degrees.items()},
        node_tags={},
        ways=[
            Way(number, tuple(ids[p] for p in line), {"highway": kind, "width": "2"})
            for number, (line, kind) in enumerate(ways, start=1)
        ],
        buildings=[
            Building(f"way/{100 + i}", {"building": kind}, PLANE.shape_in_degrees(box(*corners)))
            for i, (kind, corners) in enumerate(
                [("house", h) for h in houses] + [("warehouse", s) for s in sheds or []]
            )
        ],
        lines=[Line("wall", PLANE.shape_in_degrees(LineString(wall))) for wall in walls or []],
        areas=[Area("water", "", PLANE.shape_in_degrees(box(*w))) for w in water or []],
        bounds=(119.99, 29.99, 120.01, 30.01),
    )


def audited(extract: Extract, area: Corners) -> tuple[Problem, Audit]:
    problem = build(extract, Profile.read(), boundary=PLANE.shape_in_degrees(box(*area)))
    plan = solve(problem)
    assert len(plan.stands) == 1
    return problem, audit(problem, extract, plan)


def courtyard(walls: Sequence[Wall]) -> tuple[Problem, Audit]:
    """A house behind walls, entered by an alley from the south that crosses the wall."""
    extract = a_map(ways=[SOUTH_STREET, ALLEY], houses=[(75, 60, 90, 75)], walls=walls)
    return audited(extract, (-10, -20, 150, 130))


def narrow_alley(walls: Sequence[Wall]) -> Sequence[Wall]:
    """Walls along the alley outside the courtyard, so that its barrier has something to meet."""
    return [*walls, [(68, 12), (68, 40)], [(72, 12), (72, 40)]]


def test_a_courtyard_fully_walled_has_no_gap() -> None:
    _, found = courtyard(narrow_alley([SQUARE]))

    assert found.gaps == []
    assert found.metres == 0
    assert found.border_metres > 100


@pytest.mark.parametrize("width", [0.8, 3.0, 11.0])
def test_where_a_piece_of_the_wall_is_missing_there_is_exactly_this_gap(width: float) -> None:
    north: list[Wall] = [
        [(40, 100), (40, 40), (100, 40), (100, 100), (60 + width, 100)],
        [(60, 100), (40, 100)],
    ]
    problem, found = courtyard(narrow_alley(north))

    (gap,) = found.gaps
    assert gap.metres == pytest.approx(width, abs=0.01)
    assert not gap.is_on_way
    east, up = PLANE.metres([(gap.lon, gap.lat)])[0]  # type: ignore[arg-type]
    assert (east, up) == pytest.approx((60 + width / 2, 100), abs=0.3)
    assert problem.plane.degrees([gap.line.centroid.coords[0]])[0] == pytest.approx(  # type: ignore[arg-type]
        (gap.lon, gap.lat), abs=1e-5
    )


def test_a_crack_nobody_squeezes_through_is_no_gap() -> None:
    _, found = courtyard(
        narrow_alley([[(60.3, 100), (100, 100), (100, 40), (40, 40), (40, 100), (60, 100)]])
    )

    assert found.gaps == []


def test_two_missing_pieces_are_two_gaps_the_longer_first() -> None:
    walls = [
        [(60, 100), (40, 100), (40, 40), (100, 40), (100, 60)],
        [(100, 64), (100, 100), (69, 100)],
    ]
    _, found = courtyard(narrow_alley(walls))

    assert [round(gap.metres, 1) for gap in found.gaps] == [9.0, 4.0]
    assert [gap.number for gap in found.gaps] == [1, 2]
    assert found.metres == pytest.approx(13.0, abs=0.02)


def test_an_alley_closed_between_two_buildings_is_sealed_by_its_barrier() -> None:
    # Both buildings reach the border, the court behind them ends at water.
    row = [(0, 3, 68, 40), (72, 3, 140, 40)]
    extract = a_map(ways=[SOUTH_STREET, ALLEY], houses=[(75, 50, 90, 65)], sheds=row, water=WATER)
    _, found = audited(extract, (-3, -20, 143, 85))

    assert found.gaps == []


def test_the_passage_beside_the_alley_is_a_gap_as_wide_as_it_is() -> None:
    row = [(0, 3, 55, 40), (60, 3, 68, 40), (72, 3, 140, 40)]
    extract = a_map(ways=[SOUTH_STREET, ALLEY], houses=[(75, 50, 90, 65)], sheds=row, water=WATER)
    _, found = audited(extract, (-3, -20, 143, 85))

    assert [round(gap.metres, 2) for gap in found.gaps] == [5.0]


def test_gaps_are_features_of_their_own_kind() -> None:
    walls = narrow_alley([[(60, 100), (40, 100), (40, 40), (100, 40), (100, 100), (63, 100)]])
    (feature,) = gap_features(*courtyard(walls))

    line = shapely.geometry.shape(feature["geometry"])
    assert feature["properties"]["kind"] == "gap"
    assert feature["properties"]["metres"] == 3.0
    assert feature["properties"]["on_way"] is False
    assert (
        line.distance(shapely.Point(feature["properties"]["lon"], feature["properties"]["lat"]))
        < 1e-6
    )


def test_on_a_real_map_the_gaps_are_less_than_its_border() -> None:
    if not (path := DATA / "beijing-haidian.osm.gz").is_file():
        pytest.skip(f"{path.name} is not here")
    extract = read(path)
    problem = build(extract, Profile.read())
    found = audit(problem, extract, solve(problem, budget=20))

    assert 0 < found.metres < found.border_metres
    assert found.metres_on_ways < found.metres / 2
