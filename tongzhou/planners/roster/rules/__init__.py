"""Checks a roster with code that shares nothing with the solver."""

from tongzhou.planners.roster.rules.check import check
from tongzhou.planners.roster.rules.report import Report, Term, Violation

__all__ = ["Report", "Term", "Violation", "check"]
