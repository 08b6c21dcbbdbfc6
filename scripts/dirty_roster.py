"""Writes an invented, dirty roster workbook and tells which of its cells are bad.

    python scripts/dirty_roster.py FILE [--rows 100000] [--bad 0.01] [--seed 1] [--committee NAME]

Prints {"rows": N, "bad": [{"cell", "row", "reason"}, ...]} as JSON. Most rows are untidy in ways
an import must understand; a share of `bad` has exactly one cell that it must refuse. No ID
number can be anybody's: GB/T 2260 has no province 99, and nobody was ever given a 154 mobile.
"""

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1]))

from tongzhou.formats.identity_numbers import check_character
from tongzhou.formats.sheets import column_letters

COMMITTEES = ("柳荫", "槐安", "石桥", "东井", "北仓", "南巷", "铁路", "新园", "河沿")
COLUMNS = {
    "serial": "序号",
    "committee": "社区",
    "compound": "小区名称",
    "building": "楼栋",
    "unit": "单元",
    "room": "房号",
    "name": "姓名*",
    "sex": "性别",
    "birth_date": "出生日期",
    "id_number": "身份证号码",
    "phone": "联系电话",
    "relation": "与户主关系",
    "notes": "备注",
}
PLACE = {field: index for index, field in enumerate(COLUMNS)}
FIRST_ROW = 3  # below a title and the headings
MERGED_EVERY = 20

_SERIAL_ZERO = datetime.date(1899, 12, 30)

_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静丽强磊军洋艳勇杰娟涛明超秀霞平刚桂兰玉梅建国志红"
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

Values = list[Any]


@dataclass(frozen=True, slots=True)
class Bad:
    """One cell that must be refused."""

    cell: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Person:
    """An invented resident; `born_on` and `is_woman` agree with `number`."""

    name: str
    is_woman: bool
    born_on: datetime.date
    number: str
    phone: str


