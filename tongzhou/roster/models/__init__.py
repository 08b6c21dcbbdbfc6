"""Rows of the room."""

from tongzhou.roster.models.posts import Post, PostNeed, ShiftKind
from tongzhou.roster.models.volunteers import Offer, Volunteer, VolunteerEvent, VolunteerLink

__all__ = [
    "Offer",
    "Post",
    "PostNeed",
    "ShiftKind",
    "Volunteer",
    "VolunteerEvent",
    "VolunteerLink",
]
