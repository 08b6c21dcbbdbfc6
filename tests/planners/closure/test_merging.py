"""Sidewalks become part of their own street, and a walk is as long as it is on foot."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from tests.planners.closure.drawn import SMALL, drawn, problem
from tongzhou.formats.streets import Extract
from tongzhou.planners.closure.explain import to_geojson
from tongzhou.planners.closure.explain.certificate import certificate
from tongzhou.planners.closure.problem import NO_PINS, Edge, Pins, Problem, Profile
from tongzhou.planners.closure.rules import check
from tongzhou.planners.closure.rules.certificate import verify
from tongzhou.planners.closure.solve import solve

Tables = Mapping[str, Mapping[str, object]]
SIDEWALK = {"footway": "sidewalk"}
CROSSING = {"footway": "crossing"}
TUNNEL = {"layer": "-1", "tunnel": "yes"}


def planned(extract: Extract, given: Tables | None = None, pins: Pins = NO_PINS) -> dict[str, Any]:
    question = problem(extract, given, pins=pins)
    plan = to_geojson(question, solve(question))
    assert not broken(extract, plan, given, pins)
    proof = certificate(question, plan)
    assert not verify(extract, plan, proof, question.profile, pins=pins)
    return plan


def broken(
    extract: Extract, plan: Mapping[str, Any], given: Tables | None = None, pins: Pins = NO_PINS
) -> set[str]:
    tables = {name: dict(table) for name, table in SMALL.items()}
    for name, table in (given or {}).items():
        tables.setdefault(name, {}).update(table)
    report = check(extract, plan, Profile.over_defaults(tables), pins=pins)
    return {violation.rule for violation in report.violations}


def of_kind(plan: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    told = [feature["properties"] for feature in plan["features"]]
    return [about for about in told if about["kind"] == kind]


def edge_of(question: Problem, way: int) -> Edge:
    return next(edge for edge in question.edges if edge.cut.way == way)


def place_of(question: Problem, node: int) -> Sequence[float]:
    """Metres from the corner of the map, as streets are drawn."""
    return np.round(question.xy[node]).tolist()


def above_a_tunnel() -> Extract:
    """A street in a tunnel, and above it a path with a sidewalk that goes to the avenue elsewhere."""
    return drawn(
        {1: (-100, 200), 2: (-100, 0), 3: (100, 0), 4: (80, 8), 5: (0, 8), 6: (0, 200), 7: (80, 60)},
        [((1, 2), "primary"), ((2, 3), "residential"), ((4, 5), "footway"), ((5, 6, 1), "footway"),
         ((4, 7), "footway")],
        [(92, 50)],
        tags={2: TUNNEL, 3: SIDEWALK},
    )  # fmt: skip


def test_a_street_in_a_tunnel_does_not_take_the_sidewalk_above_it() -> None:
    (house,) = of_kind(planned(above_a_tunnel()), "building")

    assert house["walk_after"] > 300


def between_two_streets(*, on_foot: bool) -> Extract:
    """An island between Upper and Lower Street: its sidewalk is nearer to the upper one; on foot
    one gets from it to the lower one.
    """
    crossing = [((10, 6), "footway")] if on_foot else []
    return drawn(
        {1: (-100, 0), 2: (0, 0), 3: (100, 0), 4: (100, -21), 5: (-100, -21), 6: (0, -21),
         9: (-60, -10), 10: (0, -10), 11: (60, -10)},
        [((1, 2, 3), "residential"), ((4, 6, 5), "residential"), ((9, 10, 11), "footway"), *crossing],
        tags={1: {"name": "Upper Street"}, 2: {"name": "Lower Street"}, 3: SIDEWALK, 4: CROSSING},
    )  # fmt: skip


@pytest.mark.parametrize(("on_foot", "street"), [(False, 1), (True, 2)])
def test_an_islands_sidewalk_belongs_to_the_street_one_steps_onto(
    on_foot: bool, street: int
) -> None:
    from tongzhou.planners.closure.problem.accompany import joints_of
    from tongzhou.planners.closure.problem.plane import Plane
    from tongzhou.planners.closure.problem.segments import segments_of

    extract = between_two_streets(on_foot=on_foot)
    segments = segments_of(extract, Plane(114.3, 30.6))
    walks, roads = np.flatnonzero(segments.way >= 2), np.flatnonzero(segments.way < 2)
    joints = joints_of(extract, segments, walks, roads, Profile.read().public, 14.0)
    # Without a way on foot Lower Street is not this sidewalk's: it runs along the nearer one.
    found = joints.nearest(walks, {10: (0.0, -10.0)}, 14.0)

    assert extract.ways[segments.way[found[10]]].id == street


def test_the_step_from_a_sidewalk_to_its_road_is_part_of_the_walk() -> None:
    extract = drawn(
        {1: (-100, 0), 2: (0, 0), 3: (100, 0), 4: (-90, 12), 5: (0, 12), 6: (90, 12), 7: (0, 80)},
        [((1, 2, 3), "residential"), ((4, 5, 6), "footway"), ((5, 7), "footway")],
        tags={2: SIDEWALK},
    )  # fmt: skip

    path = edge_of(problem(extract), 3)

    assert path.length == pytest.approx(68 + 12, abs=0.5)


def with_a_bypass() -> Extract:
    """A path that begins at the end of a sidewalk and comes back to the street's mouth."""
    return drawn(
        {1: (-100, 100), 2: (-100, 0), 3: (-80, 0), 4: (100, 0), 5: (-80, 6), 6: (90, 6),
         7: (-90, 8), 8: (-60, 60)},
        [((1, 2), "primary"), ((2, 3, 4), "residential"), ((5, 6), "footway"),
         ((5, 7, 2), "footway"), ((5, 8), "steps")],
        [(-48, 50), (40, -14)],
        tags={3: SIDEWALK},
    )  # fmt: skip


