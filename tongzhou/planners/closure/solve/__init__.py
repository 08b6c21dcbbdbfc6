"""Finds the cheapest closure and proves it: chains, cells, a mixed-integer programme a cell."""

from tongzhou.planners.closure.solve.plan import Door, Plan, Stand
from tongzhou.planners.closure.solve.search import solve

__all__ = ["Door", "Plan", "Stand", "solve"]
