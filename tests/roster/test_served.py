"""Minutes served: from in to out less breaks, nights counted more, clocks not trusted blindly."""

from datetime import date, datetime, time, timedelta

import pytest

from tongzhou.core import clock
from tongzhou.roster.choices import Attended, OnDuty
from tongzhou.roster.served import Mark, Served, planned, served, state

DAY = date(2020, 2, 29)
IN, OUT, BREAK, BACK = Attended.IN, Attended.OUT, Attended.BREAK, Attended.BACK


def at(hour: int, minute: int = 0, *, on: date = DAY) -> datetime:
    return clock.at_local(on, time(hour, minute))


def later(hour: int, minute: int = 0) -> datetime:
    return at(hour, minute, on=DAY + timedelta(1))


MORNING = at(7), at(15)
NIGHT = at(23), later(7)
NIGHTS = [(at(23, on=DAY - timedelta(1)), at(7)), NIGHT]


def test_from_in_to_out_less_breaks() -> None:
    marks = [Mark(IN, at(7)), Mark(BREAK, at(11)), Mark(BACK, at(11, 30)), Mark(OUT, at(15))]
    assert served(marks, MORNING, NIGHTS) == Served(450, 0)
    never_back = [Mark(IN, at(7)), Mark(BREAK, at(11)), Mark(OUT, at(15))]
    assert served(never_back, MORNING, NIGHTS) == Served(240, 0)
    gone_between = [Mark(IN, at(7)), Mark(OUT, at(9)), Mark(IN, at(10)), Mark(OUT, at(15))]
    assert served(gone_between, MORNING, NIGHTS) == Served(420, 0)


def test_a_night_over_the_end_of_a_month_counts_one_and_a_half() -> None:
    found = served([Mark(IN, at(23)), Mark(OUT, later(7))], NIGHT, NIGHTS)
    assert found == Served(480, 480)
    assert found.credited == 720
    assert served([Mark(IN, later(2)), Mark(OUT, later(7))], NIGHT, NIGHTS) == Served(300, 300)


def test_an_evening_that_runs_into_the_night_counts_its_part_of_it() -> None:
    evening = at(15), at(23)
    found = served([Mark(IN, at(15)), Mark(OUT, at(23, 40))], evening, NIGHTS)
    assert found == Served(520, 40)
    twice = served([Mark(IN, at(15)), Mark(OUT, at(23, 40))], evening, [*NIGHTS, NIGHT])
    assert twice == found


def test_early_does_not_count_and_long_after_the_end_is_forgotten() -> None:
    early = [Mark(IN, at(6, 40)), Mark(OUT, at(15))]
    assert served(early, MORNING, NIGHTS) == Served(480, 0)
    relieved_late = [Mark(IN, at(7)), Mark(OUT, at(15, 45))]
    assert served(relieved_late, MORNING, NIGHTS) == Served(525, 0)
    pressed_at_home = [Mark(IN, at(7)), Mark(OUT, at(20))]
    assert served(pressed_at_home, MORNING, NIGHTS) == Served(480, 0)


@pytest.mark.parametrize(
    ("begun", "doubt", "minutes"), [(4, 0, 476), (4, 300, 480), (10, 300, 475)]
)
def test_a_clock_in_doubt_is_read_for_the_plan(begun: int, doubt: int, minutes: int) -> None:
    marks = [Mark(IN, at(7, begun), doubt), Mark(OUT, at(15))]
    assert served(marks, MORNING, NIGHTS) == Served(minutes, 0)


def test_seconds_cost_nobody_a_minute() -> None:
    marks = [Mark(IN, at(7) + timedelta(seconds=20)), Mark(OUT, at(15))]
    assert served(marks, MORNING, NIGHTS) == Served(480, 0)


def test_without_an_end_nobody_knows_the_hours_and_the_roll_begins_a_duty() -> None:
    assert served([], MORNING, NIGHTS) is None
    assert served([Mark(IN, at(7)), Mark(BREAK, at(9))], MORNING, NIGHTS) is None
    assert served([Mark(OUT, at(15))], MORNING, NIGHTS) == Served(0, 0)
    called = [Mark(Attended.PRESENT, at(6, 55)), Mark(OUT, at(15))]
    assert served(called, MORNING, NIGHTS) == Served(480, 0)


def test_what_the_coordinator_decided_last_counts() -> None:
    marks = [
        Mark(IN, at(23)), Mark(OUT, later(1)), Mark(Attended.CORRECTED, later(9), minutes=400),
        Mark(Attended.CORRECTED, later(10), minutes=500),
    ]  # fmt: skip
    assert served(marks, NIGHT, NIGHTS) == Served(500, 480)
    assert planned(NIGHT, NIGHTS) == Served(480, 480)


def test_where_somebody_is_in_their_duty() -> None:
    marks = [Mark(IN, at(7)), Mark(BREAK, at(9)), Mark(BACK, at(10)), Mark(OUT, at(15))]
    states = [state(marks[:n]) for n in range(5)]
    assert states == [OnDuty.NOT_YET, OnDuty.ON, OnDuty.BREAK, OnDuty.ON, OnDuty.OVER]
    assert state([Mark(IN, at(7)), Mark(Attended.HANDOVER, at(14))]) == OnDuty.ON
    out_of_order = [Mark(IN, at(6, 58)), Mark(BREAK, at(7)), Mark(Attended.PRESENT, at(7, 1))]
    assert state(out_of_order) == OnDuty.BREAK
