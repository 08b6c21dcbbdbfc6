"""Small workbooks and archives for the tests of the formats, made in memory."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from tongzhou.formats.identity_numbers import check_character
from tongzhou.formats.roster import RosterResult, parse_rows
from tongzhou.formats.sheets import Sheet, read_sheet

HEADINGS: list[Any] = [
    "居委会",
    "小区",
    "楼栋",
    "单元",
    "房号",
    "姓名",
    "性别",
    "出生日期",
    "身份证号",
    "电话",
    "与户主关系",
    "备注",
]


def workbook(
    rows: Iterable[Sequence[Any]],
    *,
    name: str = "花名册",
    finish: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """Return an XLSX file with `rows`; `finish(book, sheet)` may add to it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write(number, column, value)
        if finish:
            finish(book, sheet)
    return stream.getvalue()


def archive(**entries: bytes) -> bytes:
    """Return a zip archive; "__" in a name stands for "/" and "_dot_" for "."."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


def number_of(born_on: str = "19620305", order: int = 2, area: str = "990101") -> str:
    """Return a well-formed ID number that is nobody's; an odd `order` is a man's."""
    body = f"{area}{born_on}{order:03}"
    return body + check_character(body)


def line(**cells: Any) -> list[Any]:
    """Return the cells of a good row with some of them replaced, in the order of HEADINGS."""
    good = {
        "committee": "柳荫",
        "compound": "柳荫里",
        "building": "3",
        "unit": "2",
        "room": "501",
        "name": "王小满",
        "sex": "女",
        "birth_date": "1962-03-05",
        "id_number": number_of(),
        "phone": "15400000000",
        "relation": "户主",
        "notes": "",
    }
    return list((good | cells).values())


def roster_of(*lines: Sequence[Any], headings: Sequence[str] = HEADINGS) -> RosterResult:
    """Parse rows below `headings` without a file between."""
    return parse_rows(Sheet("S", [list(headings), *map(list, lines)]))


def parsed(data: bytes) -> RosterResult:
    return parse_rows(read_sheet(data))
