"""Plans of small streets: what stands where, what a pin does, what cannot be had."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.planners.closure.drawn import drawn, problem, through_alley, two_courts
from tongzhou.planners.closure.explain.certificate import certificate
from tongzhou.planners.closure.explain.geojson import to_geojson
from tongzhou.planners.closure.explain.lanes import least_lanes
from tongzhou.planners.closure.explain.regions import regions_of
from tongzhou.planners.closure.problem import Pins, Problem, Spot
from tongzhou.planners.closure.rules.certificate import verify
from tongzhou.planners.closure.solve import Known, Plan, solve


def kinds(plan: Plan) -> Counter[str]:
    return Counter(stand.kind for stand in plan.stands)


def spots(question: Problem, plan: Plan, kind: str) -> list[Spot]:
    cuts = [question.edges[stand.edge].cut for stand in plan.stands if stand.kind == kind]
    return [Spot(cut.way, cut.start, cut.end, cut.middle) for cut in cuts]


def test_a_through_alley_gets_one_gate_and_a_barrier_that_can_be_opened() -> None:
    plan = solve(problem(through_alley()))

    assert plan.status == "optimal"
    assert plan.gap <= 1e-6
    assert kinds(plan) == {"gate": 1, "fire_lane": 1}


def test_an_alley_no_engine_fits_through_gets_a_fence() -> None:
    narrow = through_alley()
    narrow = replace(narrow, ways=[*narrow.ways[:2], replace(narrow.ways[2], tags={
        "highway": "footway"})])  # fmt: skip

    assert kinds(solve(problem(narrow))) == {"gate": 1, "fence": 1}


def test_every_home_has_its_whole_share_of_gates() -> None:
    question = problem(through_alley())
    plan = solve(question)

    for home in question.homes:
        shares = [door.share for door in plan.doors if door.home == home.node]
        assert sum(shares) == pytest.approx(1.0)


def test_parts_that_do_not_meet_are_cells_of_their_own() -> None:
    assert solve(problem(two_courts())).cells == 2


def test_costs_add_up_to_the_objective() -> None:
    plan = solve(problem(through_alley()))

    assert sum(term["cost"] for term in plan.terms.values()) == pytest.approx(plan.objective)


def test_the_same_streets_give_the_same_plan() -> None:
    assert solve(problem(two_courts()), seed=3) == solve(problem(two_courts()), seed=3)


def test_a_house_alone_gets_a_key_and_no_guard() -> None:
    alone = drawn({1: (-300, 0), 2: (0, 0), 3: (300, 0), 4: (0, 80)},
                  [((1, 2, 3), "secondary"), ((2, 4), "footway")], [(12, 70)])  # fmt: skip

    assert kinds(solve(problem(alone))) == {"keyed_door": 1}


def test_a_house_alone_has_its_key_where_its_ground_is_cheapest_to_shut() -> None:
    behind = drawn({1: (-300, 0), 2: (-40, 0), 3: (40, 0), 4: (300, 0), 5: (0, 70), 6: (0, 150)},
                   [((1, 2, 3, 4), "secondary"), ((2, 5), "footway"), ((3, 5), "footway"),
                    ((5, 6), "residential")], [(12, 140)])  # fmt: skip
    plan = solve(problem(behind))

    assert kinds(plan) == {
        "keyed_door": 1,
        "fence": 1,
    }  # not a barrier for engines before the house
    assert plan.objective == pytest.approx(200 + 150 + 60 * 2)


def test_a_pin_moves_the_gate_and_has_its_price() -> None:
    question = problem(two_courts())
    free = solve(question)
    pinned = replace(question, pins=Pins(open=frozenset(spots(question, free, "gate"))))
    moved = solve(pinned)

    assert moved.status in ("optimal", "infeasible")
    assert not set(spots(question, free, "gate")) & set(spots(pinned, moved, "fence"))


def test_a_gate_stands_where_somebody_wants_it() -> None:
    question = problem(through_alley())
    plan = solve(question)
    wanted = spots(question, plan, "fire_lane")
    pinned = replace(question, pins=Pins(gates=frozenset(wanted)))

    assert set(wanted) <= set(spots(pinned, solve(pinned), "gate"))


def test_what_is_built_already_costs_nothing_more() -> None:
    question = problem(through_alley())
    plan = solve(question)
    built = Pins(built=frozenset(spots(question, plan, "fire_lane")))

    assert solve(replace(question, pins=built)).objective < plan.objective


def test_only_the_cell_of_a_pin_is_solved_again() -> None:
    question, known = problem(two_courts()), Known()
    plan = solve(question, known=known)
    before = set(known.cells)
    closed = Pins(closed=frozenset(spots(question, plan, "gate")[:1]))
    solve(replace(question, pins=closed), known=known)

    assert before <= set(known.cells)
    assert len(set(known.cells) - before) <= 1


def test_too_few_volunteers_are_said_to_be_too_few() -> None:
    plan = solve(problem(two_courts(), {"gates": {"volunteers": 5}}))

    assert plan.status == "infeasible"
    assert all("gates.volunteers" in failure.sentence for failure in plan.failures)


def test_just_enough_volunteers_are_shared_out() -> None:
    free = solve(problem(two_courts()))
    enough = sum(stand.levels for stand in free.stands) * 6

    assert solve(problem(two_courts(), {"gates": {"volunteers": enough}})).status == "optimal"


def test_many_households_need_more_guards() -> None:
    plan = solve(problem(two_courts(), {"gates": {"households": 12}}))

    assert any(stand.levels > 1 for stand in plan.stands) or len(plan.stands) > 2


def test_the_least_set_of_fire_lanes_costs_less() -> None:
    question = problem(through_alley())
    plan = solve(question)
    least = least_lanes(question, plan, regions_of(question, plan))

    assert not least.stands  # the gate is on a way engines fit through and is enough
    assert least.saves > 0


def test_a_certificate_proves_the_least_number_of_closings() -> None:
    extract = through_alley()
    question = problem(extract)
    plan = to_geojson(question, solve(question))
    proof = certificate(question, plan)

    assert proof["least_closings"] == proof["closings"] == 2
    assert not verify(extract, plan, proof, question.profile)


def test_a_certificate_that_was_touched_proves_nothing() -> None:
    extract = through_alley()
    question = problem(extract)
    plan = to_geojson(question, solve(question))
    proof = certificate(question, plan)
    doubled = proof | {"ways": [proof["ways"][0], proof["ways"][0]]}

    assert [v.message for v in verify(extract, plan, doubled, question.profile)]
    assert verify(extract, plan, proof | {"bound": 0.0}, question.profile)
    assert verify(extract, plan | {"features": []}, proof, question.profile)
