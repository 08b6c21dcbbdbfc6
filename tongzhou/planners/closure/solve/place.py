"""What a cell's answer puts where: its closings, and who goes out by which of them."""

from collections.abc import Sequence

from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve.cells import Cell
from tongzhou.planners.closure.solve.chains import PUBLIC
from tongzhou.planners.closure.solve.doors import KeyedDoor
from tongzhou.planners.closure.solve.engine import Answer
from tongzhou.planners.closure.solve.model import Model
from tongzhou.planners.closure.solve.plan import Door, Stand

NOBODY = 1e-6
SHARE_DIGITS = 9
"""Enough for the checker to reckon the cost of walking again to a millionth."""


def placed(model: Model, answer: Answer) -> tuple[list[Stand], list[Door]]:
    """The closings of a cell in the order they are numbered, and its homes' ways out by them."""
    placing = _Placing(model, answer)
    return placing.stands, placing.doors


class _Placing:
    def __init__(self, model: Model, answer: Answer) -> None:
        self.model = model
        self.problem, self.cell = model.problem, model.cell
        self.values = answer.values.tolist()
        self.stands: list[Stand] = []
        self.doors: list[Door] = []
        self._at: dict[int, int] = {}
        self._gates()
        self._keyed_doors()
        self._closings()
        self._uses()

    def _put(self, chain: int, stand: Stand) -> None:
        self._at[chain] = len(self.stands)
        self.stands.append(stand)

    def _gates(self) -> None:
        levels = self.model.levels
        for gate, column in self.model.gates.items():
            if self.values[column] > 0.5:
                count = round(self.values[levels[gate]]) if levels else 1
                self._put(
                    gate.chain, _gate(self.problem, self.cell, gate.chain, gate.inside, count)
                )

    def _keyed_doors(self) -> None:
        for door, column in self.model.doors.items():
            if self.values[column] > 0.5:
                before = self.cell.out[door.home]
                self.doors.append(Door(door.home, len(self.stands), 1.0, door.metres, before))
                self._put(door.chain, _keyed_door(self.problem, self.cell, door))

    def _closings(self) -> None:
        for number, column in self.model.closed.items():
            if self.values[column] > 0.5 and number not in self._at:
                self._put(number, self._closed(number))

    def _uses(self) -> None:
        for use, column in self.model.uses.items():
            if self.values[column] > NOBODY and self.values[self.model.gates[use.gate]] > 0.5:
                share, before = _share(self.values[column]), self.cell.out[use.home]
                at = self._at[use.gate.chain]
                self.doors.append(Door(use.home, at, share, use.metres, before))

    def _closed(self, number: int) -> Stand:
        chain = self.cell.chains[number]
        starts_inside = self._is_inside(chain.u) and not self._is_inside(chain.v)
        end = _inner_end(self.problem, chain.edges, chain.fence_at, starts_inside=starts_inside)
        kind = self.problem.closing(self.problem.edges[chain.fence_at]).kind
        return Stand(kind, chain.fence_at, end, self.cell.number, _paid(chain.cost))

    def _is_inside(self, node: int) -> bool:
        if node == PUBLIC or node in self.cell.homes:
            return node != PUBLIC
        columns = (self.model.inside.get((node, label)) for label in self.model.labels)
        return any(column is not None and self.values[column] > 0.5 for column in columns)


def _paid(cost: float) -> float:
    """What stands already is not paid for again."""
    return max(cost, 0.0)


def _share(value: float) -> float:
    """What is all but a millionth is all."""
    return 1.0 if value > 1.0 - NOBODY else round(value, SHARE_DIGITS)


def _gate(problem: Problem, cell: Cell, number: int, inside: int, levels: int) -> Stand:
    chain = cell.chains[number]
    end = _inner_end(problem, chain.edges, chain.gate_at, starts_inside=chain.u == inside)
    cost = _paid(chain.gate) + problem.profile.costs.level * levels
    return Stand("gate", chain.gate_at, end, cell.number, cost, levels)


def _keyed_door(problem: Problem, cell: Cell, door: KeyedDoor) -> Stand:
    chain = cell.chains[door.chain]
    starts_inside = chain.u == door.inside
    end = _inner_end(problem, chain.edges, chain.door_at, starts_inside=starts_inside)
    return Stand("keyed_door", chain.door_at, end, cell.number, _paid(chain.door))


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
