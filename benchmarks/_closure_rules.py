"""Closures as one would make them without a planner, to compare with: on the same reduced streets."""

import math
from collections.abc import Callable, Iterable, Mapping

import igraph

from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve.cells import Cell, cells_of
from tongzhou.planners.closure.solve.chains import PUBLIC, reduced
from tongzhou.planners.closure.solve.columns import Gate
from tongzhou.planners.closure.solve.model import Model

SECONDS = 60.0
Rule = Callable[[Model], float]


def cost_of(problem: Problem, rule: Rule) -> float:
    """The cost of all cells by a rule; infinite where the rule finds no lawful plan."""
    cells, _ = cells_of(problem, reduced(problem))
    return math.fsum(rule(Model(problem, cell).build()) for cell in cells)


def mouths_with_best_gates(model: Model) -> float:
    """Shut every alley at its mouth, then place the gates as well as they can be."""
    _fix(model, dict.fromkeys(model.cell.nodes, 1))
    return model.programme.solved(seed=0, seconds=SECONDS).objective


def mouths_with_greedy_gates(model: Model) -> float:
    """Shut every alley at its mouth; open gates one by one where most homes are still without."""
    cell, problem = model.cell, model.problem
    mouths = {n: c for n, c in cell.chains.items() if PUBLIC in (c.u, c.v)}
    uses: dict[Gate, dict[int, float]] = {}
    for use in model.uses:
        if use.gate.outside == PUBLIC:
            uses.setdefault(use.gate, {})[use.home] = use.metres
    waiting, opened = set(cell.homes), []
    while waiting:
        best = max(uses, key=lambda gate: len(waiting & uses[gate].keys()), default=None)
        if best is None or not waiting & uses[best].keys():
            return math.inf
        opened.append(best)
        waiting -= uses[best].keys()
    shut = sum(c.cost for n, c in mouths.items() if n not in {gate.chain for gate in opened})
    costs = problem.profile.costs
    gates = len(opened) * (costs.gate_fixed + costs.level)
    return shut + gates + sum(_walk(model, home, opened, uses) for home in cell.homes)


def least_cut_with_best_gates(model: Model) -> float:
    """The cheapest fence line first, by a minimum cut; then the gates."""
    _fix(model, _least_cut(model.cell))
    return model.programme.solved(seed=0, seconds=SECONDS).objective


def _walk(
    model: Model, home: int, opened: Iterable[Gate], uses: Mapping[Gate, Mapping[int, float]]
) -> float:
    metres = min(uses[gate][home] for gate in opened if home in uses[gate])
    longer = max(0.0, metres - model.cell.out[home])
    return model.problem.profile.costs.walk * model.cell.homes[home].households * longer


def _fix(model: Model, inside: Mapping[int, int]) -> None:
    for (node, _), column in model.inside.items():
        model.programme.low[column] = model.programme.high[column] = float(inside[node])


def _least_cut(cell: Cell) -> dict[int, int]:
    place = {node: i for i, node in enumerate(cell.nodes)}
    source, target = len(place), len(place) + 1
    pairs = [(place.get(c.u, source), place.get(c.v, source)) for c in cell.chains.values()]
    capacities = [min(c.cost, 1e7) for c in cell.chains.values()]
    pairs += [(place[node], target) for node in cell.homes]
    capacities += [1e9] * len(cell.homes)
    cut = igraph.Graph(len(place) + 2, pairs).mincut(source, target, capacity=capacities)
    outside = set(cut.partition[0] if source in cut.partition[0] else cut.partition[1])
    return {node: int(i not in outside) for node, i in place.items()}
