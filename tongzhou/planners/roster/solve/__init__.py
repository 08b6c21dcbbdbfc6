"""Plans and repairs a roster."""

from tongzhou.planners.roster.solve.plan import Answer, Step, solve
from tongzhou.planners.roster.solve.repair import Repaired, repair, replacements

__all__ = ["Answer", "Repaired", "Step", "repair", "replacements", "solve"]
