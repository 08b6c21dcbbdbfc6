"""The table of figures."""

from benchmarks.__main__ import main, table


def test_figures_stand_in_columns() -> None:
    figure = {
        "name": "search",
        "value": 1234.5,
        "unit": "ms",
        "baseline": None,
        "baseline_value": None,
        "ratio": 0.123456,
    }

    head, row = table([figure]).splitlines()

    assert row.split() == ["search", "1,234", "ms", "0.1235"]
    assert head.index("unit") == row.index("ms")


def test_an_unknown_name_is_wrong_usage() -> None:
    assert main(["no such benchmark"]) == 2
