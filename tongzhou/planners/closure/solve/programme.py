"""A thin layer over HiGHS: columns and rows are gathered, passed at once, and solved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

INFINITY = highspy.kHighsInf
Term = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Level:
    """Whether something holds: a constant, or a column."""

    constant: float = 0.0
    column: int | None = None

    def terms(self, factor: float) -> list[Term]:
        """The variable part times a factor."""
        return [] if self.column is None else [(self.column, factor)]


@dataclass(frozen=True, slots=True)
class Answer:
    """The best solution found (empty if none), the proven bound, how the search ended."""

    values: np.ndarray
    objective: float
    bound: float
    status: str


@dataclass(slots=True)
class Programme:
    """A mixed-integer programme to be minimised."""

    cost: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)
    _starts: list[int] = field(default_factory=lambda: [0])
    _columns: list[int] = field(default_factory=list)
    _values: list[float] = field(default_factory=list)

    def column(
        self, cost: float, low: float = 0.0, high: float = 1.0, *, is_whole: bool = True
    ) -> int:
        """A new variable; returns its number."""
        self.cost.append(cost)
        self.low.append(low)
        self.high.append(high)
        self.is_whole.append(is_whole)
        return len(self.cost) - 1

    def row(self, terms: Iterable[Term], low: float = -INFINITY, high: float = INFINITY) -> None:
        """A new condition: low <= sum of terms <= high; no column may stand in it twice."""
        for column, value in terms:
            self._columns.append(column)
            self._values.append(value)
        self._starts.append(len(self._columns))
        self.row_low.append(low)
        self.row_high.append(high)

    def solved(self, *, seed: int, seconds: float, start: Sequence[float] | None = None) -> Answer:
        """Run HiGHS on one thread to proof or to the end of the time."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("log_to_console", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", seed)
        solver.setOptionValue("time_limit", max(seconds, 0.0))
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 1e-6)
        solver.passModel(self._model())
        if start is not None:
            first = highspy.HighsSolution()
            first.col_value = list(start)
            solver.setSolution(first)
        solver.run()
        return _answer(solver, len(self.cost))

    def _model(self) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.cost), len(self.row_low)
        model.col_cost_ = np.array(self.cost)
        model.col_lower_, model.col_upper_ = np.array(self.low), np.array(self.high)
        model.row_lower_, model.row_upper_ = np.array(self.row_low), np.array(self.row_high)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self._starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self._columns, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self._values)
        whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole if is_whole else free for is_whole in self.is_whole]
        return model


def _answer(solver: highspy.Highs, columns: int) -> Answer:
    info = solver.getInfo()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Answer(np.array([]), INFINITY, INFINITY, "infeasible")
    has_solution = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if has_solution else np.array([])
    objective = info.objective_function_value if len(values) == columns else INFINITY
    is_proven = status == highspy.HighsModelStatus.kOptimal
    bound = objective if is_proven and columns == 0 else info.mip_dual_bound
    return Answer(values, objective, bound, "optimal" if is_proven else "feasible")
