"""The residents' roster: rows of a sheet become checked people, or problems named by cell."""

from collections.abc import Callable
from datetime import date

from tongzhou.formats.birth_dates import LATEST
from tongzhou.formats.headings import HEADINGS, find_layout
from tongzhou.formats.people import RosterResult, RosterRow
from tongzhou.formats.reading import Reading
from tongzhou.formats.reasons import REASONS, Problem
from tongzhou.formats.sheets import Sheet

__all__ = ["HEADINGS", "REASONS", "Problem", "RosterResult", "RosterRow", "parse_rows"]

BLOCK = 5_000


def parse_rows(
    sheet: Sheet, *, today: date = LATEST, progress: Callable[[int, int], None] | None = None
) -> RosterResult:
    """Read all people of a roster. Raises WrongHeadings.

    Nobody is born after `today`. `progress` is told the rows read and the rows there are.
    """
    reading = Reading(sheet, find_layout(sheet), today)
    first, end = reading.first, len(sheet.rows)
    for start in range(first, end, BLOCK):
        reading.take(start, sheet.rows[start : start + BLOCK])
        if progress:
            progress(min(start + BLOCK, end) - first, end - first)
    return reading.result()
