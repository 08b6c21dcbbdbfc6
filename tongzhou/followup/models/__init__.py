"""Rows of the room, by theme."""

from tongzhou.followup.models.care import Alarm, Need
from tongzhou.followup.models.checks import FollowUp, FollowUpVersion
from tongzhou.followup.models.observations import Extension, Observation, Release
from tongzhou.followup.models.settings import Disease, Policy, Reason, Symptom

__all__ = [
    "Alarm",
    "Disease",
    "Extension",
    "FollowUp",
    "FollowUpVersion",
    "Need",
    "Observation",
    "Policy",
    "Reason",
    "Release",
    "Symptom",
]
