"""Charts: where things are drawn."""

from tongzhou.ui.charts import Bar, Point, bar_chart, line_chart

DAYS = [Point("1", 36.4), Point("2", None), Point("3", 37.3), Point("4", 36.8)]


def test_higher_readings_stand_higher() -> None:
    chart = line_chart(DAYS)
    heights = {dot.text: float(dot.y) for dot in chart.dots}

    assert heights["37.3"] < heights["36.8"] < heights["36.4"]


def test_a_missing_reading_breaks_the_line() -> None:
    chart = line_chart(DAYS)

    assert len(chart.dots) == 3
    assert len(chart.segments) == 1


def test_what_reaches_the_limit_stands_out() -> None:
    beyond = [dot.text for dot in line_chart(DAYS, limit=37.3).dots if dot.is_beyond]

    assert beyond == ["37.3"]


def test_few_readings_all_carry_their_number_and_of_many_the_telling_ones() -> None:
    many = [Point(str(i), 36 + i % 7 / 10) for i in range(30)]

    assert all(dot.is_named for dot in line_chart(DAYS).dots)
    assert sum(dot.is_named for dot in line_chart(many).dots) == 3


def test_everything_stays_inside_the_drawing() -> None:
    chart = line_chart(DAYS, limit=39.0, height=120)

    assert all(0 < float(dot.y) < 120 and 0 <= float(dot.x) <= 100 for dot in chart.dots)
    assert all(0 < float(dot.text_y) < float(chart.base_y) for dot in chart.dots)


def test_no_readings_and_equal_readings_are_drawn_too() -> None:
    assert line_chart([]).dots == []
    assert len(line_chart([Point("1", 36.5), Point("2", 36.5)]).segments) == 1


def test_bars_are_in_proportion_to_the_longest() -> None:
    bars = bar_chart([Bar("a", 8), Bar("b", 2), Bar("c", 0, text="none")])

    assert [bar.width for bar in bars] == ["100.00", "25.00", "0.00"]
    assert [bar.text for bar in bars] == ["8", "2", "none"]


def test_bars_of_nothing_are_empty() -> None:
    assert [bar.width for bar in bar_chart([Bar("a", 0)])] == ["0.00"]
