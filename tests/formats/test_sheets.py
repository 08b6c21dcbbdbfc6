"""A sheet is read as people see it: merged cells, formulas, encodings, separators."""

from typing import Any

import pytest

from tests.formats.workbooks import HEADINGS, line, parsed, workbook
from tongzhou.formats.errors import UnreadableFile
from tongzhou.formats.sheets import column_letters, read_sheet


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_as_on_the_screen(index: int, letters: str) -> None:
    assert column_letters(index) == letters


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_is_read_in_every_usual_encoding_and_separator(encoding: str, mark: str) -> None:
    text = "\r\n".join(mark.join(row) for row in (HEADINGS, line()))
    sheet = read_sheet(text.encode(encoding))
    assert sheet.rows == [HEADINGS, line()]
    assert sheet.is_csv


def test_csv_may_force_text_the_way_spreadsheet_programs_do() -> None:
    row = line(id_number=f'"=""{line()[8]}"""')
    result = parsed("\n".join(",".join(cells) for cells in (HEADINGS, row)).encode())
    assert result.rows[0].id_number == line()[8]


def test_an_unquoted_separator_is_a_problem_and_moves_nothing_silently() -> None:
    rows = (HEADINGS, line(notes="耳背,敲门"), line(name="李四", id_number=""))
    result = parsed("\n".join(",".join(cells) for cells in rows).encode())
    assert [(p.cell, p.reason_code) for p in result.problems] == [("M2", "too_many_cells")]
    assert [row.name for row in result.rows] == ["李四"]


def test_cells_merged_downwards_count_for_every_row() -> None:
    rows = [HEADINGS, line(), line(name="李四", id_number="", birth_date=""), ["", "", "", "", "x"]]

    def merge(book: Any, sheet: Any) -> None:
        for column, value in enumerate(("柳荫", "柳荫里", "7栋", "1单元")):
            sheet.merge_range(1, column, 5, column, value)

    result = parsed(workbook(rows, finish=merge))
    assert [row.building for row in result.rows] == ["7", "7"]
    # Row 4 has content of its own and lacks a name; rows 5 and 6 are empty under the merged cells.
    assert [problem.cell for problem in result.problems] == ["F4"]


def test_a_merely_empty_cell_inherits_nothing() -> None:
    result = parsed(workbook([HEADINGS, line(), line(committee="", name="李四", id_number="")]))
    assert [(p.cell, p.reason_code) for p in result.problems] == [("A3", "empty")]


def test_of_a_formula_the_stored_result_counts_and_nothing_where_none_is_stored() -> None:
    def formulas(book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 0, '="柳"&"荫"', None, "柳荫")
        sheet.write_formula(2, 0, '="柳"&"荫"', None, "")

    rows = [HEADINGS, line(), line(name="李四", id_number="")]
    result = parsed(workbook(rows, finish=formulas))
    assert result.rows[0].committee == "柳荫"
    assert [(p.cell, p.reason_code) for p in result.problems] == [("A3", "empty")]


def test_cells_are_named_right_where_the_table_does_not_begin_at_the_corner() -> None:
    rows: list[list[Any]] = [[], [], ["", "", *HEADINGS], ["", "", *line(room="", building="")]]
    result = parsed(workbook(rows))
    assert [problem.cell for problem in result.problems] == ["G4"]


def test_the_first_visible_sheet_with_content_is_taken_unless_one_is_named() -> None:
    def more(book: Any, sheet: Any) -> None:
        sheet.hide()
        book.add_worksheet("空")
        book.add_worksheet("二").write(0, 0, "x")
        book.get_worksheet_by_name("空").activate()

    data = workbook([["hidden"]], name="一", finish=more)
    assert read_sheet(data).name == "二"
    assert read_sheet(data).others == ("一", "空")
    assert read_sheet(data, sheet="一").rows == [["hidden"]]
    with pytest.raises(UnreadableFile) as caught:
        read_sheet(data, sheet="三")
    assert caught.value.params["sheets"] == "一, 空, 二"


def test_a_workbook_without_content_is_refused() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_sheet(workbook([]))
    assert caught.value.code == "sheets_empty"
