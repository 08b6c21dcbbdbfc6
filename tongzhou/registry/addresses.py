"""Doors: how they are read aloud, and how they are found however they are typed.

A door's search text ends in its key, "#-3-2-501": building, unit, room; empty parts are kept, as
in "#-3--501".
"""

import re
from collections.abc import Callable
from functools import lru_cache

from tongzhou.formats import doors
from tongzhou.formats.reasons import BadValue
from tongzhou.registry.naming import MAX_SEARCH, reduced

_ROOM_NUMBER = re.compile(r"(?<!\d)\d{3,4}(?!\d)")


@lru_cache(maxsize=4096)
def unit_key(text: str) -> str:
    """The unit as it is kept: "2" for 2单元, 二单元, Unit 2."""
    return _key(doors.unit, text)


@lru_cache(maxsize=2**15)
def room_key(text: str) -> str:
    """The room as it is kept: "501" for 501室."""
    return _key(doors.room, text)


@lru_cache(maxsize=4096)
def building_key(name: str) -> str:
    """What two names of one building have in common: "3" of 3号楼, 3栋 and 3#."""
    return _key(doors.building, name)


def _key(read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except BadValue:
        return " ".join(text.split())


def building_name(key: str) -> str:
    """How a building is called that is known by its key only."""
    return f"{key}号楼" if key and key.isascii() else key or "—"


def door_label(building: str, unit: str, room: str) -> str:
    """The door as it is read aloud: "3号楼2单元501"; in a courtyard "12号院3号"."""
    between = f"{unit}单元" if unit and unit.isascii() else unit
    is_short = room.isdigit() and len(room) < 3 and not between
    return f"{building}{between}{room}{'号' if is_short else ''}"


def floor_of(room: str) -> int:
    """The floor a room number tells: 5 of 501 and 501-1, 12 of 1203, 0 where it tells none."""
    number = _ROOM_NUMBER.search(room)
    return int(number[0][:-2]) if number else 0


def door_search(place: str, building: str, unit: str, room: str) -> str:
    """Everything a door is found by; `place` is the compound's `place_search`."""
    name = reduced(building).replace(" ", "")
    key = "-".join(reduced(part) for part in (building_key(building), unit, room))
    return f"{place[:MAX_SEARCH]} {name} #-{key}"
