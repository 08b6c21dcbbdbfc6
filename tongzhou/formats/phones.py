"""Telephone numbers of mainland China as people write them."""

import re

from tongzhou.formats.reasons import BadValue
from tongzhou.formats.sheets import Cell
from tongzhou.formats.text import known

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{9,11}|[2-9]\d{6,7}|[48]00\d{7}", re.ASCII)
_ABROAD = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_CHINA = re.compile(r"(?:\+|00)86|86(?=1[3-9]\d{9}$)", re.ASCII)
_SEPARATES_NUMBERS = re.compile(r"[/、,;|\\]|或者?|和|以及")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x)(\d{1,5})$|(?<=\d{7})-(\d{1,4})$", re.IGNORECASE)
_DECORATION = re.compile(r"\([^()]*[^\d()+\s-][^()]*\)|^[^\d+(]+|[\s().·—–―-]")
_MOBILE_WITHIN = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII)


def phone(cell: Cell) -> str:
    """Return the first number in the cell as bare digits, "" where none is known.

    A number abroad keeps its plus, an extension follows a hyphen. Raises BadValue.
    """
    if isinstance(cell, str) and len(cell) == 11 and _MOBILE.fullmatch(cell) and cell.isascii():
        return cell
    text = known(cell)
    if not text:
        return ""
    first = next(filter(None, map(str.strip, _SEPARATES_NUMBERS.split(text))), "")
    for candidate in (first, first.split(" ")[0]):
        if number := _number(candidate):
            return number
    if within := _MOBILE_WITHIN.search(text):
        return within[0]
    raise BadValue("phone_unreadable")


def _number(text: str) -> str:
    extension = _EXTENSION.search(text)
    main = _DECORATION.sub("", text[: extension.start()] if extension else text)
    digits = _national(main)
    if _MOBILE.fullmatch(digits) or _ABROAD.fullmatch(digits):
        return digits
    if not _LANDLINE.fullmatch(digits):
        return ""
    return f"{digits}-{extension[1] or extension[2]}" if extension else digits


def _national(main: str) -> str:
    code = _CHINA.match(main)
    if not code:
        return main
    rest = main[code.end() :]
    # The zero of an area code is not dialled after the country code, at home it is.
    return rest if _MOBILE.fullmatch(rest) or rest.startswith("0") else f"0{rest}"
