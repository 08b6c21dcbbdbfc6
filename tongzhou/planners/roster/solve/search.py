"""Solves one programme: at once by branch and bound, or by relaxation, dive and the rest in parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from tongzhou.planners.roster.solve.branch import branched
from tongzhou.planners.roster.solve.parts import parts
from tongzhou.planners.roster.solve.programme import Programme
from tongzhou.planners.roster.solve.relaxation import WHOLE, Relaxation
from tongzhou.planners.roster.solve.solution import NOTHING, Solution

LARGE = 12_000
"""Programmes with more columns are not branched as a whole."""
PART_SECONDS = 10.0


def never() -> bool:
    """Nobody stops it."""
    return False


@dataclass(slots=True)
class Search:
    """How to solve: with which chance, until when, until somebody stops it."""

    seed: int
    ends_at: float
    may_stop: Callable[[], bool] = never

    def run(self, programme: Programme, start: Sequence[float] = ()) -> Solution:
        """The best solution found in time, with the bound."""
        if len(programme.cost) <= LARGE:
            return branched(programme, seed=self.seed, seconds=self.left(), start=start)
        return self._dived(programme)

    def left(self) -> float:
        """Seconds until the end."""
        return max(0.0, self.ends_at - monotonic())

    def _dived(self, programme: Programme) -> Solution:
        relaxation = Relaxation(programme, self.ends_at)
        if not relaxation.solve():
            return NOTHING
        bound = relaxation.objective
        if not relaxation.dive(self.may_stop):
            return replace(NOTHING, bound=bound)
        found = self._finished(programme, relaxation.values(), bound)
        return self._mended(programme, found) if found.values else found

    def _finished(self, programme: Programme, values: np.ndarray, bound: float) -> Solution:
        """The whole decisions stay; what is left falls apart, and each part is solved to its best."""
        fixed = {
            column: float(round(values[column]))
            for column in programme.firm
            if abs(values[column] - round(values[column])) <= WHOLE
        }
        return self._filled(programme, fixed, bound)

    def _mended(self, programme: Programme, found: Solution) -> Solution:
        """Each day with an empty place or without a leader is decided anew, the others as they are."""
        for day, alarms in programme.alarms.items():
            is_calm = all(found.values[column] < WHOLE for column in alarms)
            if is_calm or self.may_stop() or self.left() <= 0.0:
                continue
            open_again = set(programme.days.get(day, ()))
            fixed = {c: found.values[c] for c in programme.firm if c not in open_again}
            again = self._filled(programme, fixed, found.bound, found.values)
            if again.objective < found.objective:
                found = again
        return found

    def _filled(
        self,
        programme: Programme,
        fixed: dict[int, float],
        bound: float,
        start: Sequence[float] = (),
    ) -> Solution:
        whole = [0.0] * len(programme.cost)
        for column, value in fixed.items():
            whole[column] = value
        for columns, part in parts(programme, fixed):
            begun = [start[column] for column in columns] if start else ()
            found = branched(part, seed=self.seed, seconds=self._share(), start=begun)
            if not found.values:
                return replace(NOTHING, bound=bound)
            for column, value in zip(columns, found.values, strict=True):
                whole[column] = value
        return Solution(whole, programme.value(whole), bound)

    def _share(self) -> float:
        """No part may take all the time that is left."""
        return min(PART_SECONDS, self.left())
