"""What is to be planned, immutable: the streets as a graph, the homes, the profile."""

from tongzhou.planners.closure.problem.build import build
from tongzhou.planners.closure.problem.model import Closing, Cut, Edge, Home, House, Problem
from tongzhou.planners.closure.problem.pins import NO_PINS, Pins, Spot
from tongzhou.planners.closure.problem.profile import BadProfile, Profile

__all__ = [
    "NO_PINS", "BadProfile", "Closing", "Cut", "Edge", "Home", "House", "Pins", "Problem",
    "Profile", "Spot", "build",
]  # fmt: skip
