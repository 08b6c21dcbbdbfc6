"""Doors: building, unit and room brought to one key, and the compact form 3-2-501."""

import datetime
import re
import unicodedata
from typing import NamedTuple

from tongzhou.formats.reasons import BadValue
from tongzhou.formats.sheets import Cell
from tongzhou.formats.text import NUMERAL, arabic, known, limited

_MAX_LENGTH = 40
_CORE = rf"(?P<core>[甲乙丙丁东南西北中]?\d+(?:-\d+)?[A-Z]?|[A-Z]\d*|{NUMERAL}+)"
_BUILDING = re.compile(
    rf"(?:第|NO\.?|BUILDING|BLDG\.?|BLOCK)?{_CORE}(?:号楼|号院|号|楼|栋楼|栋|幢|座|#楼|#)?"
)
_UNIT = re.compile(rf"(?:第|NO\.?|UNIT)?{_CORE}(?:单元|门|梯|号|#)?")
_ROOM = re.compile(rf"(?:第|NO\.?|ROOM|RM\.?|FLAT)?{_CORE}(?:号室|号房|室|房|号|户|#)?")
_PLACE_BEFORE = re.compile(r"^\D*(?:小区|社区|新村|新苑|花园|家园|公寓|宿舍|大院)(?=.*\d)")
_SEPARATORS = re.compile(r"(?:号楼|号院|栋楼|栋|幢|单元|座|#楼|#|楼|[-—–―~～/\\、,.\s])+")


class Door(NamedTuple):
    """Where somebody lives inside a compound; parts that do not exist are ""."""

    building: str
    unit: str
    room: str


NO_DOOR = Door("", "", "")


def building(cell: Cell) -> str:
    """Return "3" for 3号楼, 3栋, 3#, 3幢, 三号楼; names such as 东楼 stay."""
    return _key(cell, _BUILDING)


def unit(cell: Cell) -> str:
    """Return "2" for 2单元, 二单元, 2.0."""
    return _key(cell, _UNIT)


def room(cell: Cell) -> str:
    """Return "501" for 501室; leading zeros stay, they are painted on the door."""
    return _key(cell, _ROOM, zeros=True)


def door(cell: Cell) -> Door:
    """Understand 3-2-501, 3号楼2单元501室, 3栋501, 501. Raises BadValue door_unreadable."""
    text = _door_text(cell)
    if not text:
        return NO_DOOR
    text = _PLACE_BEFORE.sub("", text)
    parts = [part for part in _SEPARATORS.split(text) if part]
    match parts:
        case [a, b, c]:
            return Door(building(a), unit(b), room(c))
        case [a, b] if "单元" in text:
            return Door("", unit(a), room(b))
        case [a, b]:
            return Door(building(a), "", room(b))
        case [a] if text.endswith(("栋", "幢", "楼", "座", "#")):
            return Door(building(text), "", "")
        case [a]:
            return Door("", "", room(a))
    raise BadValue("door_unreadable")


def _key(cell: Cell, form: re.Pattern[str], *, zeros: bool = False) -> str:
    text = limited(_door_text(cell), _MAX_LENGTH)
    found = form.fullmatch(text)
    if not found:
        return text
    core = found["core"]
    if core[0] in "零〇一二两三四五六七八九十百":
        return arabic(core)
    return core if zeros else core.lstrip("0") or "0"


def _door_text(cell: Cell) -> str:
    if isinstance(cell, datetime.date | datetime.time):
        raise BadValue("door_is_date")
    # Without its space an accent joins the letter before it: one form for both.
    return unicodedata.normalize("NFKC", known(cell).replace(" ", "").upper())
