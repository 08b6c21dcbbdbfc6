"""A mixed-integer programme: columns and rows are gathered, and the engine solves them at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import highspy
import numpy as np

from tongzhou.planners.closure.solve.engine import INFINITY, Answer, Basis, Engine

Term = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Level:
    """Whether something holds: a constant, or a column."""

    constant: float = 0.0
    column: int | None = None

    def terms(self, factor: float) -> list[Term]:
        """The variable part times a factor."""
        return [] if self.column is None else [(self.column, factor)]


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

    def solved(self, *, seed: int, seconds: float, basis: Basis | None = None) -> Answer:
        """Solve on one thread to proof or to the end of the time.

        `basis` is where the answer to a programme of the same shape ended: a good place to begin.
        """
        return Engine(self._model(), np.array(self.is_whole), seed, seconds).solved(basis)

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
        return model
