"""The rows of a roster that have problems as a workbook of their own, to mend and upload again."""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tongzhou.formats.worker import Written

OWN_WIDTHS = (6, 52)
WIDTH = 16
OURS = len(OWN_WIDTHS)
Problem = Mapping[str, Any]


def problem_workbook(problems: Iterable[Problem], written: Written) -> bytes:
    """Whole rows under their own headings, so that the import reads them; bad cells are marked.

    Every cell is text, so that none is a formula and no number loses its digits.
    """
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_row[problem["row"]].append(problem)
    stream = io.BytesIO()
    # Nothing of it may lie in a temporary file: the values are personal.
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        _fill(book, by_row, written)
    return stream.getvalue()


def own_headings() -> set[str]:
    """The headings that are ours and mean nothing to the import, in every language."""
    found: set[str] = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.update(_own())
    return found


def _own() -> tuple[str, str]:
    return _("Row"), _("What to do")


def _fill(
    book: xlsxwriter.Workbook, by_row: Mapping[int, Sequence[Problem]], written: Written
) -> None:
    usual = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    text, wrapped = book.add_format(usual), book.add_format(usual | {"text_wrap": True})
    bad = book.add_format(usual | {"bg_color": "#FFE699"})
    sheet = book.add_worksheet()
    _head(book, sheet, written.headings)
    for line, (number, found) in enumerate(sorted(by_row.items()), 1):
        sheet.write_string(line, 0, str(number), text)
        sheet.write_string(line, 1, _advice(found), wrapped)
        marked = {_place(problem["cell"]) - written.first for problem in found}
        cells = list(written.rows.get(number, ()))
        cells += [""] * (max(marked) + 1 - len(cells))
        for place, cell in enumerate(cells):
            sheet.write_string(line, OURS + place, cell, bad if place in marked else text)


def _head(book: xlsxwriter.Workbook, sheet: Any, headings: Sequence[str]) -> None:
    head = book.add_format({"bold": True, "bottom": 1})
    widths = (*OWN_WIDTHS, *[WIDTH] * len(headings))
    for place, (heading, width) in enumerate(zip((*_own(), *headings), widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, head)
    sheet.freeze_panes(1, OURS)


def _advice(found: Iterable[Problem]) -> str:
    return "\n".join(f"{p['cell']} {p['column']}: {p['reason']}" for p in found)


def _place(cell: str) -> int:
    """The column of "H3", counted from 0."""
    return reduce(lambda n, letter: 26 * n + ord(letter) - 64, filter(str.isalpha, cell), 0) - 1
