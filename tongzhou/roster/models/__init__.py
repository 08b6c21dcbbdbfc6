"""Rows of the room."""

from tongzhou.roster.models.posts import Post, PostNeed, ShiftKind
from tongzhou.roster.models.volunteers import (
    Volunteer,
    VolunteerEvent,
    VolunteerLink,
    VolunteerOffer,
)

__all__ = [
    "Post",
    "PostNeed",
    "ShiftKind",
    "Volunteer",
    "VolunteerEvent",
    "VolunteerLink",
    "VolunteerOffer",
]
