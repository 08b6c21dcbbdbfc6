"""Solves a programme to proof by branch and bound (HiGHS), begun from a solution if there is one.

It stops by seconds or by nodes; where it stops by neither, the same programme has the same answer.
"""

from collections.abc import Sequence

import highspy
import numpy as np

from tongzhou.planners.roster.solve.programme import INFINITY, Programme
from tongzhou.planners.roster.solve.relaxation import linear, quiet
from tongzhou.planners.roster.solve.solution import NOTHING, Solution

FEASIBLE = highspy.SolutionStatus.kSolutionStatusFeasible


def branched(
    programme: Programme, *, seed: int, seconds: float, start: Sequence[float] = ()
) -> Solution:
    """The best solution found within some seconds, with the bound."""
    if seconds <= 0.0:
        return NOTHING
    solver = quiet()
    solver.passModel(linear(programme))
    _make_whole(solver, programme)
    solver.setOptionValue("random_seed", seed)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 1e-7)
    solver.setOptionValue("mip_abs_gap", 1e-5)
    if len(start):
        whole = np.array([n for n in range(len(start)) if n not in programme.soft], dtype=np.int32)
        solver.setSolution(len(whole), whole, np.array(start, dtype=float)[whole])
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != FEASIBLE:
        return NOTHING
    values = _rounded(programme, solver.getSolution().col_value)
    return Solution(values, programme.value(values), info.mip_dual_bound)


def _make_whole(solver: highspy.Highs, programme: Programme) -> None:
    whole, half = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    many = len(programme.cost)
    types = [half if number in programme.soft else whole for number in range(many)]
    solver.changeColsIntegrality(many, np.arange(many, dtype=np.int32), np.array(types))


def _rounded(programme: Programme, values: Sequence[float]) -> list[float]:
    soft = programme.soft
    return [v if n in soft or abs(v) >= INFINITY else float(round(v)) for n, v in enumerate(values)]
