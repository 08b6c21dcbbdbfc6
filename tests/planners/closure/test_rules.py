"""A good plan passes; each way to spoil it is caught by the rule that is meant for it."""

import copy
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import shapely

from tests.planners.closure.drawn import PLANE as DRAWN
from tests.planners.closure.drawn import drawn
from tongzhou.formats.streets.extract import Building, Extract, Way
from tongzhou.planners.closure.explain import to_geojson
from tongzhou.planners.closure.problem import Profile, build
from tongzhou.planners.closure.problem.plane import Plane
from tongzhou.planners.closure.rules import Report, check
from tongzhou.planners.closure.solve import solve

Plan = dict[str, Any]
PLANE = Plane(114.3, 30.6)
FEW_KEYS = {"costs": {"door": 9000.0}}  # dearer than a gate, so that the plan has one
PROFILE = Profile.over_defaults(FEW_KEYS)
PLACES = {1: (-200, 0), 2: (-100, 0), 3: (0, 0), 4: (100, 0), 5: (200, 0), 6: (0, 100),
          7: (100, 100), 8: (-100, 100)}  # fmt: skip


def degrees(shape: shapely.Geometry) -> shapely.Geometry:
    return PLANE.shape_in_degrees(shape)


BOUNDARY = degrees(shapely.box(-150, -20, 150, 200))
NODES = {ref: tuple(PLANE.degrees(np.array(at)).tolist()) for ref, at in PLACES.items()}
STREET = Extract(
    digest="abc",
    nodes=NODES,
    node_tags={},
    ways=[
        Way(1, (1, 2, 3, 4, 5), {"highway": "tertiary"}),
        Way(2, (3, 6, 7, 4), {"highway": "residential"}),
        Way(3, (6, 8, 2), {"highway": "footway"}),
    ],
    buildings=[
        Building("way/10", {"building": "apartments"}, degrees(shapely.box(40, 110, 60, 130))),
        Building("way/11", {"building": "apartments"}, degrees(shapely.box(-60, 110, -40, 130))),
    ],
    bounds=degrees(shapely.box(-300, -300, 300, 300)).bounds,
)


@pytest.fixture(scope="module")
def good() -> Plan:
    problem = build(STREET, PROFILE, boundary=BOUNDARY)
    return json.loads(json.dumps(to_geojson(problem, solve(problem))))


@pytest.fixture
def plan(good: Plan) -> Plan:
    return copy.deepcopy(good)


def checked(plan: Mapping[str, Any], profile: Profile = PROFILE) -> Report:
    return check(STREET, plan, profile, boundary=BOUNDARY)


def broken(plan: Mapping[str, Any], profile: Profile = PROFILE) -> set[str]:
    return {violation.rule for violation in checked(plan, profile).violations}


def of_kind(plan: Plan, kind: str) -> dict[str, Any]:
    return next(f["properties"] for f in plan["features"] if f["properties"]["kind"] == kind)


def summed_up(plan: Plan) -> Plan:
    """The plan with a summary that fits its features, so that only the mutation is wrong."""
    told = [feature["properties"] for feature in plan["features"]]
    homes = [p for p in told if p["kind"] == "building" and p["state"] == "inside"]
    summary = plan["tongzhou"]
    for kind in ("fence", "fire_lane", "gate", "keyed_door", "cell"):
        summary[f"{kind}s"] = sum(p["kind"] == kind for p in told)
    summary["homes"] = len(homes)
    summary["households"] = sum(p["households"] for p in homes)
    summary["guards"] = sum(p.get("guards", 0) for p in told)
    summary["terms"] = {}
    summary["objective"] = checked(plan).objective
    return plan


def drop(plan: Plan, kind: str) -> None:
    dropped = next(f for f in plan["features"] if f["properties"]["kind"] == kind)
    plan["features"].remove(dropped)


def test_a_good_plan_passes(plan: Plan) -> None:
    report = checked(plan)
    assert report.ok, report.violations
    assert report.objective == pytest.approx(plan["tongzhou"]["objective"], rel=1e-6)


def test_a_plan_for_another_file_is_refused(plan: Plan) -> None:
    plan["tongzhou"]["input"]["streets"] = "another"
    assert broken(plan) == {"input"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "wall"), ("cuts", None), ("width", "wide"), ("osm_way", 99), ("fraction", 1.5)],
)
def test_a_field_that_cannot_be_used_is_named(plan: Plan, field: str, value: Any) -> None:
    of_kind(plan, "fence")[field] = value
    report = checked(plan)
    assert {v.rule for v in report.violations} == {"well_formed"}
    assert "feature" in report.violations[0].where


