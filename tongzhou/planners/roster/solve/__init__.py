"""Plans a roster."""

from tongzhou.planners.roster.solve.plan import Answer, Step, solve

__all__ = ["Answer", "Step", "solve"]
