"""Rows of the room, by theme."""

from tongzhou.gates.models.crossings import Crossing, GateNote
from tongzhou.gates.models.findings import GateFinding
from tongzhou.gates.models.passes import Pass, PassEvent, PassKey, PassRestriction
from tongzhou.gates.models.rules import GateRule

__all__ = [
    "Crossing",
    "GateFinding",
    "GateNote",
    "GateRule",
    "Pass",
    "PassEvent",
    "PassKey",
    "PassRestriction",
]
