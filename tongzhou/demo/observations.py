"""Two weeks of home observation: who stays in and why, asked twice a day, helped, released."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tongzhou.demo.checks import HOSPITAL, Checker, Course, Round, course_of
from tongzhou.demo.data import read
from tongzhou.demo.days import DAYS, Calendar
from tongzhou.demo.events import Case, Check, Extension, Observation, Release
from tongzhou.demo.staff import Colleague
from tongzhou.demo.street import Household, Street, Who

# The default of the policy: days at home after the last exposure.
STAY = 14
REASONS = {"returned": 60, "contact": 28, "symptoms": 6, "other": 6}
# One household in so many was enrolled within the last day and waits for the second signature;
# one in so many stays longer than the rule says.
FRESH_EVERY, LONGER_EVERY = 9, 11
LONGER_DAYS = 7
MEDICS = ("health1", "health2", "health3")


@dataclass(slots=True)
class ObservationWriter:
    """Draws households that stay in and tells each member's days up to now."""

    street: Street
    colleagues: Sequence[Colleague]
    calendar: Calendar
    rng: Random
    _checker: Checker = field(init=False)

    def __post_init__(self) -> None:
        self._checker = Checker(self.calendar, self.rng)

    def write(self, count: int) -> tuple[Observation, ...]:
        """Return `count` observations, the key person's first."""
        if count == 0:
            return ()
        found = [self._key_person()]
        for number, household in enumerate(self._households()):
            if len(found) >= count:
                break
            start = self._start(number)
            found += self._of(household, start, first=len(found), room=count - len(found))
        return tuple(found)

    def _households(self) -> Iterator[Household]:
        numbers = list(range(len(self.street.households)))
        self.rng.shuffle(numbers)
        homes = (self.street.households[number] for number in numbers)
        return (home for home in homes if not home.family.key and len(home.family.people) > 1)

    def _of(
        self, household: Household, start: "Start", *, first: int, room: int
    ) -> list[Observation]:
        """Enrol everybody who came back together; in a few households only one."""
        count = len(household.family.people) if self.rng.random() < 0.95 else 1
        return [
            self._observation(Who(household.number, member), start, first + member)
            for member in range(min(count, room))
        ]

    def _start(self, number: int) -> "Start":
        is_fresh = number % FRESH_EVERY == 4
        is_longer = number % LONGER_EVERY == 7
        (reason,) = self.rng.choices(list(REASONS), list(REASONS.values()))
        at = self._fresh_moment() if is_fresh else self.calendar.within(self._day(is_longer), 9, 17)
        # Who is to stay longer came home long before, so that the first end is past.
        since = self.rng.randint(4, 6) if is_longer else self.rng.randint(1, 7)
        return Start(
            at=at,
            reason=reason,
            note=self.rng.choice(read("observations")["reason"][reason]),
            exposed=at.date() - timedelta(days=since),
            is_signed=not is_fresh,
            rounds=self._checker.rounds(at),
            extra_days=LONGER_DAYS if is_longer else 0,
        )

    def _day(self, is_longer: bool) -> date:
        """Draw a day before yesterday, so that the second signature is there by now."""
        if is_longer:
            return self.calendar.day(self.rng.randint(10, 13))
        (back,) = self.rng.choices(range(len(DAYS) - 1, 1, -1), DAYS[:-2])
        return self.calendar.day(back)

    def _fresh_moment(self) -> datetime:
        """Draw a moment of the last day when the office was open."""
        evening = self.calendar.at(self.calendar.until, "21:00")
        while True:
            minutes = self.rng.randint(30, 20 * 60)
            moment = min(self.calendar.now, evening) - timedelta(minutes=minutes)
            if 8 <= moment.hour < 20:
                return moment

    def _observation(self, who: Who, start: "Start", number: int) -> Observation:
        worker = self._worker(who)
        signed_at = self.calendar.later(start.at, 60, 9 * 60) if start.is_signed else None
        plain = Observation(
            key=f"o{number:05}",
            who=who,
            reason=start.reason,
            reason_note=start.note,
            last_exposure_on=start.exposed,
            at=start.at,
            by=worker,
            signed_at=signed_at,
            signed_by=self._secretary(who) if signed_at else "",
            checks=(),
        )
        age = self.street.person(who).age(self.street.until)
        course = course_of(number, age=age, base=self.rng.randint(362, 366))
        extension = self._extension(plain, start.extra_days)
        end_on = start.exposed + timedelta(days=STAY + (extension.days if extension else 0))
        checks = tuple(self._checks(plain, start.rounds, course, end_on))
        case = self._case(plain, checks)
        if case and extension and case.at <= extension.at:
            extension = None
        ending = case or self._release(plain, checks, end_on)
        return replace(plain, checks=_until(checks, ending), extension=extension, ending=ending)

    def _checks(
        self, observation: Observation, rounds: Sequence[Round], course: Course, end_on: date
    ) -> Iterator[Check]:
        for number, made in enumerate(rounds):
            if made.on <= end_on:
                yield self._checker.check(made, number, observation, course)

    def _extension(self, observation: Observation, days: int) -> Extension | None:
        near_end = observation.last_exposure_on + timedelta(days=STAY - 1)
        at = self.calendar.within(near_end, 10, 16)
        if not days or not self.calendar.is_past(at):
            return None
        reason = self.rng.choice(read("observations")["extension"]["reason"])
        return Extension(at, self.rng.choice(MEDICS), days, reason)

    def _case(self, observation: Observation, checks: Sequence[Check]) -> Case | None:
        """Too high a fever: to the hospital as soon as the health desk has dealt with it."""
        for check in checks:
            if check.alarm and (check.tenths or 0) >= HOSPITAL:
                after = check.alarm.closed_at or check.alarm.at
                at = self.calendar.later(after, 60, 300)
                note = self.rng.choice(read("observations")["case"]["note"])
                is_past = self.calendar.is_past(at)
                return Case(at, observation.by, note) if is_past else None
        return None

    def _release(
        self, observation: Observation, checks: Sequence[Check], end_on: date
    ) -> Release | None:
        """Signed by the grid worker after the last check, by a medic some hours later."""
        last = [check for check in checks if check.on >= end_on and check.state == "seen_ok"]
        if not last:
            return None
        at = self.calendar.later(last[0].at, 20, 150)
        signed_at = self.calendar.later(at, 30, 300)
        if not self.calendar.is_past(at):
            return None
        if not self.calendar.is_past(signed_at):
            return Release(at, observation.by)
        return Release(at, observation.by, signed_at, self.rng.choice(MEDICS))

    def _worker(self, who: Who) -> str:
        household = self.street.households[who.household]
        return next(c.username for c in self.colleagues if household.compound in c.compounds)

    def _secretary(self, who: Who) -> str:
        return f"secretary.{self.street.households[who.household].committee}"

    def _key_person(self) -> Observation:
        """S4: back from the outbreak area, asked every day, helped with what is needed."""
        told: dict[str, Any] = read("observations")["key_person"]
        household = self.street.told("key_person")
        who = Who(household.number, 0)
        at = self.calendar.at(self.calendar.day(told["enrolled_day"]), told["enrolled_clock"])
        observation = Observation(
            key="key_person",
            who=who,
            reason="returned",
            reason_note=told["reason"],
            last_exposure_on=self.calendar.day(told["exposure_day"]),
            at=at,
            by=self._worker(who),
            signed_at=at + timedelta(minutes=70),
            signed_by=self._secretary(who),
            checks=(),
        )
        end_on = observation.last_exposure_on + timedelta(days=STAY)
        rounds = self._checker.rounds(at)
        plain = self._checks(observation, rounds, Course(base=365), end_on)
        lines = {(self.calendar.day(line["day"]), line["slot"]): line for line in told["check"]}
        # Today's call is left for whoever tries the demo.
        checks = (
            self._checker.told(check, lines.get((check.on, check.slot)))
            for check in plain
            if check.on < self.calendar.until
        )
        return replace(observation, checks=tuple(checks))


@dataclass(frozen=True, slots=True)
class Start:
    """How one household's stay begins."""

    at: datetime
    reason: str
    note: str
    exposed: date
    is_signed: bool
    rounds: tuple[Round, ...]
    extra_days: int


def _until(checks: tuple[Check, ...], ending: Release | Case | None) -> tuple[Check, ...]:
    if ending is None:
        return checks
    return tuple(check for check in checks if check.at <= ending.at)
