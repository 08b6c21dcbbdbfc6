"""The invented dirty workbook: every bad cell is found, and nothing else is called bad."""

from pathlib import Path

from dirty_roster import COMMITTEES, write

from tongzhou.formats.roster import parse_rows
from tongzhou.formats.sheets import read_sheet


def test_just_the_bad_cells_are_named(tmp_path: Path) -> None:
    path = tmp_path / "dirty.xlsx"
    bad = write(path, rows=1500, share=0.04, seed=3)
    result = parse_rows(read_sheet(path))
    named = [(problem.cell, problem.row, problem.reason_code) for problem in result.problems]
    assert named == [(one.cell, one.row, one.reason) for one in bad]
    assert len(bad) == 60
    assert (result.read, len(result.rows)) == (1500, 1440)
    assert {row.committee for row in result.rows} == set(COMMITTEES)


def test_the_same_seed_writes_the_same_cells(tmp_path: Path) -> None:
    names = ("a.xlsx", "b.xlsx")
    bad = [write(tmp_path / name, rows=60, share=0.2, seed=9) for name in names]
    first, second = (read_sheet(tmp_path / name).rows for name in names)
    assert bad[0] == bad[1]
    assert first == second
