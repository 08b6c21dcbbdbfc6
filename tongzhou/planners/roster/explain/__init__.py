"""A roster as a file, with what it costs, who carries what, and why a place is empty."""

from tongzhou.planners.roster.explain.answer import to_json
from tongzhou.planners.roster.explain.unfilled import unfilled

__all__ = ["to_json", "unfilled"]
