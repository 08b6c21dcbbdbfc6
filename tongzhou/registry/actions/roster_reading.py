"""Reading a roster file: the sheet that holds the people, wherever it stands in the workbook."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from os import PathLike
from typing import NamedTuple

from tongzhou.formats.errors import WrongHeadings
from tongzhou.formats.people import RosterResult
from tongzhou.formats.worker import read_roster, sheet_with_people


class Heard(NamedTuple):
    """What a file held, and the sheets before it that hold instructions or other things."""

    result: RosterResult
    passed_over: Sequence[str] = ()


def read_people(
    path: str | PathLike[str],
    *,
    sheet: str | None,
    today: date,
    progress: Callable[[int, int], None] | None = None,
) -> Heard:
    """Read the sheet that is named, else the first one that has the headings."""
    try:
        return Heard(read_roster(path, sheet=sheet, today=today, progress=progress))
    except WrongHeadings:
        found = None if sheet else sheet_with_people(path)
        if found is None:
            raise
    result = read_roster(path, sheet=found.name, today=today, progress=progress)
    others = tuple(name for name in result.others if name not in found.passed_over)
    return Heard(replace(result, others=others), found.passed_over)
