"""Rows of the room, by theme."""

from tongzhou.closures.models.maps import BuildingOnMap, StreetMap
from tongzhou.closures.models.plans import ClosurePlan

__all__ = ["BuildingOnMap", "ClosurePlan", "StreetMap"]
