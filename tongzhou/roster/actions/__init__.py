"""Writes of the room. Each is one transaction and one audit entry."""

from tongzhou.roster.actions.details import Details
from tongzhou.roster.actions.erasing import erase
from tongzhou.roster.actions.joining import change, change_own, enter, join
from tongzhou.roster.actions.links import give_link
from tongzhou.roster.actions.moves import (
    accept,
    end_pauses,
    leave,
    leave_own,
    note_unreached,
    pause,
    pause_own,
    resume,
    resume_own,
)
from tongzhou.roster.actions.posts import (
    PostDetails,
    change_post,
    close_post,
    open_at_place,
    open_round,
    reopen_post,
    set_need,
)
from tongzhou.roster.actions.rows import is_head
from tongzhou.roster.actions.shifts import load_shifts, save_shift

__all__ = [
    "Details",
    "PostDetails",
    "accept",
    "change",
    "change_own",
    "change_post",
    "close_post",
    "end_pauses",
    "enter",
    "erase",
    "give_link",
    "is_head",
    "join",
    "leave",
    "leave_own",
    "load_shifts",
    "note_unreached",
    "open_at_place",
    "open_round",
    "pause",
    "pause_own",
    "reopen_post",
    "resume",
    "resume_own",
    "save_shift",
    "set_need",
]