def test_a_closing_without_a_cut_on_its_own_segment_is_incomplete(plan: Plan) -> None:
    of_kind(plan, "fence")["cuts"] = []
    assert broken(plan) == {"cuts_complete"}


def test_a_fence_left_out_is_a_leak(plan: Plan) -> None:
    drop(plan, "fence")
    assert broken(summed_up(plan)) == {"sealed"}


def test_a_fence_where_engines_drive_is_caught(plan: Plan) -> None:
    lane = of_kind(plan, "fire_lane")
    lane.update(kind="fence", cost=150 + 60 * lane["width"])
    assert broken(summed_up(plan)) == {"fire"}


def test_a_gate_that_hides_its_fire_lane_is_caught(plan: Plan) -> None:
    of_kind(plan, "gate")["fire"] = False
    assert broken(plan) == {"fire"}


def test_a_way_out_told_too_short_is_caught(plan: Plan) -> None:
    of_kind(plan, "building")["walk_after"] = 10.0
    assert broken(summed_up(plan)) == {"way_out"}


def test_a_home_without_a_gate_is_caught(plan: Plan) -> None:
    of_kind(plan, "building").update(gate=None, walk_after=None)
    assert broken(summed_up(plan)) == {"way_out"}


def test_a_gate_behind_another_closing_is_a_fake(plan: Plan) -> None:
    gate = of_kind(plan, "gate")
    is_from_street = gate["osm_from"] in (3, 4)
    spot = {
        "way": gate["osm_way"], "from": gate["osm_from"], "to": gate["osm_to"],
        "fraction": gate["fraction"] / 2 if is_from_street else (1 + gate["fraction"]) / 2,
    }  # fmt: skip
    barrier = {**of_kind(plan, "fire_lane"), "number": 99, "cuts": [spot]}
    barrier.update(osm_way=spot["way"], osm_from=spot["from"], osm_to=spot["to"])
    barrier["fraction"] = spot["fraction"]
    plan["features"].append({**plan["features"][0], "properties": barrier})
    assert broken(summed_up(plan)) == {"gate_is_real"}


def test_too_few_guards_for_a_gate_are_caught(plan: Plan) -> None:
    of_kind(plan, "gate").update(guards=0, cost=600)
    assert broken(summed_up(plan)) == {"capacity"}


def test_more_shifts_than_volunteers_are_caught(plan: Plan) -> None:
    assert broken(plan, Profile.over_defaults({**FEW_KEYS, "gates": {"volunteers": 1}})) == {
        "volunteers"
    }


def test_a_building_left_out_is_missed(plan: Plan) -> None:
    drop(plan, "building")
    assert broken(summed_up(plan)) == {"complete"}


def test_a_home_said_to_be_on_a_public_street_is_looked_up(plan: Plan) -> None:
    of_kind(plan, "building")["state"] = "front"
    assert broken(summed_up(plan)) == {"complete"}


def test_a_closing_on_a_door_is_caught(plan: Plan) -> None:
    lane = of_kind(plan, "fire_lane")
    door = of_kind(plan, "building")["door"]
    lane.update(osm_way=2, osm_from=door["from"], osm_to=door["to"], cuts=[door])
    lane["fraction"] = door["fraction"]
    assert "never" in broken(summed_up(plan))


def test_a_summary_that_counts_wrongly_is_caught(plan: Plan) -> None:
    plan["tongzhou"]["fences"] += 1
    assert broken(plan) == {"counts"}


def test_a_wrong_price_is_caught(plan: Plan) -> None:
    of_kind(plan, "fence")["cost"] += 1
    assert broken(plan) == {"objective"}


def test_an_objective_that_is_too_low_is_caught(plan: Plan) -> None:
    plan["tongzhou"]["objective"] -= 1
    assert broken(plan) == {"objective"}


def test_a_neighbours_door_outside_the_area_is_on_public_ground() -> None:
    """The way out ends there, though the next corner of the map is far."""
    alley = drawn({1: (100, 0), 2: (-100, 0), 3: (-100, 300), 4: (-100, -300)},
                  [((3, 2, 4), "primary"), ((2, 1), "residential")],
                  [(60, 12), (30, 12), (-20, 12)])  # fmt: skip
    area = DRAWN.shape_in_degrees(shapely.box(-22, -100, 200, 100))
    problem = build(alley, PROFILE, boundary=area)
    told = to_geojson(problem, solve(problem))

    assert of_kind(told, "gate")["homes"] == 2
    assert check(alley, told, PROFILE, boundary=area).violations == []
