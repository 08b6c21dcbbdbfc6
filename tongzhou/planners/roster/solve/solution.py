"""What a search answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongzhou.planners.roster.solve.programme import INFINITY

PROVEN = 1e-6


@dataclass(frozen=True, slots=True)
class Solution:
    """Values (empty if none), what they cost, the proven bound."""

    values: Sequence[float]
    objective: float
    bound: float

    @property
    def is_best(self) -> bool:
        """Whether the gap is closed (contracts: at most 1e-6, relative)."""
        gap = self.objective - self.bound
        return bool(self.values) and gap <= PROVEN * max(1.0, abs(self.objective))


NOTHING = Solution((), INFINITY, -INFINITY)
