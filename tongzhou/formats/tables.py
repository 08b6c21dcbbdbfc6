"""A plain table as a workbook or as CSV: words stay words, numbers stay numbers.

No cell becomes a formula, whatever somebody is called.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import xlsxwriter

Value: TypeAlias = str | int | float
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 16


def as_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet with a head that stays while one scrolls."""
    stream = io.BytesIO()
    # Nothing of it may lie in a temporary file: names are personal.
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, WIDTH)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value, text)
                else:
                    sheet.write_number(line, column, value)
    return stream.getvalue()


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with its mark, so that spreadsheet programs read the characters."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(headings)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> Value:
    """Words that a program would take for a formula begin with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
