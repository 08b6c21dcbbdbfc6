"""A roster as a file, with what it costs, who carries what, and why a place is empty."""

from tongzhou.planners.roster.explain.answer import repaired_to_json, to_json
from tongzhou.planners.roster.explain.unfilled import unfilled

__all__ = ["repaired_to_json", "to_json", "unfilled"]
