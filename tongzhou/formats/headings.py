"""Which column of a roster means what: accepted spellings and the search for their row."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tongzhou.formats.errors import WrongHeadings
from tongzhou.formats.sheets import Cell, Row, Sheet
from tongzhou.formats.text import plain

# The first Chinese and the first English spelling are the ones the template uses.
_SPELLINGS: dict[str, tuple[str, str]] = {
    "committee": (
        "居委会 社区 居委 居民委员会 社区居委会 所属居委会 所属社区 所在社区 社区名称 居委会名称 "
        "村 村居 村(居)委会 居(村)委会 村委会 社区(村) 村(社区)",
        "Committee; Neighbourhood committee; Neighborhood committee; Residents' committee; "
        "Residential committee; Community; Community name",
    ),
    "compound": (
        "小区 小区名称 所属小区 所在小区 院落 小区院落 小区/院落 居民小区 住宅小区 大院 小区名 "
        "院 院落名称 自然村",
        "Compound; Compound name; Estate; Residential compound; Housing estate; Residential area; "
        "Courtyard",
    ),
    "building": (
        "楼栋 楼栋号 栋 栋号 楼号 幢 幢号 座 座号 楼 楼幢 楼幢号 几栋 号楼 楼房号 院号 门牌楼号",
        "Building; Building number; Building no; Bldg; Block; Block number; Tower",
    ),
    "unit": (
        "单元 单元号 单元门 门栋 几单元 梯号 单元名称",
        "Unit; Unit number; Unit no; Entrance; Stairwell",
    ),
    "room": (
        "房号 房间号 室 室号 房间 户号 房屋号 房门号 门号 房室 几室 室号/房号",
        "Room; Room number; Room no; Flat; Flat number; Apartment; Apartment number; Apt; Door",
    ),
    "name": (
        "姓名 名字 居民姓名 人员姓名 住户姓名 成员姓名 家庭成员姓名 人口姓名 姓名(全名)",
        "Name; Full name; Resident; Resident name; Resident's name; Person",
    ),
    "sex": ("性别 男/女", "Sex; Gender; M/F; Male/female"),
    "birth_date": (
        "出生日期 出生年月日 生日 出生 出生年月 出生时间 出生日 生年月日",
        "Birth date; Date of birth; Birthdate; DOB; Birthday; Born; Born on",
    ),
    "id_number": (
        "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 证件号码 证件号 身份证件号码 "
        "身份证明号码 居民身份证号 居民身份证号码 有效证件号码",
        "ID number; ID no; ID; ID card; ID card number; Identity number; Identity card number; "
        "Resident ID; Citizen ID; National ID; Document number",
    ),
    "phone": (
        "电话 手机 联系电话 手机号 手机号码 电话号码 联系方式 移动电话 固定电话 座机 家庭电话 "
        "住宅电话 联系手机 本人电话 联系号码 联系人电话 常用电话",
        "Phone; Telephone; Mobile; Mobile phone; Phone number; Telephone number; Mobile number; "
        "Cell phone; Tel; Contact number; Contact; Landline",
    ),
    "relation": (
        "与户主关系 和户主关系 与户主的关系 户主关系 关系 家庭关系 与户主 成员关系 与房主关系 "
        "同户主关系",
        "Relation; Relation to head; Relationship; Relationship to head; Relation to householder; "
        "Relation to head of household; Relationship to head of household; "
        "Relationship to householder",
    ),
    "notes": (
        "备注 说明 备考 附注 备注信息 其他 其他情况 备注说明 情况说明",
        "Notes; Note; Remarks; Remark; Comment; Comments; Other",
    ),
    "door": (
        "门牌 门牌号 地址 住址 详细地址 家庭住址 居住地址 现住址 现居住地址 家庭地址 房屋地址 "
        "楼栋单元房号 楼-单元-房号 楼栋-单元-室 楼门号 楼门牌 楼门牌号 居住地 住房地址",
        "Address; Door number; Home address; House number; Building-unit-room; Street address",
    ),
}

HEADINGS: dict[str, tuple[str, ...]] = {
    field: (*zh.split(), *en.split("; ")) for field, (zh, en) in _SPELLINGS.items()
}
"""Every accepted spelling of a heading by our name of the column."""

REQUIRED = ("committee", "compound", "name")
_LOOKED_AT = 15
_BRACKETS = re.compile(r"[(\[{【〔<《][^()\[\]{}【】〔〕<>《》]*[)\]}】〕>》]")
_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff](?:[^\W\u3400-\u9fff]|[' .-])*")


class Column(NamedTuple):
    """A column that is read: our name, its place within the rows, the heading as written."""

    field: str
    place: int
    heading: str


@dataclass(frozen=True, slots=True)
class Layout:
    """`row` is the place of the headings within the rows of the sheet."""

    row: int
    columns: tuple[Column, ...]
    ignored: tuple[str, ...]


def preferred(field: str) -> tuple[str, str]:
    """Return the Chinese and the English heading the template uses."""
    zh, en = _SPELLINGS[field]
    return zh.split()[0], en.split("; ")[0]


def field_of(heading: Cell) -> str | None:
    """Return our name of the column a heading stands for, None if it says nothing known.

    Width, spaces, line breaks, asterisks, punctuation and remarks in brackets do not matter;
    "姓名 Name" and "电话/手机" are understood when all their parts mean the same.
    """
    text = plain(heading) if isinstance(heading, str) else ""
    if not text or len(text) > 60:
        return None
    bare = _BRACKETS.sub(" ", text)
    for spelling in (text, bare):
        if field := _FIELD_OF.get(_folded(spelling)):
            return field
    fields = {_FIELD_OF.get(_folded(run)) for run in _RUNS.findall(bare if bare.strip() else text)}
    return fields.pop() if len(fields) == 1 else None


def find_layout(sheet: Sheet) -> Layout:
    """Find the row of headings under any title rows. Raises WrongHeadings."""
    candidates = [_known_columns(row) for row in sheet.rows[:_LOOKED_AT]]
    scores = [_score(columns) for columns in candidates]
    best = max(scores, default=0)
    if best < 2:
        raise _no_heading_row(sheet)
    row = scores.index(best)
    # Headings merged over two rows count in both; the lower one also has the parts of "address".
    while row + 1 < len(scores) and scores[row + 1] == best:
        row += 1
    columns = _without_spare_door(candidates[row])
    _check(sheet, row, columns)
    return Layout(row, tuple(columns), tuple(_unknown(sheet.rows[row])))


def _score(columns: Sequence[Column]) -> int:
    """Count the fields a row names; the door of somebody, 3号楼 and 2单元, is no heading."""
    fields = {column.field for column in columns}
    has_digits = any(c.isdigit() for column in columns for c in column.heading)
    return 0 if has_digits and fields.isdisjoint(REQUIRED) else len(fields)


def _known_columns(row: Row) -> list[Column]:
    found = ((field_of(cell), place, plain(cell)) for place, cell in enumerate(row))
    return [Column(field, place, heading) for field, place, heading in found if field]


def _unknown(row: Row) -> list[str]:
    return [plain(cell) for cell in row if plain(cell) and field_of(cell) is None]


def _without_spare_door(columns: list[Column]) -> list[Column]:
    has_room = any(column.field == "room" for column in columns)
    return [column for column in columns if not (has_room and column.field == "door")]


def _check(sheet: Sheet, row: int, columns: Sequence[Column]) -> None:
    fields = {column.field for column in columns}
    missing = _missing(fields)
    number = sheet.first_row + row
    if missing:
        found = ", ".join(filter(None, map(plain, sheet.rows[row])))
        raise WrongHeadings(
            "heading_missing", sheet=sheet.name, row=number, missing=missing, found=found
        )
    seen: dict[str, Column] = {}
    for column in columns:
        first = seen.setdefault(column.field, column)
        # A mobile and a landline column stand side by side in many rosters.
        if first is not column and column.field != "phone":
            raise WrongHeadings(
                "heading_twice",
                sheet=sheet.name,
                first=first.heading,
                first_cell=sheet.cell_name(number, first.place),
                second=column.heading,
                second_cell=sheet.cell_name(number, column.place),
            )


def _missing(fields: set[str]) -> str:
    names = [field for field in REQUIRED if field not in fields]
    if not fields & {"room", "door"}:
        names.append("room")
    return ", ".join("{} {}".format(*preferred(field)) for field in names)


def _no_heading_row(sheet: Sheet) -> WrongHeadings:
    return WrongHeadings(
        "heading_row_missing",
        sheet=sheet.name,
        looked=min(_LOOKED_AT, len(sheet.rows)),
        missing=_missing(set()),
        others=", ".join(sheet.others) or "-",
    )


def _folded(heading: str) -> str:
    letters = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(filter(str.isalnum, letters))


_FIELD_OF: dict[str, str] = {
    _folded(spelling): field for field, spellings in HEADINGS.items() for spelling in spellings
}
