"""Runs HiGHS: the relaxation first, for its answer is nearly always whole, and then the best.

Where some of it is not, the relaxation still says by how much each other column's change would
raise the cost (its reduced cost). Columns whose change costs more than a plan in hand does are
fixed, and branch and bound has little left to do; that is as exact as doing all of it.
"""

from dataclasses import dataclass, field, replace
from time import monotonic

import highspy
import numpy as np

INFINITY = highspy.kHighsInf
WHOLE = 1e-6
WORTH_TRYING = 0.003
"""How much dearer than the relaxation the best plan is at most, nearly always (relative)."""
FURTHER = 10.0
PROVEN = highspy.HighsModelStatus.kOptimal
IMPOSSIBLE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,  # no column is without bounds
)


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a relaxation ended: one byte for each column and row, as HiGHS numbers their states."""

    columns: bytes
    rows: bytes

    def fits(self, model: highspy.HighsLp) -> bool:
        """Whether a programme has as many columns and rows."""
        return (len(self.columns), len(self.rows)) == (model.num_col_, model.num_row_)


@dataclass(frozen=True, slots=True)
class Answer:
    """The best solution found (empty if none), the proven bound, how the search ended."""

    values: np.ndarray
    objective: float
    bound: float
    status: str
    basis: Basis | None = None


@dataclass(slots=True)
class Engine:
    """One programme to be solved on one thread within some seconds."""

    model: highspy.HighsLp
    is_whole: np.ndarray
    seed: int
    seconds: float
    ends_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.ends_at = monotonic() + self.seconds

    def solved(self, basis: Basis | None = None) -> Answer:
        """The best solution, as far as there was time."""
        relaxed, raises = self._relaxed(basis)
        if relaxed.status == "infeasible":
            return relaxed
        if relaxed.status != "optimal":  # no time: a first plan is worth more than a bound
            return self._branched(np.zeros(len(self.is_whole), dtype=bool), relaxed, self.seconds)
        whole = relaxed.values[self.is_whole]
        if np.all(np.abs(whole - np.round(whole)) <= WHOLE):
            return relaxed
        return self._near(relaxed, np.where(self.is_whole, np.abs(raises), 0.0))

    def _relaxed(self, basis: Basis | None) -> tuple[Answer, np.ndarray]:
        """The best answer if half a gate were possible, and each column's reduced cost."""
        solver = self._solver(self.ends_at - monotonic())
        solver.passModel(self.model)
        if basis is not None and basis.fits(self.model):
            solver.setBasis(_opened(basis))
        solver.run()
        raises = np.array(solver.getSolution().col_dual)
        objective = solver.getInfo().objective_function_value
        return replace(_answer(solver, objective), basis=_packed(solver.getBasis())), raises

    def _near(self, relaxed: Answer, raises: np.ndarray) -> Answer:
        """The best whole answer, sought first among those not much dearer than the relaxation."""
        dearer = WORTH_TRYING * max(1.0, abs(relaxed.objective))
        while True:
            is_fixed = raises > dearer
            found = self._branched(is_fixed, relaxed, self.ends_at - monotonic())
            limit = relaxed.objective + dearer
            if not is_fixed.any() or (found.status == "optimal" and found.objective <= limit):
                return replace(found, basis=relaxed.basis)
            if found.status == "feasible":
                return replace(found, bound=min(found.bound, limit))
            is_plan = found.status == "optimal"
            dearer = found.objective - relaxed.objective if is_plan else FURTHER * dearer

    def _branched(self, is_fixed: np.ndarray, relaxed: Answer, seconds: float) -> Answer:
        """Branch and bound, some columns fixed where the relaxation has them."""
        whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        solver = self._solver(seconds)
        solver.passModel(self.model)
        every = np.arange(len(self.is_whole), dtype=np.int32)
        types = np.array([whole if is_whole else free for is_whole in self.is_whole])
        solver.changeColsIntegrality(len(every), every, types)
        fixed = every[is_fixed]
        if len(fixed):
            at = np.round(relaxed.values[is_fixed])
            solver.changeColsBounds(len(fixed), fixed, at, at)
        solver.run()
        return _answer(solver, solver.getInfo().mip_dual_bound)

    def _solver(self, seconds: float) -> highspy.Highs:
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("log_to_console", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", self.seed)
        solver.setOptionValue("time_limit", max(seconds, 0.0))
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 1e-6)
        return solver


def _answer(solver: highspy.Highs, bound: float) -> Answer:
    status = solver.getModelStatus()
    if status in IMPOSSIBLE:
        return Answer(np.array([]), INFINITY, INFINITY, "infeasible")
    info = solver.getInfo()
    is_plan = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if is_plan else np.array([])
    objective = info.objective_function_value if is_plan else INFINITY
    return Answer(values, objective, bound, "optimal" if status == PROVEN else "feasible")


def _packed(basis: highspy.HighsBasis) -> Basis | None:
    if not basis.valid:
        return None
    return Basis(bytes(map(int, basis.col_status)), bytes(map(int, basis.row_status)))


def _opened(basis: Basis) -> highspy.HighsBasis:
    opened = highspy.HighsBasis()
    opened.col_status = [highspy.HighsBasisStatus(state) for state in basis.columns]
    opened.row_status = [highspy.HighsBasisStatus(state) for state in basis.rows]
    opened.valid = True
    return opened
