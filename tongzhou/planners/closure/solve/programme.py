"""A mixed-integer programme: columns and rows are gathered, and the engine solves them at once."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
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


Start = Mapping[Hashable, Basis]
"""Where the relaxation of a programme ended, by block."""
NONBASIC, BASIC = bytes([0]), bytes([1])


@dataclass(frozen=True, slots=True)
class Block:
    """Columns and rows that belong together, from the first to the one before the last."""

    name: Hashable
    columns: slice
    rows: slice

    def of(self, basis: Basis) -> Basis:
        """Its part of a whole."""
        return Basis(basis.columns[self.columns], basis.rows[self.rows])

    def fitted(self, known: Basis | None) -> Basis:
        """Its part as it is known, or as if nothing had been decided yet."""
        wide = self.columns.stop - self.columns.start
        high = self.rows.stop - self.rows.start
        if known is not None and (len(known.columns), len(known.rows)) == (wide, high):
            return known
        return Basis(NONBASIC * wide, BASIC * high)


@dataclass(slots=True)
class Programme:
    """A mixed-integer programme to be minimised."""

    cost: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)
    _blocks: list[tuple[Hashable, int, int]] = field(default_factory=lambda: [("", 0, 0)])
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

    def block(self, name: Hashable) -> None:
        """What follows belongs together."""
        self._blocks.append((name, len(self.cost), len(self.row_low)))

    def solved(self, *, seed: int, seconds: float, start: Start | None = None) -> Answer:
        """Solve on one thread to proof or to the end of the time, if need be from a start."""
        basis = self._begun(start) if start else None
        return Engine(self._model(), np.array(self.is_whole), seed, seconds).solved(basis)

    def end(self, answer: Answer) -> Start:
        """Where an answer's relaxation ended: a start for a programme that differs in a few blocks."""
        if answer.basis is None:
            return {}
        return {block.name: block.of(answer.basis) for block in self._parts()}

    def _begun(self, start: Start) -> Basis:
        parts = [block.fitted(start.get(block.name)) for block in self._parts()]
        return Basis(b"".join(p.columns for p in parts), b"".join(p.rows for p in parts))

    def _parts(self) -> Iterator[Block]:
        ends = [*self._blocks[1:], (None, len(self.cost), len(self.row_low))]
        for (name, column, row), (_, column_end, row_end) in zip(self._blocks, ends, strict=True):
            yield Block(name, slice(column, column_end), slice(row, row_end))

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
