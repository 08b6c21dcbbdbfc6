"""Dates of birth in the many ways people and spreadsheet programs write them."""

import datetime
import re
from datetime import date, timedelta

from tongzhou.formats.reasons import BadValue
from tongzhou.formats.sheets import Cell
from tongzhou.formats.text import known

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)

# Day 0 of the 1900 date system for every serial after its invented 29 February 1900.
_SERIAL_ZERO = date(1899, 12, 30)
# Below lie bare years (1962), above bare months (196203).
_SERIALS = range(2101, 80_000)
_WHOLE = re.compile(
    r"(\d{4})\s?[-/.。年·\\]\s?(\d{1,2})\s?[-/.。月·\\]\s?(\d{1,2})\s?[日号]?(?:[ T]\d.*)?",
    re.ASCII,
)
_SHORT_YEAR = re.compile(
    r"['’]?\d{2}\s?[-/.。年·\\]\s?\d{1,2}\s?[-/.。月·\\]\s?\d{1,2}\s?[日号]?", re.ASCII
)
_YEAR_LAST = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}")
_INCOMPLETE = re.compile(r"\d{4}\s?[-/.。年]?\s?(?:\d{1,2}\s?月?)?")


def birth_date(cell: Cell, *, latest: date = LATEST) -> date | None:
    """Return the date, None where it is not known. Raises BadValue.

    `latest` is the last day that can be a date of birth, usually today.
    """
    if isinstance(cell, datetime.datetime):
        return _in_range(cell.date(), latest)
    if isinstance(cell, date):
        return _in_range(cell, latest)
    if isinstance(cell, datetime.time | datetime.timedelta):
        raise BadValue("date_unreadable")
    text = known(int(cell) if isinstance(cell, float) and 0 < cell < 1e9 else cell)
    return _in_range(_parse(text), latest) if text else None


def _parse(text: str) -> date:
    if whole := _WHOLE.fullmatch(text):
        return _day(whole[1], whole[2], whole[3])
    if text.isascii() and text.isdigit():
        return _from_digits(text)
    if _SHORT_YEAR.fullmatch(text):
        raise BadValue("date_two_digit_year")
    if _YEAR_LAST.fullmatch(text):
        raise BadValue("date_ambiguous")
    raise BadValue("date_incomplete" if _INCOMPLETE.fullmatch(text) else "date_unreadable")


def _from_digits(text: str) -> date:
    if len(text) == 8:
        return _day(text[:4], text[4:6], text[6:])
    if len(text) <= 5 and int(text) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(text))
    if len(text) == 6 and text[:2] not in ("19", "20"):
        raise BadValue("date_two_digit_year")
    raise BadValue("date_incomplete" if len(text) in (4, 6) else "date_unreadable")


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise BadValue("date_impossible") from error


def _in_range(day: date, latest: date) -> date:
    if EARLIEST <= day <= latest:
        return day
    raise BadValue("date_out_of_range", earliest=str(EARLIEST), latest=str(latest))
