"""The two committees of the story can close their part of the drawn district."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import shapely

from tongzhou.cli.demo import RESIDENTS, SEED
from tongzhou.demo.story import district_of, street_of
from tongzhou.formats.streets import read
from tongzhou.planners.closure.explain import to_geojson
from tongzhou.planners.closure.problem import Profile, build
from tongzhou.planners.closure.problem.register import Register
from tongzhou.planners.closure.rules import check
from tongzhou.planners.closure.solve import solve

AROUND = 0.00025


@pytest.mark.parametrize("committee", ["liuyin", "huaian"])
def test_a_closure_round_the_own_buildings_is_found_and_passes_its_check(
    committee: str, tmp_path: Path
) -> None:
    street = street_of(residents=RESIDENTS, seed=SEED, until=date(2020, 2, 16))
    district = district_of(street, seed=SEED)
    file = tmp_path / "district.osm"
    file.write_bytes(district.osm)
    extract = read(file)
    behind = Counter(
        district.houses[h.compound, h.door.building]
        for h in street.households
        if h.committee == committee
    )
    own = [b.footprint for b in extract.buildings if b.id in behind]
    area = shapely.buffer(shapely.convex_hull(shapely.union_all(own)), AROUND, quad_segs=2)
    profile = Profile.read()
    estimated = {h.id: h.households for h in build(extract, profile, boundary=area).houses}
    register = Register(estimated | behind)

    problem = build(extract, profile, boundary=area, register=register)
    plan = solve(problem)
    report = check(extract, to_geojson(problem, plan), profile, boundary=area, register=register)

    assert plan.status == "optimal"
    assert report.violations == []
    assert sum(home.households for home in problem.homes) > 100