def test_a_path_that_comes_back_to_the_street_is_shut_with_the_street() -> None:
    question = problem(with_a_bypass())

    assert {cut.way for edge in question.edges if edge.cut.way == 2 for cut in edge.beside} == {
        3,
        4,
    }
    planned(with_a_bypass())


def test_a_dead_end_behind_an_avenues_sidewalk_is_not_public() -> None:
    extract = drawn(
        {1: (-100, 0), 2: (0, 0), 3: (100, 0), 4: (-60, 9), 5: (0, 9), 6: (60, 9), 7: (0, 20),
         8: (0, 90), 9: (100, 90)},
        [((1, 2, 3), "primary"), ((4, 5, 6), "footway"), ((7, 8, 9, 3), "residential"),
         ((5, 7), "footway")],
        [(-14, 60)],
        tags={2: SIDEWALK, 4: SIDEWALK},
    )  # fmt: skip
    question = problem(extract)
    (home,) = question.homes

    end = next(edge.u for edge in question.edges if edge.cut.way == 3 and edge.cut.start == 7)
    assert not question.is_public[end]
    assert not question.is_public[home.node]
    planned(extract)


def test_who_lives_over_a_street_that_passes_below_does_not_live_on_it() -> None:
    extract = drawn(
        {1: (0, -200), 2: (0, 200), 3: (-100, 0), 4: (100, 0), 5: (100, 200), 6: (0, 200)},
        [((1, 2), "primary"), ((3, 4, 5, 2), "service")],
        [(2, 14)],
    )  # fmt: skip
    question = problem(extract)
    (house,) = question.houses

    assert house.state == "inside"
    planned(extract)


def with_a_police_station() -> Extract:
    """An alley 90 m to a police station, a house beside it, another behind it."""
    extract = drawn(
        {1: (-100, 100), 2: (-100, 0), 3: (0, 0), 4: (120, 0)},
        [((1, 2), "primary"), ((2, 3, 4), "footway")],
        [(0, 14), (-40, -14), (80, -14)],
    )
    station = extract.buildings[0]
    station.tags["amenity"] = "police"  # type: ignore[index]
    return extract


def test_who_lives_on_the_way_to_the_police_needs_no_gate_and_the_others_walk_it() -> None:
    open_doors: Tables = {"public": {"doors": ["police"]}}
    plan = planned(with_a_police_station(), open_doors)
    station, beside, behind = of_kind(plan, "building")

    assert (station["state"], beside["state"], behind["state"]) == ("front", "front", "inside")
    assert behind["walk_after"] == pytest.approx(180, abs=10)


def one_lane() -> Extract:
    return drawn(
        {1: (-100, 100), 2: (-100, 0), 3: (0, 0), 4: (100, 0), 5: (100, 100)},
        [((1, 2), "primary"), ((2, 3, 4), "residential"), ((4, 5), "primary")],
        [(-20, 14), (20, 14)],
    )  # fmt: skip


def test_the_checker_knows_the_width_somebody_measured() -> None:
    measured = Pins(widths=((2, 2.5),))
    plan = planned(one_lane(), pins=measured)
    (barrier,) = of_kind(plan, "fence")

    assert barrier["width"] == 2.5
    assert not barrier["width_assumed"]
    assert broken(one_lane(), plan)  # without the measurement it would shut out fire engines


def test_only_what_a_pin_says_is_told_as_built() -> None:
    free: Tables = {"costs": {"lane_fixed": 0.0, "lane_per_metre": 0.0}}
    (lane,) = of_kind(planned(one_lane(), free), "fire_lane")

    assert lane["cost"] == 0
    assert not lane["built"]


def test_a_barrier_that_stands_costs_nothing_only_where_a_pin_has_it() -> None:
    from tongzhou.planners.closure.problem import Spot

    plan = planned(one_lane())
    (lane,) = of_kind(plan, "fire_lane")
    spot = Spot(lane["osm_way"], lane["osm_from"], lane["osm_to"], lane["fraction"])
    pins = Pins(built=frozenset({spot}))
    again = planned(one_lane(), pins=pins)

    assert of_kind(again, "fire_lane")[0]["built"]
    assert broken(one_lane(), again) == {"counts", "objective"}
