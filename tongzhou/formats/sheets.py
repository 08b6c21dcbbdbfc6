"""Reads one sheet of an XLSX workbook or a CSV file into plain rows.

Shown values are taken as they are: of a formula the result stored in the file, nothing where
none is stored. Cells merged downwards are filled with the value of the first.
"""

import csv
import datetime
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import python_calamine as calamine

from tongzhou.formats.containers import MAX_FILE_BYTES, is_workbook, too_big
from tongzhou.formats.errors import UnreadableFile, UnsafeFile

Cell: TypeAlias = (
    str
    | int
    | float
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
)
Row: TypeAlias = list[Cell]

_DELIMITERS = ",;\t"
_SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells. `first_row` is the number people see (from 1), `first_column` is from 0."""

    name: str
    rows: list[Row]
    first_row: int = 1
    first_column: int = 0
    others: tuple[str, ...] = ()
    is_csv: bool = False

    def cell_name(self, row: int, column: int) -> str:
        """Return "F12" for row number 12 and `column` counted within `rows`."""
        return f"{self.letters(column)}{row}"

    def letters(self, column: int) -> str:
        """Return "F" for `column` counted within `rows`."""
        return column_letters(self.first_column + column)


def column_letters(index: int) -> str:
    """Return "A" for 0, "Z" for 25, "AA" for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_sheet(source: str | os.PathLike[str] | bytes, *, sheet: str | None = None) -> Sheet:
    """Read the sheet named `sheet`, or the first visible one that holds anything.

    Raises UnreadableFile or UnsafeFile. What a hostile file may cost is bounded before parsing
    as far as it declares it; for the rest call this through `tongzhou.formats.worker`.
    """
    data = source if isinstance(source, bytes) else _load(Path(source))
    return _read_workbook(data, sheet) if is_workbook(data) else _read_csv(data)


def _load(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise too_big(size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile("file_missing", path=str(path)) from error
    except OSError as error:
        raise UnreadableFile("file_closed", path=str(path)) from error


def _read_workbook(data: bytes, wanted: str | None) -> Sheet:
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            return _pick(book, wanted)
    except calamine.PasswordError as error:
        raise UnreadableFile("password") from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise UnreadableFile("damaged") from error
    except MemoryError as error:
        raise UnsafeFile("too_complex") from error
    except BaseException as error:
        # The reader's own panics do not derive from Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile("damaged") from error


def _pick(book: calamine.CalamineWorkbook, wanted: str | None) -> Sheet:
    names = book.sheet_names
    if wanted is not None and wanted not in names:
        raise UnreadableFile("sheet_missing", sheet=wanted, sheets=", ".join(names))
    for name in [wanted] if wanted is not None else _visible(book):
        found = book.get_sheet_by_name(name)
        if found.start is not None:
            others = tuple(other for other in names if other != name)
            return _filled(found, others)
    raise UnreadableFile("sheets_empty")


def _visible(book: calamine.CalamineWorkbook) -> list[str]:
    return [
        meta.name
        for meta in book.sheets_metadata
        if meta.visible == calamine.SheetVisibleEnum.Visible
        and meta.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _filled(found: calamine.CalamineSheet, others: tuple[str, ...]) -> Sheet:
    top, left = found.start or (0, 0)
    rows: list[Row] = found.to_python()
    _fill_down(rows, found.merged_cell_ranges or [], top, left)
    return Sheet(found.name, rows, first_row=top + 1, first_column=left, others=others)


def _fill_down(
    rows: list[Row], ranges: list[tuple[tuple[int, int], tuple[int, int]]], top: int, left: int
) -> None:
    """Give each row below a merged cell its value, unless the row holds nothing of its own."""
    width = len(rows[0]) if rows else 0
    budget = len(rows) * width
    for (first, column), (last, _) in ranges:
        anchor, last, column = first - top, min(last - top, len(rows) - 1), column - left
        if anchor < 0 or not 0 <= column < width or last <= anchor:
            continue
        budget -= last - anchor
        if budget < 0:  # only overlapping ranges reach this, and no program writes them
            raise UnreadableFile("damaged")
        value = rows[anchor][column]
        for row in rows[anchor + 1 : last + 1]:
            if any(row):
                row[column] = value


def _read_csv(data: bytes) -> Sheet:
    text = _decode(data)
    if not text.strip(" ,;\t\r\n"):
        raise UnreadableFile("file_empty")
    return Sheet("CSV", _split(text), is_csv=True)


def _decode(data: bytes) -> str:
    line = 1
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
        else:
            if "\x00" not in text:
                return text
    if b"\x00" in data:
        raise UnreadableFile("wrong_kind", kind="a file of another kind")
    raise UnreadableFile("encoding", line=line)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" in data:  # separators and line ends have a zero for their other half
        return ("utf-16-le",) if b"\n\x00" in data else ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _split(text: str) -> list[Row]:
    lines = text.splitlines(keepends=True)[: 2 * _SAMPLE_ROWS]
    delimiter = max(_DELIMITERS, key=lambda mark: _cells_in_sample(lines, mark))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    try:
        rows.extend(map(list, reader))
    except csv.Error as error:
        raise UnreadableFile("csv_broken", line=reader.line_num) from error
    return rows


def _cells_in_sample(lines: list[str], delimiter: str) -> int:
    """Count the filled cells a delimiter would make; the right one makes the most."""
    count = 0
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter)):
            if number == _SAMPLE_ROWS:
                break
            count += sum(map(bool, row))
    except csv.Error:
        return 0
    return count