def invent(rng: Random, serial: int) -> Person:
    """Return somebody whose number nobody else of the same run has."""
    born_on = datetime.date(1930, 1, 1) + datetime.timedelta(days=serial * 7919 % 33_000)
    is_woman = rng.random() < 0.5
    order = 2 * (serial // 33_000 % 499) + (2 if is_woman else 1)
    body = f"9901{rng.randint(1, 12):02}{born_on:%Y%m%d}{order:03}"
    name = rng.choice(_FAMILY) + "".join(rng.sample(_GIVEN, rng.choice((1, 2, 2))))
    phone = f"154{serial:08}"
    return Person(name, is_woman, born_on, body + check_character(body), phone)


def tidy(person: Person, serial: int, rows: int, committees: Sequence[str]) -> Values:
    """Return the cells of a row as a careful person would write them."""
    committee = committees[(serial // 3) * len(committees) // (1 + rows // 3) % len(committees)]
    household = serial // 3
    return [
        float(serial + 1),
        committee,
        f"{committee}{('里', '新村', '家园', '大院')[household // 60 % 4]}",
        str(1 + household // 30 % 20),
        str(1 + household // 10 % 3),
        f"{1 + household // 2 % 6}0{1 + household % 2}-{household // 600}",
        person.name,
        "女" if person.is_woman else "男",
        person.born_on.isoformat(),
        person.number,
        person.phone,
        ("户主", "配偶", "子女")[serial % 3],
        "",
    ]


def untidy(values: Values, person: Person, rng: Random) -> None:
    """Change one cell to another spelling of the same; the import must understand all of them."""
    field, spell = rng.choice(_UNTIDY)
    values[PLACE[field]] = spell(person, values[PLACE[field]])


def spoil(values: Values, person: Person, kind: str) -> str:
    """Make one cell bad in the way `kind` (a reason code); return the field it stands in."""
    field, spoiler = _BAD[kind]
    values[PLACE[field]] = spoiler(person)
    return field


Spelling = Callable[[Person, Any], Any]

_UNTIDY: tuple[tuple[str, Spelling], ...] = (
    ("building", lambda person, value: f"{value}号楼"),
    ("building", lambda person, value: f" {value}栋"),
    ("building", lambda person, value: float(value)),
    ("unit", lambda person, value: f"{value}单元"),
    ("unit", lambda person, value: {"1": "一单元", "2": "二单元", "3": "三单元"}[value]),
    ("room", lambda person, value: f"{value}室"),
    ("name", lambda person, value: " ".join(value)),
    ("name", lambda person, value: f"{value}\u3000"),
    ("sex", lambda person, value: ""),
    ("sex", lambda person, value: "F" if person.is_woman else "M"),
    ("birth_date", lambda person, value: ""),
    ("birth_date", lambda person, value: "不详"),
    ("birth_date", lambda person, value: person.born_on),
    ("birth_date", lambda person, value: float((person.born_on - _SERIAL_ZERO).days)),
    ("birth_date", lambda person, value: f"{person.born_on:%Y%m%d}"),
    ("birth_date", lambda person, value: f"{person.born_on:%Y.%m.%d}"),
    ("birth_date", lambda person, value: f"{person.born_on:%Y/%m/%d}"),
    ("birth_date", lambda person, value: f"{person.born_on:%Y年%m月%d日}"),
    ("id_number", lambda person, value: value.lower()),
    ("id_number", lambda person, value: value.translate(_WIDE)),
    ("id_number", lambda person, value: f"{value[:6]} {value[6:14]} {value[14:]}"),
    ("id_number", lambda person, value: "无"),
    ("phone", lambda person, value: float(value)),
    ("phone", lambda person, value: f"+86 {value[:3]} {value[3:7]} {value[7:]}"),
    ("phone", lambda person, value: f"{value}/0600{value[4:]}"),
    ("phone", lambda person, value: "-"),
    ("relation", lambda person, value: ""),
    ("notes", lambda person, value: '=独居,请"敲门"'),
)


def _mistyped(person: Person) -> str:
    return person.number[:-1] + ("1" if person.number[-1] != "1" else "2")


def _other_day(person: Person) -> str:
    return (person.born_on + datetime.timedelta(days=1)).isoformat()


_BAD: dict[str, tuple[str, Callable[[Person], Any]]] = {
    "empty": ("compound", lambda person: ""),
    "door_is_date": ("building", lambda person: datetime.date(2020, 3, 1)),
    "name_has_digits": ("name", lambda person: f"{person.name}2"),
    "sex_unknown_word": ("sex", lambda person: "良"),
    "sex_contradicts_id": ("sex", lambda person: "男" if person.is_woman else "女"),
    "date_two_digit_year": ("birth_date", lambda person: f"{person.born_on:%y.%m.%d}"),
    "date_incomplete": ("birth_date", lambda person: f"{person.born_on:%Y-%m}"),
    "date_ambiguous": ("birth_date", lambda person: f"{person.born_on:%d/%m/%Y}"),
    "date_unreadable": ("birth_date", lambda person: "属龙"),
    "date_impossible": ("birth_date", lambda person: f"{person.born_on:%Y}-02-30"),
    "date_out_of_range": ("birth_date", lambda person: "1862-03-05"),
    "birth_contradicts_id": ("birth_date", _other_day),
    "id_lost_digits": ("id_number", lambda person: float(person.number[:17] + "0")),
    "id_length": ("id_number", lambda person: person.number[:17]),
    "id_characters": ("id_number", lambda person: "身份" + person.number[2:]),
    "id_date": ("id_number", lambda person: f"{person.number[:10]}1332{person.number[14:]}"),
    "id_check": ("id_number", _mistyped),
    "phone_unreadable": ("phone", lambda person: person.phone[:9]),
    "formula_error": ("notes", lambda person: "#REF!"),
    "too_long": ("relation", lambda person: "远房亲戚" * 20),
}


def write(
    target: str | Path,
    *,
    rows: int,
    share: float,
    seed: int,
    committees: Sequence[str] = COMMITTEES,
) -> list[Bad]:
    """Write the workbook to `target` and return its bad cells in the order of the file."""
    rng = Random(seed)  # noqa: S311 - invented people, no secret
    chosen = set(rng.sample(range(rows), round(rows * share)))
    kinds = list(_BAD)
    bad: list[Bad] = []
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, "居民花名册（虚构）")
        sheet.write_row(1, 0, list(COLUMNS.values()))
        for serial in range(rows):
            person = invent(rng, serial)
            values = tidy(person, serial, rows, committees)
            if serial in chosen:
                kind = kinds[len(bad) % len(kinds)]
                field = spoil(values, person, kind)
                row = serial + FIRST_ROW
                bad.append(Bad(f"{column_letters(PLACE[field])}{row}", row, kind))
            elif rng.random() < 0.5:
                untidy(values, person, rng)
            _write_row(sheet, serial + FIRST_ROW - 1, values, day)
        _merge_doors(sheet, rows, {one.row for one in bad})
    return bad


def _write_row(sheet: Any, row: int, values: Values, day: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, datetime.date):
            sheet.write_datetime(row, column, value, day)
        elif isinstance(value, float):
            sheet.write_number(row, column, value)
        elif value:
            sheet.write_string(row, column, value)


def _merge_doors(sheet: Any, rows: int, bad_rows: set[int]) -> None:
    """Merge building, unit and room over the rows of every twentieth household."""
    for serial in range(0, rows - 2, 3 * MERGED_EVERY):
        row = serial + FIRST_ROW
        if bad_rows.isdisjoint(range(row, row + 3)):
            household = serial // 3
            door = (
                f"{1 + household // 30 % 20}栋",
                f"{1 + household // 10 % 3}单元",
                f"{1 + household // 2 % 6}0{1 + household % 2}-{household // 600}",
            )
            for column, value in enumerate(door, PLACE["building"]):
                sheet.merge_range(row - 1, column, row + 1, column, value)


def main() -> None:
    """Write the file and print what is bad in it."""
    parser = argparse.ArgumentParser(description="Write an invented dirty roster workbook.")
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--bad", type=float, default=0.01, help="share of bad rows")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--committee", action="append", help="a name; may be repeated")
    options = parser.parse_args()
    bad = write(
        options.file,
        rows=options.rows,
        share=options.bad,
        seed=options.seed,
        committees=options.committee or COMMITTEES,
    )
    cells = [{"cell": one.cell, "row": one.row, "reason": one.reason} for one in bad]
    json.dump({"rows": options.rows, "bad": cells}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
