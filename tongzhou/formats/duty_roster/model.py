"""What a roster is made from; times are hours since midnight of the first day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple


class Slot(NamedTuple):
    """A shift of a day; day 0 is the first of the plan."""

    day: int
    shift: str


class Duty(NamedTuple):
    """One person at one post in one shift of one day."""

    person: str
    post: str
    day: int
    shift: str

    @property
    def slot(self) -> Slot:
        """When it is."""
        return Slot(self.day, self.shift)


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and weights; the office may change each of them.

    Hours, minutes and years are what the names say. A weight is the price of one of: an empty
    place, a post without its leader, a change of what was published, a duty in a disliked or liked
    shift, a night or weekend above the fair share, one mean shift off the fair share of hours, two
    who wished it and stand together, a duty off the standing post, a minute of walking.
    """

    rest_hours: float = 11.0
    hours_in_24: float = 12.0
    walk_limit: float = 14.0
    night_age_from: int = 18
    night_age_end: int = 60
    elder_age: int = 65
    elder_max_per_week: int = 3
    max_consecutive_nights: int = 2
    unfilled: float = 1000.0
    no_leader: float = 600.0
    change: float = 40.0
    change_soon_factor: float = 2.0
    change_soon_hours: float = 24.0
    disliked: float = 8.0
    liked: float = -3.0
    night: float = 6.0
    weekend: float = 4.0
    load: float = 5.0
    together: float = -6.0
    not_standing: float = 2.0
    walk: float = 1.0


@dataclass(frozen=True, slots=True)
class Shift:
    """Begins at an hour of the day, and may run over midnight."""

    id: str
    begins: float
    hours: float
    is_night: bool


@dataclass(frozen=True, slots=True)
class History:
    """Duties of earlier plans that fairness remembers."""

    nights: int = 0
    weekends: int = 0
    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Person:
    """A volunteer with what limits the duties."""

    id: str
    home: str
    roles: frozenset[str]
    skills: frozenset[str]
    is_leader: bool
    born: date | None
    may_night: bool
    may_cold: bool
    max_per_week: int
    max_nights: int
    unavailable: frozenset[Slot]
    likes: frozenset[str]
    dislikes: frozenset[str]
    standing_post: str | None
    history: History

    def age_on(self, day: date) -> int | None:
        """Years completed on a day; nothing if the birth date is unknown."""
        if self.born is None:
            return None
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True)
class Post:
    """A place that needs so many people per shift, some of them with a skill.

    `required_on` says it anew for single shifts of single days.
    """

    id: str
    is_heated: bool
    needs_leader: bool
    required: Mapping[str, int]
    skills: Mapping[str, int]
    required_on: Mapping[Slot, int] = field(default_factory=dict)

    def need(self, slot: Slot) -> int:
        """How many are needed in a shift of a day."""
        return self.required_on.get(slot, self.required.get(slot.shift, 0))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who wish to stand together, or who must never."""

    first: str
    second: str
    is_never: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the planner may know."""

    start: date
    days: int
    shifts: Mapping[str, Shift]
    people: Mapping[str, Person]
    posts: Mapping[str, Post]
    walk: Mapping[str, Mapping[str, float]]
    pairs: Sequence[Pair]
    pinned: frozenset[Duty]
    settings: Settings

    def date_of(self, day: int) -> date:
        """The date of a day of the plan."""
        return self.start + timedelta(days=day)

    def is_weekend(self, day: int) -> bool:
        """Saturday or Sunday."""
        return self.date_of(day).weekday() >= 5

    def begin(self, slot: Slot) -> float:
        """When a shift of a day begins, in hours since the first midnight."""
        return 24.0 * slot.day + self.shifts[slot.shift].begins

    def end(self, slot: Slot) -> float:
        """When it ends."""
        return self.begin(slot) + self.shifts[slot.shift].hours

    def slots(self) -> Iterator[Slot]:
        """Every shift of every day."""
        return (Slot(day, shift) for day in range(self.days) for shift in self.shifts)
