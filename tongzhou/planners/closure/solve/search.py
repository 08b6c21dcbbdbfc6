"""Solves all cells, shares out the guards between them, and puts the plan together."""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic

from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve import guards
from tongzhou.planners.closure.solve.cells import Cell, cells_of
from tongzhou.planners.closure.solve.chains import PUBLIC, reduced
from tongzhou.planners.closure.solve.doors import KeyedDoor
from tongzhou.planners.closure.solve.plan import Door, Failure, Plan, Stand
from tongzhou.planners.closure.solve.single import Solved, solve_cell

PROVEN = 1e-6
NOBODY = 1e-6
SHARE_DIGITS = 9
"""Enough for the checker to reckon the cost of walking again to a millionth."""
Progress = Callable[[int, int, float, float], None]
"""Cells done, cells in all, objective and bound so far."""
Known = dict[Hashable, Solved]


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
    streets and profile, only the cells that the pins touch are solved anew.
    """
    cells, apart = cells_of(problem, reduced(problem))
    ends_at = monotonic() + budget
    solved: list[Solved] = []
    ask = partial(solve_cell, problem, seed=seed, ends_at=ends_at)
    remembered = {} if known is None else known
    with ThreadPoolExecutor(workers) as pool:
        for one in pool.map(lambda cell: remembered.get(cell.fingerprint) or ask(cell), cells):
            solved.append(one)
            if one.answer.status == "optimal":
                remembered[one.cell.fingerprint] = one
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
        if one.has_plan:
            _place(problem, one, stands, doors)
    failures = [_failure(problem, one) for one in solved if not one.has_plan]
    told = [one.answer for one in solved if one.has_plan]
    objective = sum(answer.objective for answer in told)
    bound = sum(max(answer.bound, 0.0) for answer in told)
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


def _place(problem: Problem, one: Solved, stands: list[Stand], doors: list[Door]) -> None:
    values, model = one.answer.values, one.model
    placed: dict[int, int] = {}
    by_gate = {}
    for gate, column in model.gates.items():
        if values[column] > 0.5:
            placed[gate.chain] = by_gate[gate] = len(stands)
            levels = round(values[model.levels[gate]]) if model.levels else 1
            stands.append(_gate(problem, one.cell, gate.chain, gate.inside, levels))
    for door, column in model.doors.items():
        if values[column] > 0.5:
            placed[door.chain] = len(stands)
            before = one.cell.out[door.home]
            doors.append(Door(door.home, len(stands), 1.0, door.metres, before))
            stands.append(_keyed_door(problem, one.cell, door))
    for number, column in model.closed.items():
        if values[column] > 0.5 and number not in placed:
            stands.append(_closed(problem, one, number))
    for use, column in model.uses.items():
        if values[column] > NOBODY and use.gate in by_gate:
            share, before = _share(float(values[column])), one.cell.out[use.home]
            doors.append(Door(use.home, by_gate[use.gate], share, use.metres, before))


def _share(value: float) -> float:
    """What is all but a millionth is all."""
    return 1.0 if value > 1.0 - NOBODY else round(value, SHARE_DIGITS)


def _gate(problem: Problem, cell: Cell, number: int, inside: int, levels: int) -> Stand:
    costs, chain = problem.profile.costs, cell.chains[number]
    end = _inner_end(problem, chain.edges, chain.gate_at, starts_inside=chain.u == inside)
    cost = costs.gate_fixed + costs.level * levels
    return Stand("gate", chain.gate_at, end, cell.number, cost, levels)


def _keyed_door(problem: Problem, cell: Cell, door: KeyedDoor) -> Stand:
    chain = cell.chains[door.chain]
    starts_inside = chain.u == door.inside
    end = _inner_end(problem, chain.edges, chain.door_at, starts_inside=starts_inside)
    return Stand("keyed_door", chain.door_at, end, cell.number, chain.door)


def _closed(problem: Problem, one: Solved, number: int) -> Stand:
    chain = one.cell.chains[number]
    starts_inside = _is_inside(one, chain.u) and not _is_inside(one, chain.v)
    end = _inner_end(problem, chain.edges, chain.fence_at, starts_inside=starts_inside)
    kind = problem.closing(problem.edges[chain.fence_at]).kind
    return Stand(kind, chain.fence_at, end, one.cell.number, chain.cost)


def _is_inside(one: Solved, node: int) -> bool:
    if node == PUBLIC:
        return False
    columns = [c for (n, _), c in one.model.inside.items() if n == node]
    return node in one.cell.homes or any(one.answer.values[c] > 0.5 for c in columns)


def _inner_end(problem: Problem, edges: Sequence[int], at: int, *, starts_inside: bool) -> int:
    """The end of edge `at` that lies towards the chain's inner end."""
    path = edges if starts_inside else edges[::-1]
    place = path.index(at)
    edge = problem.edges[at]
    if place + 1 < len(path):
        following = problem.edges[path[place + 1]]
        return edge.u if edge.v in (following.u, following.v) else edge.v
    if place:
        earlier = problem.edges[path[place - 1]]
        return edge.u if edge.u in (earlier.u, earlier.v) else edge.v
    return _single_end(problem, at, starts_inside=starts_inside)


def _single_end(problem: Problem, at: int, *, starts_inside: bool) -> int:
    """Chains keep the direction of their only edge."""
    edge = problem.edges[at]
    return edge.u if starts_inside else edge.v


def _failure(problem: Problem, one: Solved) -> Failure:
    homes = one.model.unserved or list(one.cell.homes)
    limit = problem.profile.walking.limit_metres
    if one.answer.status != "infeasible":
        sentence = "The time was too short for a first plan of this cell: give a longer budget."
    elif one.model.unserved:
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
    return terms
