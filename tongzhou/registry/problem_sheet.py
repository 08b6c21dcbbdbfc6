"""The problems of a roster as a workbook, to mend them beside the original."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

COLUMNS = ("cell", "row", "column", "value", "reason")
WIDTHS = (8, 8, 16, 28, 70)


def problem_workbook(problems: Iterable[Mapping[str, Any]]) -> bytes:
    """Cell, row, heading, value and reason; every cell is text, so that none is a formula."""
    headings = (_("Cell"), _("Row"), _("Column"), _("Value"), _("What to do"))
    stream = io.BytesIO()
    # Nothing of it may lie in a temporary file: the values are personal.
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet()
        for place, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, head)
        for number, problem in enumerate(problems, 1):
            for place, name in enumerate(COLUMNS):
                sheet.write_string(number, place, str(problem[name]), text)
        sheet.freeze_panes(1, 0)
    return stream.getvalue()
