"""CP-SAT of OR-Tools as a baseline: solves a programme to proof, as far as the work allowed goes.

One worker and a limit of deterministic work, not of time, so that the same programme has the same
answer on every machine; the seconds are only a last fence. Whole numbers only: costs are kept to a
thousandth, rows and soft columns that are not whole are scaled.
"""

from collections.abc import Sequence
from math import ceil

from ortools.sat.python import cp_model

from tongzhou.planners.roster.solve.programme import INFINITY, Programme
from tongzhou.planners.roster.solve.solution import NOTHING, Solution

FINE = 1000
FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
MANY = 10**9


def solved(
    programme: Programme, *, seed: int, seconds: float, work: float, start: Sequence[float] = ()
) -> Solution:
    """The best solution found, with the bound."""
    build = _Build(programme)
    build.hint(start)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = work
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    if solver.solve(build.model) not in FOUND:
        return NOTHING
    values = [solver.value(v) / build.unit(n) for n, v in enumerate(build.columns)]
    bound = solver.best_objective_bound / FINE + programme.constant
    return Solution(values, programme.value(values), bound)


class _Build:
    def __init__(self, programme: Programme) -> None:
        self.programme, self.model = programme, cp_model.CpModel()
        halves = (terms for terms, _, _ in programme.rows if not all(f == int(f) for _, f in terms))
        self.is_fine = any(column in programme.soft for terms in halves for column, _ in terms)
        self.columns = [
            self.model.new_int_var(
                round(low * self.unit(n)), MANY if high > MANY else ceil(high * self.unit(n)), ""
            )
            for n, (low, high) in enumerate(zip(programme.low, programme.high, strict=True))
        ]
        for terms, low, high in programme.rows:
            self._row(terms, low, high)
        costs = [round(cost * FINE / self.unit(n)) for n, cost in enumerate(programme.cost)]
        self.model.minimize(cp_model.LinearExpr.weighted_sum(self.columns, costs))

    def unit(self, column: int) -> int:
        """Into how many parts one of a column is split."""
        return FINE if self.is_fine and column in self.programme.soft else 1

    def hint(self, values: Sequence[float]) -> None:
        """Begin with a solution."""
        for number, value in enumerate(values):
            self.model.add_hint(self.columns[number], round(value * self.unit(number)))

    def _row(self, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        columns = [self.columns[column] for column, _ in terms]
        is_plain = all(f == 1.0 for _, f in terms) and high == 1.0 and low <= 0.0
        if is_plain and all(self.programme.high[column] <= 1.0 for column, _ in terms):
            self.model.add_at_most_one(columns)
            return
        is_whole = all(f == int(f) for _, f in terms)
        has_parts = any(self.unit(column) != 1 for column, _ in terms)
        scale = 1 if is_whole and not has_parts else FINE
        factors = [round(f * scale / self.unit(column)) for column, f in terms]
        least = -MANY * FINE if low == -INFINITY else round(low * scale)
        most = MANY * FINE if high == INFINITY else round(high * scale)
        row = cp_model.LinearExpr.weighted_sum(columns, factors)
        self.model.add_linear_constraint(row, least, most)
