"""What a check finds."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: its name, the feature or building with longitude and latitude, a sentence."""

    rule: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """All broken rules, and the objective in yuan as the checker reckons it."""

    violations: Sequence[Violation]
    objective: float

    @property
    def ok(self) -> bool:
        """Whether the plan may be shown."""
        return not self.violations
