"""Rows of the room, by theme."""

from tongzhou.gates.models.crossings import Crossing, GateNote
from tongzhou.gates.models.passes import Pass, PassEvent, PassKey, PassRestriction
from tongzhou.gates.models.rules import GateRule

__all__ = ["Crossing", "GateNote", "GateRule", "Pass", "PassEvent", "PassKey", "PassRestriction"]
