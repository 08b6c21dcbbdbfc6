"""Runs HiGHS: the relaxation first, for its answer is nearly always whole, and then the best.

Where some of it is not, the dearest half decision is tried both ways, each from where the
relaxation ended: after a few of those all is whole. Only if that does not come to an end, HiGHS
branches itself; columns are fixed for it whose change costs more than the plan in hand (their
reduced cost says so), which is as exact as leaving them free.
"""

import heapq
from dataclasses import dataclass, field, replace
from time import monotonic

import highspy
import numpy as np

INFINITY = highspy.kHighsInf
WHOLE = 1e-6
MOST_TRIED = 40
"""Relaxations solved by trying half decisions; nearly always two or four are enough."""
WORTH_TRYING = 0.01
"""How much dearer than the relaxation the best plan is at most, nearly always (relative)."""
FURTHER = 10.0
CENT = 1e-6
PROVEN = highspy.HighsModelStatus.kOptimal
Sides = dict[int, tuple[float, float]]
"""Bounds by column."""
_Half = tuple[Sides, highspy.HighsBasis]
IMPOSSIBLE = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,  # no column is without bounds
    highspy.HighsModelStatus.kObjectiveBound,  # dearer than the best
)


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a relaxation ended: one byte for each column and row, as HiGHS numbers their states."""

    columns: bytes
    rows: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """The best solution found (empty if none), the proven bound, how the search ended."""

    values: np.ndarray
    objective: float
    bound: float
    status: str
    basis: Basis | None = None


INFEASIBLE = Answer(np.array([]), INFINITY, INFINITY, "infeasible")


@dataclass(slots=True)
class Engine:
    """One programme to be solved on one thread within some seconds."""

    model: highspy.HighsLp
    is_whole: np.ndarray
    seed: int
    seconds: float
    ends_at: float = field(init=False)
    weights: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.ends_at = monotonic() + self.seconds
        self.weights = 1.0 + np.abs(self.model.col_cost_)

    def solved(self, basis: Basis | None = None) -> Answer:
        """The best solution, as far as there was time."""
        solver = self._solver(self.seconds)
        solver.passModel(self.model)
        if basis is not None:
            _go_on(solver, _opened(basis))
        relaxed = self.relaxed(solver)
        if relaxed.status == "infeasible":
            return relaxed
        if relaxed.status != "optimal":  # no time: a first plan is worth more than a bound
            return self._branched(np.zeros(len(self.is_whole), dtype=bool), relaxed, self.seconds)
        relaxed = replace(relaxed, basis=_packed(solver.getBasis()))
        if self.halved(relaxed) < 0:
            return relaxed
        raises = np.where(self.is_whole, np.abs(solver.getSolution().col_dual), 0.0)
        trial = _Trial(self, solver)
        trial.run(relaxed)
        if trial.is_over:
            return INFEASIBLE if trial.best is None else replace(trial.best, basis=relaxed.basis)
        return self._near(relaxed, raises, trial.best)

    def relaxed(self, solver: highspy.Highs) -> Answer:
        """The best answer if half a gate were possible."""
        solver.run()
        return _answer(solver, solver.getInfo().objective_function_value)

    def halved(self, relaxed: Answer) -> int:
        """The column that is furthest from being whole, the dearer ones first; -1 if all are."""
        far = np.abs(relaxed.values - np.round(relaxed.values)) * self.is_whole
        far[far <= WHOLE] = 0.0
        return int(np.argmax(far * self.weights)) if far.any() else -1

    def _near(self, relaxed: Answer, raises: np.ndarray, best: Answer | None) -> Answer:
        """The best whole answer, sought first among those not much dearer than the relaxation."""
        dearer = WORTH_TRYING * max(1.0, abs(relaxed.objective))
        if best is not None:
            dearer = best.objective - relaxed.objective
        while True:
            is_fixed = raises > dearer + CENT
            found = self._branched(is_fixed, relaxed, self.ends_at - monotonic())
            limit = relaxed.objective + dearer + CENT
            if not is_fixed.any() or (found.status == "optimal" and found.objective <= limit):
                return replace(found, basis=relaxed.basis)
            if found.status == "feasible":
                better = found if best is None or found.objective < best.objective else best
                bound = max(relaxed.objective, min(found.bound, limit))
                return replace(better, bound=bound, status="feasible", basis=relaxed.basis)
            is_plan = found.status == "optimal"
            dearer = found.objective - relaxed.objective if is_plan else FURTHER * dearer

    def _branched(self, is_fixed: np.ndarray, relaxed: Answer, seconds: float) -> Answer:
        """Branch and bound, some columns fixed where the relaxation has them.

        It is not told the best plan so far: HiGHS 1.16, given a solution to start from, at times
        returns that one with the objective of a better one.
        """
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


class _Trial:
    """Half decisions tried both ways on one solver that goes on from where a relaxation ended.

    First upwards, until all is whole: with a gate more a plan is soon found, and then the other
    sides need only be shown to be dearer, those of the cheapest relaxation first.
    """

    def __init__(self, engine: Engine, solver: highspy.Highs) -> None:
        self.engine, self.solver = engine, solver
        self.best: Answer | None = None
        self.is_over = False
        self._upwards: _Half | None = None
        self._waiting: list[tuple[float, int, _Half]] = []
        self._count = 0

    def run(self, relaxed: Answer) -> None:
        """Go on until nothing that is left could be better than the best, or it takes too long."""
        self._split(relaxed, {})
        while (half := self._next()) is not None:
            if self._count > MOST_TRIED or self._tried(*half).status == "feasible":  # no time
                return
        self.is_over = True

    def _next(self) -> "_Half | None":
        half, self._upwards = self._upwards, None
        if half is None and self._waiting and self._may_be_better(self._waiting[0][0]):
            return heapq.heappop(self._waiting)[2]
        return half

    def _split(self, answer: Answer, sides: Sides) -> None:
        """What is half is at least so much, and later at most so much."""
        model, column = self.engine.model, self.engine.halved(answer)
        below, basis = float(np.floor(answer.values[column])), self.solver.getBasis()
        more = {column: (below + 1.0, sides.get(column, (0.0, float(model.col_upper_[column])))[1])}
        less = {column: (sides.get(column, (float(model.col_lower_[column]), 0.0))[0], below)}
        self._upwards = sides | more, basis
        heapq.heappush(self._waiting, (answer.objective, self._count, (sides | less, basis)))

    def _tried(self, sides: Sides, basis: highspy.HighsBasis) -> Answer:
        model = self.engine.model
        self._count += 1
        for column, (low, high) in sides.items():
            self.solver.changeColBounds(column, low, high)
        _go_on(self.solver, basis)
        if self.best is not None:
            self.solver.setOptionValue("objective_bound", self.best.objective - CENT)
        answer = self.engine.relaxed(self.solver)
        if answer.status == "optimal" and self._may_be_better(answer.objective):
            if self.engine.halved(answer) < 0:
                self.best = answer
            else:
                self._split(answer, sides)
        for column in sides:
            low, high = model.col_lower_[column], model.col_upper_[column]
            self.solver.changeColBounds(column, low, high)
        return answer

    def _may_be_better(self, objective: float) -> bool:
        return self.best is None or objective < self.best.objective - CENT


def _go_on(solver: highspy.Highs, basis: highspy.HighsBasis) -> None:
    """Begin where a relaxation ended, with weights that are quickly had (Devex)."""
    solver.setOptionValue("simplex_dual_edge_weight_strategy", 1)
    solver.setBasis(basis)


def _answer(solver: highspy.Highs, bound: float) -> Answer:
    status = solver.getModelStatus()
    if status in IMPOSSIBLE:
        return INFEASIBLE
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
