"""Resident identity numbers (GB 11643-1999), old 15-digit ones, and papers of foreigners."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tongzhou.formats.birth_dates import EARLIEST, LATEST
from tongzhou.formats.reasons import BadValue
from tongzhou.formats.sheets import Cell
from tongzhou.formats.text import known

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
# Passports, home-return permits and residence permits begin with a letter.
_OTHER_PAPER = re.compile(r"[A-Z]{1,3}\d[0-9A-Z]{5,13}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?1\d", re.IGNORECASE)
_EXACT_UP_TO = 2**53
_PUNCTUATION = str.maketrans("", "", "'‘’` -()")


class Identity(NamedTuple):
    """A number and what it tells of its bearer; `sex` is "male", "female" or ""."""

    number: str
    birth_date: date | None
    sex: str


NO_IDENTITY = Identity("", None, "")


def identity(cell: Cell, *, latest: date = LATEST) -> Identity:
    """Read an identity number; an old one of 15 digits is brought to its 18-character form.

    `latest` is the last day that can be a date of birth, usually today. Raises BadValue.
    """
    if isinstance(cell, str) and len(cell) == 18 and cell.isascii() and cell[:17].isdigit():
        return _resident(cell.upper(), latest)
    if isinstance(cell, int | float) and abs(cell) > _EXACT_UP_TO:
        raise BadValue("id_lost_digits")
    return _written(known(cell), latest)


def check_character(body: str) -> str:
    """Return the last character for the first 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECK[_weigh(body, 0) % 11]


def _written(text: str, latest: date) -> Identity:
    number = text.translate(_PUNCTUATION).upper()
    if not number:
        return NO_IDENTITY
    if _SCIENTIFIC.fullmatch(text):
        raise BadValue("id_lost_digits")
    if _OTHER_PAPER.fullmatch(number):
        return Identity(number, None, "")
    if not number.isascii() or not (number[:-1] + number[-1].replace("X", "0")).isdigit():
        raise BadValue("id_characters")
    if len(number) == 15 and number.isdigit():
        body = f"{number[:6]}19{number[6:]}"
        return _resident(body + check_character(body), latest)
    if len(number) != 18:
        raise BadValue("id_length", length=len(number))
    return _resident(number, latest)


def _resident(number: str, latest: date) -> Identity:
    born_on, weight = _born(number[6:14])
    if born_on is None or not EARLIEST <= born_on <= latest:
        raise BadValue("id_date", earliest=str(EARLIEST), latest=str(latest))
    order_weight, sex = _order(number[14:17])
    if _CHECK[(_area(number[:6]) + weight + order_weight) % 11] != number[17]:
        raise BadValue("id_check")
    return Identity(number, born_on, sex)


# A number is weighed in three slices, because each of them repeats over and over in a roster.
@lru_cache(maxsize=4096)
def _area(digits: str) -> int:
    return _weigh(digits, 0)


@lru_cache(maxsize=65536)
def _born(digits: str) -> tuple[date | None, int]:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        day = None
    return day, _weigh(digits, 6)


@lru_cache(maxsize=1024)
def _order(digits: str) -> tuple[int, str]:
    return _weigh(digits, 14), "male" if int(digits) % 2 else "female"


def _weigh(digits: str, at: int) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS[at:], strict=False))
