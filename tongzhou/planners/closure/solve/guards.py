"""Too few people for all gates one would like: an exact share between the cells."""

from collections.abc import Callable, Mapping, Sequence

from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve.cells import Cell
from tongzhou.planners.closure.solve.engine import INFEASIBLE
from tongzhou.planners.closure.solve.single import Solved

Ask = Callable[[Cell, int], Solved]


def share(problem: Problem, solved: Sequence[Solved], ask: Ask) -> list[Solved]:
    """The cells' plans that together need no more levels of guards than there are people for.

    Each cell's cost curve - the cheapest plan with at most 0, 1, 2 ... levels - comes from its
    own programme; a dynamic programme over the curves picks one point of each, exactly. If even
    the leanest plans need too many, the largest cells are left without a plan.
    """
    budget = problem.profile.gates.volunteers // problem.profile.costs.shifts_a_day
    if sum(one.levels for one in solved if one.has_plan) <= budget:
        return list(solved)
    curves = [_curve(one, ask, budget) for one in solved]
    picked = _pick([{k: one.answer.objective for k, one in c.items()} for c in curves], budget)
    if picked is None:
        return [Solved(one.cell, INFEASIBLE) for one in solved]
    return [curve[levels] for curve, levels in zip(curves, picked, strict=True)]


def _curve(one: Solved, ask: Ask, budget: int) -> dict[int, Solved]:
    """The cell's plans by the levels of guards they need, from its own wish downwards."""
    found: dict[int, Solved] = {}
    wish = one if one.has_plan and one.levels <= budget else ask(one.cell, budget)
    while wish.has_plan:
        found[wish.levels] = wish
        if not wish.levels:
            break
        wish = ask(one.cell, wish.levels - 1)
    return found


def _pick(curves: Sequence[Mapping[int, float]], budget: int) -> list[int] | None:
    """One point of each curve, the sum of levels within the budget and the sum of costs least."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for curve in curves:
        following: dict[int, tuple[float, list[int]]] = {}
        for used, (cost, picked) in best.items():
            for levels, more in curve.items():
                total = used + levels
                known = following.get(total)
                if total <= budget and (known is None or cost + more < known[0]):
                    following[total] = (cost + more, [*picked, levels])
        best = following
    return min(best.values())[1] if best else None
