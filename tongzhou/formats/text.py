"""Turns whatever a cell holds into clean text: width, spaces, invisible characters, numerals."""

import datetime
import math
import re
import unicodedata

from tongzhou.formats.reasons import BadValue
from tongzhou.formats.sheets import Cell

_INVISIBLE_RANGES = (
    (0x00, 0x08),
    (0x0E, 0x1B),
    (0x7F, 0x84),
    (0x86, 0x9F),
    (0xAD, 0xAD),  # soft hyphen
    (0x061C, 0x061C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),  # zero width, direction marks
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xD800, 0xDFFF),  # halves of characters
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFFE, 0xFFFF),
)
_INVISIBLE = {code: None for first, last in _INVISIBLE_RANGES for code in range(first, last + 1)}
_FORCED_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_UNKNOWN = frozenset(
    ("无", "没有", "暂无", "未知", "不详", "不明", "不清", "不清楚", "未填", "空")
) | {"null", "nil", "none", "n/a", "na", "nan", "unknown"}
_ERRORS = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
NUMERAL = "[零〇一二两三四五六七八九十百]"


def plain(cell: Cell) -> str:
    """Return the cell as one line of text: half-width (NFKC), single spaces, nothing invisible."""
    if isinstance(cell, str):
        forced = _FORCED_TEXT.fullmatch(cell) if cell.startswith('="') else None
        written = forced[1] if forced else cell
        return " ".join(unicodedata.normalize("NFKC", written.translate(_INVISIBLE)).split())
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ")
    return str(cell)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def known(cell: Cell) -> str:
    """Return plain text, or "" where the cell says that something is not known.

    Raises BadValue for the error value of a formula.
    """
    text = plain(cell)
    if not text.strip("-—–―_/\\?. *"):
        return ""
    if text[0] == "#" and text.upper() in _ERRORS:
        raise BadValue("formula_error")
    return "" if text.casefold() in _UNKNOWN else text


def limited(text: str, limit: int) -> str:
    """Return `text`. Raises BadValue if it is longer than `limit` characters."""
    if len(text) > limit:
        raise BadValue("too_long", length=len(text), limit=limit)
    return text


def label(cell: Cell) -> str:
    """Return a name of a place or a relation: known text, no spaces between ideographs."""
    return limited(_BETWEEN_IDEOGRAPHS.sub("", known(cell)), 60)


def person_name(cell: Cell) -> str:
    """Return a person's name: "张 三" becomes "张三", "Ana Sousa" keeps its space."""
    name = label(cell)
    if any(map(str.isdigit, name)):
        raise BadValue("name_has_digits")
    return name


def notes(cell: Cell) -> str:
    """Return free text with its lines kept; width is left as it was written."""
    if not known(cell):
        return ""
    written = cell.translate(_INVISIBLE) if isinstance(cell, str) else plain(cell)
    lines = (" ".join(line.split()) for line in written.splitlines())
    return limited("\n".join(filter(None, lines)), 2000)


def arabic(numeral: str) -> str:
    """Return "12" for "十二", "103" for "一〇三" or "一百零三"; `numeral` matches NUMERAL+."""
    if not any(unit in numeral for unit in _UNITS):
        return "".join(str(_DIGITS[character]) for character in numeral)
    total, digit = 0, None
    for character in numeral:
        if character in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[character]
            digit = None
        else:
            digit = _DIGITS[character] or None
    return str(total + (digit or 0))
