"""Times as people say them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from tongzhou.ui import ages, times

# Monday, 3 February 2020, 15:00 on the street.
NOW = datetime(2020, 2, 3, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_the_street() -> Iterator[None]:
    with timezone.override("Asia/Shanghai"), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (180, "today 18:00"),
        (-350, "today 09:10"),
        (-350 - 1440, "yesterday 09:10"),
        (180 + 1440, "tomorrow 18:00"),
        (180 + 3 * 1440, "Thu 18:00"),
        (-10 * 1440, "24 Jan 15:00"),
        (-60 * 1440, "5 Dec 2019 15:00"),
    ],
)
def test_a_moment_has_a_day_and_a_clock_time(minutes: int, words: str) -> None:
    assert times.calendar(NOW + timedelta(minutes=minutes), now=NOW) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "just now"), (25, "in 25 min"), (-125, "2 h ago"), (120, "in 2 h"), (3000, "in 2 days")],
)
def test_a_distance_is_told_in_the_largest_fitting_unit(minutes: int, words: str) -> None:
    assert times.relative(NOW + timedelta(minutes=minutes), now=NOW) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-40, "overdue since 14:20"),
        (-1440, "overdue since yesterday"),
        (-5 * 1440, "overdue since 29 Jan"),
        (50, "in 50 min"),
        (180, "today 18:00"),
        (1440, "tomorrow 15:00"),
    ],
)
def test_a_deadline_says_how_near_or_since_when_late(minutes: int, words: str) -> None:
    assert times.due(NOW + timedelta(minutes=minutes), now=NOW) == words


def test_what_lasts_is_told_from_its_beginning() -> None:
    came_up = NOW - timedelta(minutes=40)

    assert times.since(came_up, now=NOW) == "since 14:20"
    with translation.override("zh-hans"):
        assert times.since(came_up, now=NOW) == "14:20 起"


def test_the_day_is_the_streets_and_not_utc() -> None:
    just_after_midnight = datetime(2020, 2, 3, 16, 5, tzinfo=UTC)

    assert times.calendar(just_after_midnight, now=NOW) == "tomorrow 00:05"


def test_chinese_is_said_as_chinese() -> None:
    with translation.override("zh-hans"):
        assert times.due(NOW - timedelta(days=1), now=NOW) == "昨天起逾期"
        assert times.calendar(NOW - timedelta(days=60), now=NOW) == "2019年12月5日 15:00"


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ((2020, 1, 1), "0–2 years"),
        ((1953, 2, 4), "60–69 years"),
        ((1950, 2, 4), "60–69 years"),
        ((1950, 2, 3), "70–79 years"),
        ((1931, 5, 1), "80 and over"),
    ],
)
def test_an_age_is_a_band_that_changes_on_the_birthday(
    born: tuple[int, int, int], words: str
) -> None:
    today = timezone.localdate(NOW)

    assert ages.band(today.replace(*born), on=today) == words


def test_an_unknown_birth_date_is_an_allowed_answer() -> None:
    assert ages.band(None, on=timezone.localdate(NOW)) == "age unknown"
