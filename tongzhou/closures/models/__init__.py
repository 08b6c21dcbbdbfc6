"""Rows of the room, by theme."""

from tongzhou.closures.models.barriers import Barrier, BarrierEvent, Opening
from tongzhou.closures.models.maps import BuildingOnMap, StreetMap
from tongzhou.closures.models.plans import ClosurePlan

__all__ = ["Barrier", "BarrierEvent", "BuildingOnMap", "ClosurePlan", "Opening", "StreetMap"]
