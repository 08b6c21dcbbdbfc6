"""Finds the cheapest closure and proves it: chains, cells, a mixed-integer programme a cell."""

from tongzhou.planners.closure.solve.plan import Door, Plan, Stand
from tongzhou.planners.closure.solve.search import solve
from tongzhou.planners.closure.solve.single import Known

__all__ = ["Door", "Known", "Plan", "Stand", "solve"]
