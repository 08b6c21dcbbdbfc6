"""What the solver knows of a problem: who may stand where and when, and what is fair."""

from tongzhou.planners.roster.problem.fairness import Band, Fair, fair
from tongzhou.planners.roster.problem.scene import Scene

__all__ = ["Band", "Fair", "Scene", "fair"]
