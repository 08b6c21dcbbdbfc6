"""The least set of fire lanes: which closed fire-capable ways need a barrier that can be opened.

By default every one of them gets it, as the law asks; this shows what that costs.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongzhou.planners.closure.explain.fire import openings_of
from tongzhou.planners.closure.explain.regions import Regions
from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve import Plan
from tongzhou.planners.closure.solve.programme import Programme


@dataclass(frozen=True, slots=True)
class LeastLanes:
    """The stands that must stay fire lanes, and what fixed fences elsewhere would save (yuan)."""

    stands: Sequence[int]
    saves: float


def least_lanes(problem: Problem, plan: Plan, regions: Regions) -> LeastLanes:
    """The cheapest set that leaves every house the openings it needs, proven."""
    programme = Programme()
    prices = _prices(problem, plan)
    columns = {stand: programme.column(price) for stand, price in prices.items()}
    for openings, needed in _needs(problem, plan, regions):
        lanes = [stand for stand in openings if stand in columns]
        missing = needed - (len(openings) - len(lanes))
        if missing > 0:
            programme.row([(columns[stand], 1.0) for stand in lanes], low=float(missing))
    if not columns:
        return LeastLanes((), 0.0)
    values = programme.solved(seed=0, seconds=10.0).values
    kept = [stand for stand, column in columns.items() if values[column] > 0.5]
    saved = sum(prices.values()) - sum(prices[stand] for stand in kept)
    return LeastLanes(kept, round(saved, 2))


def _prices(problem: Problem, plan: Plan) -> Mapping[int, float]:
    """What a lane costs more than a fence, by stand."""
    costs = problem.profile.costs
    fixed = costs.lane_fixed - costs.fence_fixed
    wide = costs.lane_per_metre - costs.fence_per_metre
    return {
        number: fixed + wide * problem.edges[stand.edge].width
        for number, stand in enumerate(plan.stands)
        if stand.kind == "fire_lane" and not problem.edges[stand.edge].lockable
    }


def _needs(problem: Problem, plan: Plan, regions: Regions) -> Sequence[tuple[Sequence[int], int]]:
    """For each house behind closings: its openings, and how many it needs (two in large cells)."""
    households: dict[int, int] = defaultdict(int)
    for home in problem.homes:
        if home.node in regions.of_node:
            households[regions.of_node[home.node]] += home.households
    needs = []
    for house, openings in zip(problem.houses, openings_of(problem, plan, regions), strict=True):
        region = regions.of_node.get(house.node)
        if region is not None and openings:
            is_large = households[region] > problem.profile.fire.two_above_households
            needs.append((openings, min(len(openings), 2 if is_large else 1)))
    return needs
