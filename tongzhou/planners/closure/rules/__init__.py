"""Whether a plan keeps its word: checked on the raw streets, without the solver."""

from tongzhou.planners.closure.rules.check import check
from tongzhou.planners.closure.rules.report import Report, Violation

__all__ = ["Report", "Violation", "check"]
