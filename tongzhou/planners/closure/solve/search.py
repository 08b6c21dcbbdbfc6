"""Solves all cells, shares out the guards between them, and puts the plan together."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from time import monotonic

from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.problem.pins import Pinned
from tongzhou.planners.closure.solve import guards
from tongzhou.planners.closure.solve.cells import Cell, cells_of
from tongzhou.planners.closure.solve.chains import reduced
from tongzhou.planners.closure.solve.plan import Door, Failure, Plan, Stand
from tongzhou.planners.closure.solve.single import Known, Solved, solve_cell

PROVEN = 1e-6
Progress = Callable[[int, int, float, float], None]
"""Cells done, cells in all, objective and bound so far."""


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    budget: float = 300.0,
    workers: int = 2,
    progress: Progress | None = None,
    known: Known | None = None,
) -> Plan:
    """The cheapest closure within `budget` seconds, with its proven bound.

    Cells are independent and solved side by side, the largest first. Where there are fewer
    volunteers than the cells would like, an exact dynamic programme over the cells' cost curves
    shares them out. `known` remembers proven cells: handed in again with other pins on the same
    streets and profile, only the cells that the pins touch are solved, from where they ended.
    """
    cells, apart = cells_of(problem, reduced(problem))
    ends_at = monotonic() + budget
    solved: list[Solved] = []
    memory = Known() if known is None else known
    ask = partial(solve_cell, problem, seed=seed, ends_at=ends_at)

    def answer(cell: Cell) -> Solved:
        found = memory.cells.get(cell.fingerprint)
        return found or ask(cell, start=memory.ends.get(cell.nodes))

    with ThreadPoolExecutor(workers) as pool:
        for one in pool.map(answer, cells):
            solved.append(one)
            memory.note(one)
            if progress:
                told = [s.answer for s in solved if s.has_plan]
                progress(
                    len(solved), len(cells),
                    sum(a.objective for a in told), sum(a.bound for a in told),
                )  # fmt: skip
    if problem.profile.gates.volunteers:
        solved = guards.share(problem, solved, ask)
    return _plan(problem, solved, [home.node for home in apart])


def _plan(problem: Problem, solved: Sequence[Solved], apart: Sequence[int]) -> Plan:
    stands: list[Stand] = []
    doors: list[Door] = []
    for one in solved:
        doors += (replace(door, stand=door.stand + len(stands)) for door in one.doors)
        stands += one.stands
    failures = [_failure(problem, one) for one in solved if not one.has_plan]
    told = [one.answer for one in solved if one.has_plan]
    removal = problem.profile.costs.removal * len(problem.pins.built)
    objective = removal + sum(answer.objective for answer in told)
    bound = removal + sum(max(answer.bound, -removal) for answer in told)
    is_proven = objective - bound <= PROVEN * max(1.0, objective)
    status = "infeasible" if failures else "optimal" if is_proven else "feasible"
    return Plan(
        status=status,
        objective=round(objective, 4),
        bound=round(min(bound, objective), 4),
        stands=stands,
        doors=doors,
        cells=len(solved),
        apart=list(apart),
        failures=failures,
        terms=_terms(problem, stands, doors),
    )


def _failure(problem: Problem, one: Solved) -> Failure:
    homes = one.unserved or list(one.cell.homes)
    limit = problem.profile.walking.limit_metres
    if one.answer.status != "infeasible":
        sentence = "The time was too short for a first plan of this cell: give a longer budget."
    elif one.unserved:
        sentence = (
            f"No gate can be reached within {limit:.0f} m (walking.limit_metres): "
            "raise the limit, or take away the pin that forbids a gate."
        )
    else:
        sentence = (
            "The pins, the limit of volunteers (gates.volunteers) and the limit of walking "
            "(walking.limit_metres) cannot all be kept: relax one of them."
        )
    return Failure(one.cell.number, homes, sentence)


def _kept(problem: Problem, stands: Iterable[Stand]) -> int:
    """How many of the stands are there already."""
    pinned = Pinned(problem.pins)
    return sum(pinned.stands(stand.kind, problem.edges[stand.edge].cut) for stand in stands)


def _terms(
    problem: Problem, stands: Iterable[Stand], doors: Iterable[Door]
) -> Mapping[str, Mapping[str, float]]:
    """Count, weight and cost of each part; the costs add up to the objective."""
    costs = problem.profile.costs
    households = {home.node: home.households for home in problem.homes}
    kinds: dict[str, list[float]] = {"fence": [], "fire_lane": [], "gate": [], "keyed_door": []}
    for stand in stands:
        kinds[stand.kind].append(stand.cost)
    longer = math.fsum(
        door.share * households[door.home] * max(0.0, door.metres - door.before) for door in doors
    )
    terms: dict[str, Mapping[str, float]] = {
        kind: {
            "count": len(each),
            "weight": round(sum(each) / len(each), 4) if each else 0.0,
            "cost": round(math.fsum(each), 4),
        }
        for kind, each in kinds.items()
    }
    terms["walking"] = {
        "count": round(longer, 4),
        "weight": costs.walk,
        "cost": round(costs.walk * longer, 4),
    }
    removed = len(problem.pins.built) - _kept(problem, stands)
    terms["removal"] = {
        "count": removed,
        "weight": costs.removal,
        "cost": round(costs.removal * removed, 4),
    }
    return terms
