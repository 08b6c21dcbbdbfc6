"""Invented rosters for tests."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

HEADINGS = (
    "居委会", "小区", "楼栋", "单元", "房号", "姓名", "性别", "出生日期", "身份证号", "电话",
    "与户主关系", "备注",
)  # fmt: skip

Row = Sequence[object]


def row(
    name: str = "赵一", *, committee: str = "柳荫居委会", compound: str = "柳荫里",
    building: object = "3号楼", unit: object = "2", room: object = "701", sex: str = "",
    born: object = "", number: object = "", phone: object = "", relation: str = "", notes: str = "",
) -> list[object]:  # fmt: skip
    """One line of a roster; everything but the name has a default."""
    return [
        committee, compound, building, unit, room, name, sex, born, number, phone, relation, notes,
    ]  # fmt: skip


def workbook(
    rows: Sequence[Row],
    headings: Sequence[str] = HEADINGS,
    more: Sequence[str] = (),
    before: Mapping[str, Sequence[Row]] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """An XLSX workbook; `more` names sheets that follow and hold nothing, `before` stand first."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, lines in (before or {}).items():
            first = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                first.write_row(number, 0, cells)
            if name in hidden:
                first.hide()
        sheet = book.add_worksheet("花名册")
        sheet.write_row(0, 0, headings)
        for number, cells in enumerate(rows, 1):
            sheet.write_row(number, 0, cells)
        for name in more:
            book.add_worksheet(name)
    return stream.getvalue()


def csv(rows: Sequence[Row], encoding: str = "utf-8", headings: Sequence[str] = HEADINGS) -> bytes:
    """A CSV file."""
    lines = [",".join(map(str, cells)) for cells in (headings, *rows)]
    return "\r\n".join(lines).encode(encoding)


def saved(folder: Path, content: bytes, name: str = "roster.xlsx") -> Path:
    """The file on disk."""
    path = folder / name
    path.write_bytes(content)
    return path
