"""The shape of the days: more to do in the first week, busy mornings, tired evenings."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

# The history has one day for each weight; the last is the day it ends on.
DAYS = (6, 9, 13, 17, 19, 18, 15, 12, 11, 10, 10, 9, 8, 8)
HOURS = {
    7: 3,
    8: 9,
    9: 14,
    10: 12,
    11: 8,
    12: 3,
    13: 4,
    14: 8,
    15: 8,
    16: 7,
    17: 5,
    18: 3,
    19: 5,
    20: 4,
}
OPENS, CLOSES = time(7), time(21, 30)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Two weeks that end at `now`, or on the evening of `until` if that is earlier.

    `now` must be aware and in the street's time zone.
    """

    rng: Random
    until: date
    now: datetime

    def day(self, back: int) -> date:
        """Return the day `back` days before the last one."""
        return self.until - timedelta(days=back)

    def at(self, day: date, clock: str) -> datetime:
        """Return the moment of `day` at `clock` ("08:40")."""
        return datetime.combine(day, time.fromisoformat(clock), self.now.tzinfo)

    def is_past(self, moment: datetime) -> bool:
        return moment <= self.now and moment.date() <= self.until

    def latest(self, moment: datetime) -> datetime:
        """Return `moment`, or shortly before now if it has not come yet."""
        return min(moment, self.now - timedelta(minutes=5))

    def any_day(self) -> date:
        """Draw a day by the weight of the days."""
        (back,) = self.rng.choices(range(len(DAYS) - 1, -1, -1), DAYS)
        return self.day(back)

    def any_moment(self, day: date) -> datetime:
        """Draw a moment of `day` by the weight of the hours."""
        (hour,) = self.rng.choices(list(HOURS), list(HOURS.values()))
        clock = time(hour, self.rng.randrange(60), self.rng.randrange(60))
        return datetime.combine(day, clock, self.now.tzinfo)

    def within(self, day: date, first: int, last: int) -> datetime:
        """Draw a moment of `day` between two hours."""
        seconds = self.rng.randrange((last - first) * 3600)
        start = datetime.combine(day, time(first), self.now.tzinfo)
        return start + timedelta(seconds=seconds)

    def later(self, moment: datetime, least: int, most: int) -> datetime:
        """Return `moment` plus minutes between the two; after closing it waits till morning."""
        after = moment + timedelta(minutes=self.rng.randint(least, most))
        if OPENS <= after.time() <= CLOSES:
            return after
        next_day = after.date() + timedelta(days=after.time() > CLOSES)
        return self.within(next_day, 8, 10)
