"""Writes the roster workbook: the empty template, and the export that can be imported again.

Every cell is text, so that no program turns 3-1 into a date, cuts an ID number to 15 digits, or
takes a name that begins with "=" for a formula.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tongzhou.formats.headings import REQUIRED, preferred
from tongzhou.formats.people import RosterRow

Language = Literal["zh", "en"]

COLUMNS = (
    "committee",
    "compound",
    "building",
    "unit",
    "room",
    "name",
    "sex",
    "birth_date",
    "id_number",
    "phone",
    "relation",
    "notes",
)
"""The columns of the template from left to right."""

_WIDTHS = (16, 16, 10, 8, 10, 14, 8, 14, 24, 18, 16, 32)
_ROWS_WITH_CHOICES = 100_000
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Wording:
    """All words of the workbook in one language."""

    sheet: str
    help_sheet: str
    sexes: dict[str, str]
    help_headings: tuple[str, str, str, str]
    required: str
    optional: str
    sex_refused: str
    lines: tuple[str, ...]
    hints: dict[str, tuple[str, str]]


_ZH = Wording(
    sheet="居民花名册",
    help_sheet="填写说明",
    sexes={"male": "男", "female": "女"},
    help_headings=("列名", "是否必填", "填写方法", "示例"),
    required="必填",
    optional="可留空",
    sex_refused="请选择“男”或“女”，不清楚可以留空。",
    lines=(
        "一行填一个人，请填在第一张表里；列的先后可以调换，不用的列可以删掉。",
        "不清楚的可以留空，或写“不详”。楼栋和房号至少填一项。",
        "重复导入不会重复建档：有身份证号的按身份证号认人，没有的按住处、姓名和出生日期认人。",
    ),
    hints={
        "committee": ("居委会的名称，与系统里的一致", "柳荫"),
        "compound": ("小区或院落的名称", "柳荫里"),
        "building": ("3、3号楼、3栋、三号楼都可以", "3"),
        "unit": ("没有单元就留空", "2"),
        "room": ("门上写的号码", "501"),
        "name": ("与证件一致", "王小满"),
        "sex": ("男或女；填了身份证号可以留空", "女"),
        "birth_date": ("年份写四位；填了身份证号可以留空", "1962-03-05"),
        "id_number": ("18位或老的15位号码，单元格须为文本格式", "990101196203050023"),
        "phone": ("手机，或带区号的座机", "15400000000"),
        "relation": ("户主、配偶、子女、父母等", "户主"),
        "notes": ("上门、联系时要知道的事", "听力不好，请敲门"),
    },
)

_EN = Wording(
    sheet="Residents",
    help_sheet="How to fill in",
    sexes={"male": "male", "female": "female"},
    help_headings=("Heading", "Needed", "How to fill it in", "Example"),
    required="needed",
    optional="may be empty",
    sex_refused="Choose male or female, or leave the cell empty.",
    lines=(
        "One row for each person, on the first sheet. Columns may change places; "
        "those you do not use may be deleted.",
        "What is not known stays empty or says “unknown”. "
        "At least one of building and room is needed.",
        "Importing twice adds nobody twice: people are recognised by their ID number, "
        "else by door, name and birth date.",
    ),
    hints={
        "committee": ("Name of the neighbourhood committee as in the system", "Liuyin"),
        "compound": ("Name of the compound or courtyard", "Liuyin Lane"),
        "building": ("Its number", "3"),
        "unit": ("Empty where there are no units", "2"),
        "room": ("The number on the door", "501"),
        "name": ("As in the papers", "Wang Xiaoman"),
        "sex": ("male or female; may be empty if the ID number is given", "female"),
        "birth_date": ("Year with four digits; may be empty with an ID number", "1962-03-05"),
        "id_number": ("18 characters, or the old 15; keep the cell as text", "990101196203050023"),
        "phone": ("A mobile, or a landline with its area code", "15400000000"),
        "relation": ("Head, spouse, child, parent ...", "head"),
        "notes": ("What to know before a call or visit", "Hard of hearing, please knock"),
    },
)


def write_template(stream: IO[bytes], *, lang: Language, rows: Iterable[RosterRow] = ()) -> None:
    """Write a workbook in `lang` with `rows`; without rows it is the empty template."""
    wording = _ZH if lang == "zh" else _EN
    # Nothing of it may lie in a temporary file: these are people's ID numbers.
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        text = book.add_format({"num_format": "@"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        head = book.add_format({"bold": True, "bg_color": "#DDEBEA", "bottom": 1})
        sheet = book.add_worksheet(wording.sheet)
        _write_headings(sheet, wording, lang, head, text)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(_values(row, wording)):
                if value:
                    style = quoted if value.startswith(_FORMULA_SIGNS) else text
                    sheet.write_string(number, column, value, style)
        _write_help(book.add_worksheet(wording.help_sheet), wording, lang, head)


def _values(row: RosterRow, wording: Wording) -> list[str]:
    values = {field: getattr(row, field) for field in COLUMNS}
    values["sex"] = wording.sexes.get(row.sex, "")
    values["birth_date"] = row.birth_date.isoformat() if row.birth_date else ""
    return [values[field] for field in COLUMNS]


def heading(field: str, lang: Language) -> str:
    """Return the heading of a column of the template."""
    zh, en = preferred(field)
    return zh if lang == "zh" else en


def _write_headings(
    sheet: Worksheet, wording: Wording, lang: Language, head: Format, text: Format
) -> None:
    for column, (field, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, heading(field, lang), head)
        hint, example = wording.hints[field]
        sheet.write_comment(0, column, f"{_need(field, wording)}\n{hint}\n{example}")
    sheet.freeze_panes(1, 0)
    column = COLUMNS.index("sex")
    choices = {
        "validate": "list",
        "source": list(wording.sexes.values()),
        "error_message": wording.sex_refused,
    }
    sheet.data_validation(1, column, _ROWS_WITH_CHOICES, column, choices)


def _write_help(sheet: Worksheet, wording: Wording, lang: Language, head: Format) -> None:
    for number, line in enumerate(wording.lines):
        sheet.write_string(number, 0, line)
    top = len(wording.lines) + 1
    for column, (title, width) in enumerate(
        zip(wording.help_headings, (18, 14, 60, 30), strict=True)
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, title, head)
    for number, field in enumerate(COLUMNS, top + 1):
        cells = (heading(field, lang), _need(field, wording), *wording.hints[field])
        for column, value in enumerate(cells):
            sheet.write_string(number, column, value)


def _need(field: str, wording: Wording) -> str:
    return wording.required if field in REQUIRED else wording.optional
