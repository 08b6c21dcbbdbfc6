"""What a check finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: its name, person or post with the time, a sentence."""

    rule: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the objective: how many, and what they cost together at which weight."""

    count: float
    weight: float

    @property
    def cost(self) -> float:
        """Count times weight."""
        return self.count * self.weight


@dataclass(frozen=True, slots=True)
class Report:
    """All broken rules, those a coordinator's pins override, the parts of the objective."""

    violations: Sequence[Violation]
    overridden: Sequence[Violation]
    terms: Mapping[str, Term]

    @property
    def ok(self) -> bool:
        """Whether the roster may be shown."""
        return not self.violations

    @property
    def objective(self) -> float:
        """What the roster costs, as the checker reckons it."""
        return sum(term.cost for term in self.terms.values())
