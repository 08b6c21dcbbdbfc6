"""What one cell means, in the many ways it is written."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.formats.workbooks import number_of
from tongzhou.formats import doors, text
from tongzhou.formats.birth_dates import birth_date
from tongzhou.formats.identity_numbers import identity
from tongzhou.formats.phones import phone
from tongzhou.formats.reading import sex
from tongzhou.formats.reasons import REASONS, BadValue

BORN = date(1962, 3, 5)
NUMBER = number_of()
WITH_X = next(n for n in (number_of(order=order) for order in range(99)) if n[-1] == "X")

Read = Callable[[Any], Any]


def number(cell: Any) -> str:
    return identity(cell).number


MEANINGS: list[tuple[Read, Any, tuple[Any, ...]]] = [
    (
        doors.building,
        "3",
        ("3号楼", "3栋", "3#", "3幢", "3座", "3号", "三号楼", "３ 号楼", "第3栋"),
    ),
    (doors.building, "3", (3.0, "03", "Building 3")),
    (doors.building, "12", ("十二栋",)),
    (doors.building, "A", ("A座", "a栋")),
    (doors.building, "甲3", ("甲3号楼",)),
    (doors.building, "3-1", ("3-1号楼",)),
    (doors.building, "东楼", ("东楼",)),
    (doors.building, "", ("无", "-", "")),
    (doors.unit, "2", ("2单元", "二单元", "2", 2.0, "２门", "Unit 2")),
    (doors.room, "501", ("501室", "501", 501.0, "５０１号", "五〇一", "Room 501")),
    (doors.room, "0501", ("0501",)),
    (doors.room, "103", ("一百零三室",)),
    (doors.door, ("3", "2", "501"), ("3-2-501", "3号楼2单元501室", "３－２－５０１", "3#2-501")),
    (doors.door, ("3", "2", "501"), ("3/2/501", "柳荫小区三号楼二单元501")),
    (doors.door, ("3", "", "501"), ("3栋501", "3-501")),
    (doors.door, ("", "2", "501"), ("2单元501",)),
    (doors.door, ("", "", "12"), ("12号",)),
    (doors.door, ("3", "", ""), ("3号楼",)),
    (doors.door, ("", "", ""), ("", "不详")),
    (birth_date, BORN, (BORN, datetime.combine(BORN, time(8)), 22710.0, 22710, "22710")),
    (birth_date, BORN, ("1962-03-05", "1962/3/5", "1962.3.5", "19620305", 19620305.0)),
    (birth_date, BORN, ("1962年3月5日", "1962 年 3 月 5 日", "１９６２．０３．０５")),
    (birth_date, BORN, ("1962-03-05 00:00:00", "1962-03-05T00:00")),
    (birth_date, None, ("", "不详", "未知", "—", "/", " ", "Unknown")),
    (
        number,
        NUMBER,
        (NUMBER, f"'{NUMBER}", f" {NUMBER}", f"{NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:]}"),
    ),
    (number, NUMBER, (NUMBER.translate(str.maketrans("012", "０１２")),)),
    (number, NUMBER, ("990101620305002", 990101620305002.0)),
    (number, WITH_X, (WITH_X, WITH_X.lower())),
    (number, "EA1234567", ("ea1234567",)),
    (number, "H1234567", ("H123456(7)",)),
    (number, "", ("无", "")),
    (phone, "15400000000", ("15400000000", 15400000000.0, "+86 154-0000-0000", "8615400000000")),
    (
        phone,
        "15400000000",
        ("１５４００００００００", "0086 15400000000", "15400000000/15411111111"),
    ),
    (phone, "15400000000", ("15400000000 15411111111", "15400000000(女儿)", "、15400000000")),
    (phone, "15400000000", ("手机:154 0000 0000",)),
    (phone, "060012345678", ("0600-12345678", "(0600)12345678", "+86 600 12345678")),
    (phone, "060012345678-801", ("0600-12345678转801", "0600-12345678-801")),
    (phone, "62345678", ("62345678",)),
    (phone, "+12025550100", ("+1 202 555 0100",)),
    (phone, "", ("无", "")),
    (sex, "male", ("男", "M", "male", "男性", 1.0, " 男 ")),
    (sex, "female", ("女", "f", "Female", "2")),
    (sex, "", ("", "未知", "-", 0.0, "9")),
    (text.person_name, "张三", ("张 三", "张三")),
    (text.person_name, "阿依古丽·买买提", (" 阿依古丽·买买提 ",)),
    (text.person_name, "Ana Sousa", ("Ana  Sousa",)),
    (text.label, "柳荫社区", ("柳荫\u200b\n社区",)),
    (text.notes, "独居\n请敲门", (" 独居 \r\n\r\n 请敲门　",)),
]

REFUSALS: list[tuple[Read, str, tuple[Any, ...]]] = [
    (doors.building, "door_is_date", (BORN,)),
    (doors.room, "too_long", ("x" * 41,)),
    (doors.door, "door_unreadable", ("1-2-3-4",)),
    (birth_date, "date_two_digit_year", ("62-3-5", "62.03.05", "620305", 620305.0)),
    (birth_date, "date_incomplete", ("1962", 1962.0, "1962-03", "1962年3月", 196203.0)),
    (birth_date, "date_ambiguous", ("3/5/1962", "05.03.1962")),
    (birth_date, "date_impossible", ("1962-02-30", "19621301", "1962-00-01")),
    (birth_date, "date_out_of_range", ("1862-03-05", date(2101, 1, 1), 79000.0)),
    (birth_date, "date_unreadable", ("属虎", time(1), timedelta(1), 12.0, -5.0)),
    (birth_date, "formula_error", ("#VALUE!",)),
    (identity, "id_lost_digits", (float(NUMBER), int(NUMBER), "9.90101E+17")),
    (identity, "id_length", (NUMBER[:17],)),
    (identity, "id_characters", (NUMBER[:8] + "*" * 10,)),
    (identity, "id_date", (number_of("19621332"), number_of("18620305"))),
    (identity, "id_check", (NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"),)),
    (phone, "phone_unreadable", ("1540000000", "12345", "没电话", 1012345678.0)),
    (sex, "sex_unknown_word", ("良",)),
    (text.person_name, "name_has_digits", ("王小满2",)),
    (text.label, "formula_error", ("#N/A",)),
    (text.notes, "too_long", ("长" * 2001,)),
]

GOOD = [(read, cell, meaning) for read, meaning, cells in MEANINGS for cell in cells]
BAD = [(read, cell, code) for read, code, cells in REFUSALS for cell in cells]


@pytest.mark.parametrize(("read", "cell", "meaning"), GOOD)
def test_a_cell_means_what_people_meant(
    read: Callable[[Any], Any], cell: Any, meaning: Any
) -> None:
    assert read(cell) == meaning


@pytest.mark.parametrize(("read", "cell", "code"), BAD)
def test_a_bad_cell_is_told_why(read: Callable[[Any], Any], cell: Any, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        read(cell)
    assert caught.value.code == code
    assert "{" not in REASONS[code].format(**caught.value.params)


def test_nobody_is_born_after_today() -> None:
    for read, cell in ((birth_date, "1962-03-05"), (identity, NUMBER)):
        assert read(cell, latest=BORN)
        with pytest.raises(BadValue):
            read(cell, latest=BORN - timedelta(days=1))


@pytest.mark.parametrize("place", range(17))
def test_one_mistyped_digit_of_an_id_number_is_always_found(place: int) -> None:
    for digit in set("0123456789") - {NUMBER[place]}:
        with pytest.raises(BadValue):
            identity(NUMBER[:place] + digit + NUMBER[place + 1 :])


CELLS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789-/.年月日号楼栋单元室#xX+ ()（）一二十转,、'=\"", max_size=24),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
READERS = (
    doors.building,
    doors.unit,
    doors.room,
    sex,
    phone,
    text.label,
    text.person_name,
    text.notes,
)


def attempt(read: Read, cell: Any) -> str:
    """Return the sentence of the refusal, or that there is none."""
    try:
        read(cell)
    except BadValue as bad:
        return REASONS[bad.code].format(**bad.params)
    return "read"


@settings(deadline=None)
@given(CELLS)
def test_no_cell_whatever_it_holds_makes_the_reader_stumble(cell: Any) -> None:
    for read in (*READERS, doors.door, birth_date, identity):
        assert attempt(read, cell)


@settings(deadline=None)
@example("A´")
@given(CELLS)
def test_what_has_been_read_reads_the_same_again(cell: Any) -> None:
    for read in READERS:
        try:
            once = read(cell)
        except BadValue:
            continue
        assert read(once) == once, read.__name__


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 999))
def test_an_id_number_tells_birth_and_sex(born_on: date, order: int) -> None:
    found = identity(number_of(f"{born_on:%Y%m%d}", order))
    assert (found.birth_date, found.sex) == (born_on, "male" if order % 2 else "female")
