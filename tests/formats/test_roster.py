"""Rows become people, or problems that name the cell."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.test_values import CELLS
from tests.formats.workbooks import HEADINGS, line, number_of, roster_of
from tongzhou.formats.reasons import REASONS
from tongzhou.formats.roster import BLOCK, parse_rows
from tongzhou.formats.sheets import Sheet


def found(*lines: Any, **options: Any) -> list[tuple[str, str]]:
    return [(p.cell, p.reason_code) for p in roster_of(*lines, **options).problems]


def test_a_good_row_becomes_a_person() -> None:
    (row,) = roster_of(line()).rows
    assert row.row == 2
    assert row.door == ("柳荫", "柳荫里", "3", "2", "501")
    assert (row.name, row.sex, row.birth_date) == ("王小满", "female", date(1962, 3, 5))
    assert row.identity == (number_of(),)
    assert row.is_head


def test_without_an_id_number_door_name_and_birth_tell_who_it_is() -> None:
    (row,) = roster_of(line(id_number="无")).rows
    assert row.identity == ("柳荫", "柳荫里", "3", "2", "501", "王小满", "1962-03-05")


def test_the_id_number_fills_in_sex_and_birth() -> None:
    (row,) = roster_of(line(sex="", birth_date="不详")).rows
    assert (row.sex, row.birth_date) == ("female", date(1962, 3, 5))


def test_unknown_is_an_answer() -> None:
    unknown = {"sex": "", "birth_date": "不详", "id_number": "无", "phone": "-", "relation": "未知"}
    (row,) = roster_of(line(**unknown, unit="")).rows
    assert (row.sex, row.birth_date, row.id_number, row.phone) == ("", None, "", "")


@pytest.mark.parametrize(
    ("cells", "cell", "code"),
    [
        ({"committee": ""}, "A2", "empty"),
        ({"compound": "不详"}, "B2", "empty"),
        ({"name": " "}, "F2", "empty"),
        ({"building": "", "room": "-"}, "E2", "door_missing"),
        ({"sex": "男"}, "G2", "sex_contradicts_id"),
        ({"birth_date": "1962-03-06"}, "H2", "birth_contradicts_id"),
        ({"id_number": 1.1e17}, "I2", "id_lost_digits"),
        ({"phone": "12"}, "J2", "phone_unreadable"),
    ],
)
def test_a_problem_names_the_cell(cells: dict[str, Any], cell: str, code: str) -> None:
    assert found(line(**cells)) == [(cell, code)]


def test_a_problem_quotes_heading_and_value() -> None:
    (problem,) = roster_of(line(phone="12")).problems
    assert (problem.sheet, problem.row, problem.column) == ("S", 2, "电话")
    assert (problem.field, problem.value) == ("phone", "12")
    assert problem.reason == REASONS["phone_unreadable"]


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({"sex": "男"}, "男"),
        ({"birth_date": "1962年3月6日"}, "1962年3月6日"),
        ({"phone": 12.0}, "12"),
    ],
)
def test_a_problem_quotes_the_cell_as_it_stands_there(cells: dict[str, Any], value: str) -> None:
    assert [problem.value for problem in roster_of(line(**cells)).problems] == [value]


def test_the_other_sheets_are_named() -> None:
    assert parse_rows(Sheet("S", [HEADINGS, line()], others=("二组",))).others == ("二组",)


def test_all_problems_of_a_row_are_told_at_once_and_the_row_is_held_back() -> None:
    bad = line(committee="", phone="12", sex="良")
    assert sorted(found(bad)) == [
        ("A2", "empty"),
        ("G2", "sex_unknown_word"),
        ("J2", "phone_unreadable"),
    ]
    assert roster_of(bad).rows == []


def test_the_same_row_twice_counts_once() -> None:
    result = roster_of(line(), line(room="501室", phone="154 0000 0000"))
    assert len(result.rows) == 1
    assert (result.repeated, result.problems, result.read) == ([3], [], 2)


def test_one_id_number_for_two_people_is_a_problem_and_the_first_stands() -> None:
    result = roster_of(line(), line(name="李四"))
    assert [row.name for row in result.rows] == ["王小满"]
    (problem,) = result.problems
    assert (problem.cell, problem.reason) == ("I3", "Row 2 has the same ID number but differs.")


def test_one_person_twice_with_different_facts_is_a_problem() -> None:
    assert found(line(id_number=""), line(id_number="", phone="")) == [("F3", "person_twice")]
    assert found(line(), line(id_number="")) == [("F3", "person_twice")]


def test_an_old_and_a_new_id_number_are_one() -> None:
    assert roster_of(line(), line(id_number="990101620305002")).repeated == [3]


def test_a_column_of_whole_doors_is_split() -> None:
    headings = [*HEADINGS[:2], "门牌号", "姓名"]
    result = roster_of(["柳荫", "柳荫里", "3-2-501", "王"], headings=headings)
    assert result.rows[0].door == ("柳荫", "柳荫里", "3", "2", "501")
    assert found(["柳荫", "柳荫里", "1-2-3-4", "王"], headings=headings) == [
        ("C2", "door_unreadable")
    ]
    assert found(["柳荫", "柳荫里", "", "王"], headings=headings) == [("C2", "door_missing")]


def test_a_second_telephone_column_fills_the_gaps_of_the_first() -> None:
    headings = [*HEADINGS, "手机"]
    result = roster_of([*line(phone=""), 15411111111.0], headings=headings)
    assert result.rows[0].phone == "15411111111"
    assert found([*line(), "1"], headings=headings) == [("M2", "phone_unreadable")]


def test_headings_nobody_knows_are_listed() -> None:
    assert roster_of(["1", *line()], headings=["序号", *HEADINGS]).ignored == ("序号",)


def test_true_is_not_the_number_one() -> None:
    result = roster_of(line(building=1.0), line(building=True, name="李四", id_number=""))
    assert [row.building for row in result.rows] == ["1", "TRUE"]


def test_a_later_check_can_name_a_cell_too() -> None:
    result = roster_of(line())
    problem = result.problem(2, "committee", "committee_unknown", value="柳荫")
    assert (problem.cell, problem.column) == ("A2", "居委会")


def test_progress_counts_the_rows_and_blocks_change_nothing() -> None:
    people = [
        line(name="王" + "甲乙丙丁"[n % 4] * (n // 4 % 20 + 1), id_number="", room=str(n))
        for n in range(BLOCK + 2)
    ]
    told: list[tuple[int, int]] = []
    result = parse_rows(Sheet("S", [HEADINGS, *people]), progress=lambda *step: told.append(step))
    assert told == [(BLOCK, BLOCK + 2), (BLOCK + 2, BLOCK + 2)]
    assert [row.row for row in result.rows] == list(range(2, BLOCK + 4))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=14), max_size=8), st.booleans())
def test_no_sheet_makes_the_import_stumble(rows: list[list[Any]], is_csv: bool) -> None:
    width = 0 if is_csv else 14
    padded = [row + [""] * (width - len(row)) for row in rows]
    headings = HEADINGS + [""] * (width - len(HEADINGS))
    result = parse_rows(Sheet("S", [headings, *padded], is_csv=is_csv))
    bad_rows = {problem.row for problem in result.problems}
    assert bad_rows.isdisjoint(row.row for row in result.rows)
    assert len(result.rows) + len(result.repeated) + len(bad_rows) == result.read
    assert all(problem.reason for problem in result.problems)
