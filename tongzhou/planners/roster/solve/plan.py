"""Plans a roster: a first one at once, then the best there is as far as the time goes."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from tongzhou.formats.duty_roster import Duty, Problem
from tongzhou.planners.roster.problem import Scene, fair
from tongzhou.planners.roster.solve.greedy import greedy
from tongzhou.planners.roster.solve.model import Model
from tongzhou.planners.roster.solve.programme import INFINITY
from tongzhou.planners.roster.solve.search import Search, never


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is: `first` or `best`, the bound so far, the roster in hand."""

    name: str
    bound: float
    duties: frozenset[Duty]


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """A roster, and what no roster can cost less than."""

    duties: frozenset[Duty]
    bound: float


def nothing_told(step: Step) -> None:
    """Nobody listens."""


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    budget: float = 60.0,
    progress: Progress = nothing_told,
    may_stop: Callable[[], bool] = never,
) -> Answer:
    """The best roster found in `budget` seconds; `progress` gets the first one after a moment."""
    ends_at = monotonic() + budget
    scene = Scene(problem)
    first = greedy(scene, fair(scene))
    progress(Step("first", -INFINITY, first))
    if may_stop():
        return Answer(first, -INFINITY)
    model = Model(scene)
    found = Search(seed, ends_at, may_stop).run(model.programme)
    best = model.duties(found.values) if found.values else first
    progress(Step("best", found.bound, best))
    return Answer(best, found.bound)
