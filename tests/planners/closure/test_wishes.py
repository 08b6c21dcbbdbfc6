"""Wishes to close a place, anywhere: kept where it parts somebody from somebody, never by breaking a rule."""

import json
from random import Random

import pytest

from tests.planners.closure.neighbourhoods import Neighbourhood, neighbourhood
from tongzhou.planners.closure.explain import to_geojson
from tongzhou.planners.closure.problem import Pins, Profile, Spot, build
from tongzhou.planners.closure.rules import check
from tongzhou.planners.closure.solve import solve

# Among them ways that were walked through what a wish had closed, inside and outside.
NUMBERS = (*range(40), 73, 78, 110, 131)


def wished(place: Neighbourhood) -> Pins:
    """One stretch of the neighbourhood, to be closed."""
    edges = build(place.extract, Profile.over_defaults(place.profile)).edges
    cut = Random(place.number).choice(edges).cut
    return Pins(closed=frozenset({Spot(cut.way, cut.start, cut.end, (cut.low + cut.high) / 2)}))


@pytest.mark.parametrize("number", NUMBERS)
def test_whoever_lives_behind_a_wish_walks_round_it_or_there_is_no_plan(number: int) -> None:
    place = neighbourhood(number)
    profile, pins = Profile.over_defaults(place.profile), wished(place)
    problem = build(place.extract, profile, pins=pins)
    plan = solve(problem, workers=1)
    if plan.status == "infeasible" or not problem.homes:
        return

    told = json.loads(json.dumps(to_geojson(problem, plan)))

    report = check(place.extract, told, profile, pins=pins)
    assert [f"{v.rule}: {v.message}" for v in report.violations] == []
