"""What the installed rooms offer to phones."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.core import rooms
from tongzhou.core.errors import Refusal
from tongzhou.core.fieldwork import Profile
from tongzhou.registry.acting import Acting


def profiles(acting: Acting) -> list[Profile]:
    """What this person can open a shift for; what stands at a place first."""
    found = [p for room in _rooms() for p in room.PROFILES if acting.role in p.roles]
    return sorted(found, key=lambda profile: not profile.places)


def room_of(profile: str, acting: Acting) -> ModuleType:
    """The room that offers a profile to this person."""
    for room in _rooms():
        if any(p.key == profile and acting.role in p.roles for p in room.PROFILES):
            return room
    raise Refusal(_("This shift is not for your role to open. Ask the committee."))


def taker_of(kind: str) -> ModuleType | None:
    """The room that takes entries of a kind, or None where none knows it."""
    return next((room for room in _rooms() if kind in room.KINDS), None)


def rooms_that_miss() -> list[ModuleType]:
    """Rooms that want to know of records that never arrived."""
    return [room for room in _rooms() if hasattr(room, "missing")]


def musters() -> Any:
    """The function that signs the leader's code for a place."""
    return next(room.muster for room in _rooms() if hasattr(room, "muster"))


def _rooms() -> Iterator[ModuleType]:
    yield from rooms.with_module("field")
