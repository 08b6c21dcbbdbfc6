"""The relaxation of a programme, which bounds every roster from below, and a dive from it.

HiGHS solves it by its interior point method and crosses over to a vertex: on 600 people this took
5 s of CPU, the simplex methods of GLOP, CLP and HiGHS 21 s and more. The dive goes on from there
by the dual simplex: it fixes what is nearly whole and a share of the rest, over and over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic

import highspy
import numpy as np

from tongzhou.planners.roster.solve.programme import INFINITY, Programme

WHOLE = 1e-6
NEARLY, HALF, SHARE, LEAST = 0.9, 0.51, 0.15, 5
FEW = 200
"""So many split columns are left to branch and bound."""
OPTIMAL = highspy.HighsModelStatus.kOptimal
SMALL = 3000
"""Up to so many columns the simplex is quicker than the interior point method."""


@dataclass(slots=True)
class Relaxation:
    """A linear programme that stays in memory while bounds change."""

    programme: Programme
    ends_at: float
    solver: highspy.Highs = field(init=False)
    objective: float = field(init=False, default=INFINITY)

    def __post_init__(self) -> None:
        self.solver = quiet()
        self.solver.passModel(linear(self.programme))
        if len(self.programme.cost) > SMALL:
            self.solver.setOptionValue("solver", "ipm")

    def solve(self) -> bool:
        """Whether there is a solution, found in time."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self._left())
        self.solver.run()
        is_found = self.solver.getModelStatus() == OPTIMAL
        self.objective = self.solver.getObjectiveValue() if is_found else INFINITY
        return bool(is_found)

    def dive(self, may_stop: Callable[[], bool]) -> bool:
        """Fix leading columns until few are split; whether it came so far before the time was up."""
        self.solver.setOptionValue("solver", "simplex")
        low, high = np.array(self.programme.low), np.array(self.programme.high)
        leads = np.array(self.programme.leads, dtype=np.int32)
        leads = leads[low[leads] < high[leads]]
        is_free = np.ones(len(leads), dtype=bool)
        while True:
            at = self.values()[leads]
            is_split = (at > WHOLE) & (at < 1.0 - WHOLE) & is_free
            if is_split.sum() <= FEW:
                return True
            if may_stop() or self._left() <= 0.0 or not self._deeper(leads, at, is_free, is_split):
                return False

    def values(self) -> np.ndarray:
        """The last solution."""
        return np.array(self.solver.getSolution().col_value)

    def _deeper(
        self, leads: np.ndarray, at: np.ndarray, is_free: np.ndarray, is_split: np.ndarray
    ) -> bool:
        """Fix some more; what bars the way is taken back, down to the one nearest to whole."""
        order = np.argsort(-np.where(is_split, at, -1.0), kind="stable")
        order = order[: max(LEAST, int(SHARE * is_split.sum()))]
        surely = np.flatnonzero(is_free & (at >= NEARLY))
        likely = order[at[order] > HALF]
        tries = (np.union1d(order, surely), np.union1d(likely, surely), likely, order[:1])
        for chosen in (some for some in tries if len(some)):
            self._fix(leads[chosen], 1.0, 1.0)
            if self.solve():
                is_free[chosen] = False
                return True
            self._fix(leads[chosen], 0.0, 1.0)
        self._fix(leads[order[:1]], 0.0, 0.0)
        is_free[order[0]] = False
        return self.solve()

    def _fix(self, columns: np.ndarray, low: float, high: float) -> None:
        many = len(columns)
        self.solver.changeColsBounds(many, columns, np.full(many, low), np.full(many, high))

    def _left(self) -> float:
        return max(0.0, self.ends_at - monotonic())


def quiet() -> highspy.Highs:
    """A solver on one thread that says nothing."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("threads", 1)
    return solver


def linear(programme: Programme, cost: Sequence[float] | None = None) -> highspy.HighsLp:
    """The programme as HiGHS takes it, without its being whole."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.cost), len(programme.rows)
    model.col_cost_ = np.array(programme.cost if cost is None else cost)
    model.col_lower_, model.col_upper_ = np.array(programme.low), np.array(programme.high)
    model.row_lower_ = np.array([low for _, low, _ in programme.rows])
    model.row_upper_ = np.array([high for _, _, high in programme.rows])
    model.offset_ = programme.constant
    starts = np.cumsum([0, *(len(terms) for terms, _, _ in programme.rows)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    flat = [term for terms, _, _ in programme.rows for term in terms]
    model.a_matrix_.index_ = np.array([column for column, _ in flat], dtype=np.int32)
    model.a_matrix_.value_ = np.array([factor for _, factor in flat])
    return model
