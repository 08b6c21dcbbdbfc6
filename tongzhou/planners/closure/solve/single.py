"""One cell solved."""

from dataclasses import dataclass
from time import monotonic

import numpy as np

from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve.cells import Cell
from tongzhou.planners.closure.solve.engine import INFINITY, Answer
from tongzhou.planners.closure.solve.model import Model

SHORTEST_SECONDS = 0.5
NO_ANSWER = Answer(np.array([]), INFINITY, INFINITY, "infeasible")


@dataclass(frozen=True, slots=True)
class Solved:
    """One cell with its programme's answer."""

    cell: Cell
    model: Model
    answer: Answer

    @property
    def has_plan(self) -> bool:
        """Whether anything was found."""
        return len(self.answer.values) > 0

    @property
    def levels(self) -> int:
        """Levels of guards the cell needs as planned."""
        columns = self.model.levels.values() or self.model.gates.values()
        return sum(round(self.answer.values[column]) for column in columns)


def solve_cell(
    problem: Problem, cell: Cell, levels: int | None = None, *, seed: int, ends_at: float
) -> Solved:
    """One cell, with at most that many levels of guards if a number is given."""
    model = Model(problem, cell).build()
    if levels is not None:
        model.limit_levels(levels)
    seconds = max(SHORTEST_SECONDS, ends_at - monotonic())
    return Solved(cell, model, model.programme.solved(seed=seed, seconds=seconds))
