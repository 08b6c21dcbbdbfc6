"""Rows of the room."""

from tongzhou.roster.models.attendance import Attendance, Muster
from tongzhou.roster.models.certificates import Certificate
from tongzhou.roster.models.changes import Asked, CallOut, Repair, Swap
from tongzhou.roster.models.edits import RosterEdit
from tongzhou.roster.models.posts import Post, PostNeed, ShiftKind
from tongzhou.roster.models.rosters import Assignment, Roster, Shift
from tongzhou.roster.models.volunteers import (
    Volunteer,
    VolunteerEvent,
    VolunteerLink,
    VolunteerOffer,
)

__all__ = [
    "Asked",
    "Assignment",
    "Attendance",
    "CallOut",
    "Certificate",
    "Muster",
    "Post",
    "PostNeed",
    "Repair",
    "Roster",
    "RosterEdit",
    "Shift",
    "ShiftKind",
    "Swap",
    "Volunteer",
    "VolunteerEvent",
    "VolunteerLink",
    "VolunteerOffer",
]
