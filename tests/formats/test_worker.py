"""A roster is read in a child with bounds; what ends the child is told as an error."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.formats.workbooks import HEADINGS, line, workbook
from tongzhou.formats.children import Limits
from tongzhou.formats.errors import FormatError, UnsafeFile
from tongzhou.formats.roster import parse_rows
from tongzhou.formats.sheets import read_sheet
from tongzhou.formats.worker import LIMITS, read_roster


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "花名册.xlsx"
    people = [line(), line(), line(name="李四", id_number="", birth_date=""), line(phone="1")]
    path.write_bytes(workbook([HEADINGS, *people]))
    return path


def test_the_child_tells_just_what_reading_here_would(roster: Path) -> None:
    told: list[tuple[int, int]] = []
    result = read_roster(roster, progress=lambda *step: told.append(step))
    assert result == parse_rows(read_sheet(roster))
    assert told == [(4, 4)]


def test_sheet_and_day_are_handed_on(roster: Path) -> None:
    with pytest.raises(FormatError) as caught:
        read_roster(roster, sheet="二")
    assert caught.value.code == "sheet_missing"
    unborn = read_roster(roster, today=date(1950, 1, 1))
    assert [row.name for row in unborn.rows] == ["李四"]


def test_a_refusal_comes_back_as_the_same_error(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(FormatError) as caught:
        read_roster(path)
    assert caught.value.code == "heading_row_missing"


def test_a_workbook_that_needs_too_much_memory_ends_the_child_only(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "姓名")
        sheet.write(1_048_575, 16_383, "x")
    path.write_bytes(stream.getvalue())
    with pytest.raises(UnsafeFile) as caught:
        read_roster(path)
    assert caught.value.code == "too_complex"


def test_time_is_bounded_too(roster: Path) -> None:
    with pytest.raises(UnsafeFile):
        read_roster(roster, limits=Limits(LIMITS.memory, seconds=0))


def test_a_caller_that_gives_up_leaves_no_child_behind(roster: Path) -> None:
    def give_up(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_roster(roster, progress=give_up)
