"""The row of headings is found and understood, or the error says what is missing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.workbooks import HEADINGS as TIDY
from tests.formats.workbooks import line, roster_of
from tongzhou.formats.errors import WrongHeadings
from tongzhou.formats.headings import HEADINGS, field_of, find_layout, preferred
from tongzhou.formats.roster import parse_rows
from tongzhou.formats.sheets import Sheet

PAGE = Path(__file__).parents[2] / "docs" / "formats" / "roster.md"
SPELLINGS = [(field, spelling) for field, names in HEADINGS.items() for spelling in names]


@pytest.mark.parametrize(("field", "spelling"), SPELLINGS)
def test_every_spelling_is_understood_also_untidily_written(field: str, spelling: str) -> None:
    wide = spelling.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    for heading in (spelling, f" *{spelling}：", spelling.upper(), wide, f"{spelling}\n(必填)"):
        assert field_of(heading) == field


def test_no_spelling_means_two_things() -> None:
    seen: dict[str, str] = {}
    for field, spelling in SPELLINGS:
        assert seen.setdefault(spelling.casefold(), field) == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("姓  名", "name"),
        ("姓名 Name", "name"),
        ("Name（姓名）", "name"),
        ("电话/手机", "phone"),
        ("居委会/社区", "committee"),
        ("ID number 身份证号", "id_number"),
        ("出生日期(YYYY-MM-DD)", "birth_date"),
        ("【房号】", "room"),
        ("姓名/电话", None),
        ("序号", None),
        ("", None),
        (7.0, None),
    ],
)
def test_two_languages_and_remarks_in_one_heading(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_heading_makes_it_stumble(heading: str) -> None:
    assert field_of(heading) in {None, *HEADINGS}


def test_title_rows_and_a_repeated_heading_are_no_people() -> None:
    sheet = Sheet(
        "S",
        [
            ["柳荫居委会居民花名册", *[""] * 11],
            ["填表日期", "2020-01-25", *[""] * 10],
            list(TIDY),
            line(),
            list(TIDY),
            line(name="李四", id_number=""),
            ["合计", "2", *[""] * 10],
            ["填表人:赵", *[""] * 11],
        ],
    )
    result = parse_rows(sheet)
    assert [row.row for row in result.rows] == [4, 6]
    assert not result.problems
    assert result.read == 2


def test_of_headings_over_two_rows_the_lower_one_counts() -> None:
    upper: list[Any] = ["居委会", "小区", "住址", "", "", *TIDY[5:]]
    assert find_layout(Sheet("S", [upper, list(TIDY), line()])).row == 1


def test_missing_headings_are_named_beside_those_found() -> None:
    with pytest.raises(WrongHeadings) as caught:
        roster_of(line()[2:], headings=TIDY[2:])
    assert caught.value.code == "heading_missing"
    assert caught.value.params["missing"] == "居委会 Committee, 小区 Compound"
    assert "楼栋, 单元, 房号, 姓名" in str(caught.value)


def test_a_sheet_without_headings_is_refused_and_other_sheets_are_named() -> None:
    with pytest.raises(WrongHeadings) as caught:
        parse_rows(Sheet("S", [line()], others=("名单",)))
    assert caught.value.code == "heading_row_missing"
    assert "名单" in str(caught.value)


def test_somebody_s_door_is_no_row_of_headings() -> None:
    with pytest.raises(WrongHeadings) as caught:
        parse_rows(Sheet("S", [line(building="3号楼", unit="2单元")]))
    assert caught.value.code == "heading_row_missing"


def test_two_columns_of_one_meaning_are_refused() -> None:
    with pytest.raises(WrongHeadings) as caught:
        roster_of([*line(), "x"], headings=[*TIDY, "名字"])
    assert caught.value.params["second_cell"] == "M1"


def test_the_page_lists_exactly_the_accepted_spellings() -> None:
    page = PAGE.read_text("utf-8")
    rows = [row.split("|") for row in page.splitlines() if row.startswith("| `")]
    listed = {cells[1].strip(" `"): cells[2].strip() for cells in rows}
    assert listed == {field: ", ".join(names) for field, names in HEADINGS.items()}


def test_the_template_uses_the_first_spelling_of_each_language() -> None:
    assert preferred("id_number") == ("身份证号", "ID number")
