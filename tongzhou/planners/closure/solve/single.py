"""One cell solved, and what is remembered of it for when something changes."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from time import monotonic

from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve.cells import Cell
from tongzhou.planners.closure.solve.engine import Answer
from tongzhou.planners.closure.solve.model import Model
from tongzhou.planners.closure.solve.place import placed
from tongzhou.planners.closure.solve.plan import Door, Stand
from tongzhou.planners.closure.solve.programme import Start

SHORTEST_SECONDS = 0.5
MOST_REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class Solved:
    """One cell with its answer; `doors` name stands by their place in `stands`.

    `unserved` are the homes that no gate can serve, `end` is where its relaxation ended.
    """

    cell: Cell
    answer: Answer
    stands: list[Stand] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)
    unserved: list[int] = field(default_factory=list)
    end: Start = field(default_factory=dict)

    @property
    def has_plan(self) -> bool:
        """Whether anything was found."""
        return len(self.answer.values) > 0

    @property
    def levels(self) -> int:
        """Levels of guards the cell needs as planned."""
        return sum(stand.levels for stand in self.stands)


@dataclass(slots=True)
class Known:
    """What earlier solving of the same streets has shown: proven cells by their fingerprint, and
    where the relaxation of each cell ended last.
    """

    cells: dict[Hashable, Solved] = field(default_factory=dict)
    ends: dict[tuple[int, ...], Start] = field(default_factory=dict)

    def note(self, one: Solved) -> None:
        """Remember a cell's answer if it is proven."""
        if one.end:
            self.ends[one.cell.nodes] = one.end
        if one.answer.status == "optimal":
            if len(self.cells) >= MOST_REMEMBERED:
                self.cells.pop(next(iter(self.cells)))
            self.cells[one.cell.fingerprint] = one


def solve_cell(
    problem: Problem,
    cell: Cell,
    levels: int | None = None,
    *,
    seed: int,
    ends_at: float,
    start: Start | None = None,
) -> Solved:
    """One cell, with at most that many levels of guards if a number is given."""
    model = Model(problem, cell).build()
    if levels is not None:
        model.limit_levels(levels)
    seconds = max(SHORTEST_SECONDS, ends_at - monotonic())
    answer = model.programme.solved(seed=seed, seconds=seconds, start=start)
    if not len(answer.values):
        return Solved(cell, answer, unserved=model.unserved)
    stands, doors = placed(model, answer)
    return Solved(cell, answer, stands, doors, end=model.programme.end(answer))
