"""What is exported can be imported again, and nothing in it is a formula."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.workbooks import line, number_of, parsed, roster_of
from tongzhou.formats.headings import find_layout
from tongzhou.formats.people import RosterRow
from tongzhou.formats.roster_template import COLUMNS, Language, heading, write_template
from tongzhou.formats.sheets import read_sheet

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def written(rows: list[RosterRow], lang: Language) -> bytes:
    stream = io.BytesIO()
    write_template(stream, lang=lang, rows=rows)
    return stream.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_empty_template_is_understood_and_holds_nobody(lang: Language) -> None:
    data = written([], lang)
    layout = find_layout(read_sheet(data))
    assert tuple(column.field for column in layout.columns) == COLUMNS
    assert tuple(column.heading for column in layout.columns) == tuple(
        heading(field, lang) for field in COLUMNS
    )
    assert parsed(data).read == 0


_WORD = st.text("柳荫槐安石桥东井abcXYZ=+-@'\"<>&", min_size=1, max_size=12)
_DAYS = st.dates(date(1900, 1, 1), date(2020, 1, 1))


@st.composite
def _lines(draw: st.DrawFn) -> list[str]:
    born_on = draw(_DAYS)
    number = number_of(f"{born_on:%Y%m%d}", draw(st.integers(0, 999)))
    return line(
        committee=draw(_WORD),
        compound=draw(_WORD),
        building=draw(st.sampled_from(["3号楼", "=1+1", "3-1", ""])),
        name=draw(_WORD),
        sex="",
        birth_date=draw(st.sampled_from(["", born_on.isoformat()])),
        id_number=draw(st.sampled_from(["", number])),
        relation=draw(_WORD),
        notes=draw(st.text(max_size=40)),
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(_lines(), max_size=5), st.sampled_from(LANGUAGES))
def test_export_and_import_give_the_same_people(lines: list[list[str]], lang: Language) -> None:
    rows = [replace(row, row=n) for n, row in enumerate(roster_of(*lines).rows, 2)]
    again = parsed(written(rows, lang))
    assert again.rows == rows
    assert not again.problems


def test_nothing_written_is_a_formula_or_a_number() -> None:
    (row,) = roster_of(line(name="=cmd", notes="@SUM(A1)", relation="+1", building="-2")).rows
    with zipfile.ZipFile(io.BytesIO(written([row], "zh"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("<c ") == sheet.count(' t="s"') == 2 * len(COLUMNS)
