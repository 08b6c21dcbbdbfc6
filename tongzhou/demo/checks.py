"""Daily follow-ups with plausible temperatures: a quiet base, a little more in the evening."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tongzhou.demo.data import read
from tongzhou.demo.days import Calendar
from tongzhou.demo.events import Alarm, Check, Need, Observation

# Tenths of a degree Celsius: the default of the policy, and when an ambulance is called.
ALARM, HOSPITAL = 373, 383
# Hours of the two rounds: the defaults of the policy.
MORNING, EVENING = (8, 11), (16, 19)
OUTCOMES = {"ok": 93, "missed": 6, "refused": 1}
WAYS = {"phone": 66, "door": 16, "link": 18}
NEEDS = {"food": 45, "medicine": 25, "rubbish": 18, "letter": 7, "childcare": 5}
# Of this morning's checks these are still to do, whatever the hour; of this evening's more.
LEFT_THIS_MORNING, LEFT_THIS_EVENING = 0.3, 0.7


@dataclass(frozen=True, slots=True)
class Course:
    """How a person's temperature runs, in tenths of a degree Celsius.

    `fever` are the excess tenths of successive checks from check number `onset` on; `words` name
    how alarms are answered. Who is feverish today has an alarm that nobody has answered yet.
    """

    base: int
    onset: int = 0
    fever: tuple[int, ...] = ()
    symptoms: tuple[str, ...] = ()
    words: str = ""
    is_feverish_today: bool = False

    def excess(self, number: int) -> int:
        """Return the fever at check `number` of this person."""
        place = number - self.onset
        return self.fever[place] if 0 <= place < len(self.fever) else 0


def course_of(number: int, *, age: int, base: int) -> Course:
    """Return the course of observation `number`: mostly nothing happens.

    By number and not by chance, so that even a small demo has one of each.
    """
    onset = 3 + number % 5
    if number % 31 == 20:
        return Course(base, symptoms=("cough",), is_feverish_today=True)
    if number % 29 == 5:
        return Course(base, onset, (10,), words="remeasured")
    if number % 37 == 11:
        words = "child" if age < 12 else "watched"
        return Course(base, onset, (5, 11, 9, 11, 4, 2), ("cough", "runny_nose"), words)
    if number % 41 == 17:
        return Course(base, onset, (6, 11, 14, 17, 21), ("dry_cough", "fatigue"), "watched")
    return Course(base)


@dataclass(slots=True)
class Checker:
    """Draws the checks of one observation after the other."""

    calendar: Calendar
    rng: Random

    def checks(self, observation: Observation, course: Course, end_on: date) -> Iterator[Check]:
        """Yield the checks from enrolment until `end_on` or now, whichever is earlier."""
        slots = self._slots(observation.at, end_on)
        for number, (on, slot, at) in enumerate(slots):
            yield self._check(on, slot, at, observation, course, number)

    def told(self, check: Check, line: dict[str, Any] | None) -> Check:
        """Return an ordinary good call, with the words of the story where there are any."""
        line = line or {}
        tenths = line.get("tenths") or self.rng.randint(363, 367)
        need = Need(line["need"], line["text"]) if "need" in line else None
        return replace(
            check,
            way="phone",
            outcome="ok",
            tenths=tenths,
            source="axillary",
            symptoms=(),
            note=line.get("note", check.note if check.outcome == "ok" else ""),
            need=need,
            alarm=None,
        )

    def _slots(self, since: datetime, end_on: date) -> Iterator[tuple[date, str, datetime]]:
        last = min(end_on, self.calendar.until)
        for later in range((last - since.date()).days + 1):
            on = since.date() + timedelta(days=later)
            for slot, hours in (("morning", MORNING), ("evening", EVENING)):
                at = self._moment(on, hours, since)
                if at and self.calendar.is_past(at) and not self._is_left(on, slot):
                    yield on, slot, at

    def _moment(self, on: date, hours: tuple[int, int], since: datetime) -> datetime | None:
        """Draw when the check was made: on enrolment at once if its round is not over."""
        at = self.calendar.within(on, *hours)
        if at > since:
            return at
        closes = self.calendar.at(on, f"{hours[1]:02}:00")
        return self.calendar.later(since, 3, 15) if since < closes else None

    def _is_left(self, on: date, slot: str) -> bool:
        if on < self.calendar.until:
            return False
        return self.rng.random() < (LEFT_THIS_MORNING if slot == "morning" else LEFT_THIS_EVENING)

    def _check(
        self, on: date, slot: str, at: datetime, seen: Observation, course: Course, number: int
    ) -> Check:
        is_open = course.is_feverish_today and on == self.calendar.until
        excess = 11 if is_open else course.excess(number)
        outcome = "ok" if excess else self._pick(OUTCOMES)
        if outcome != "ok":
            note = self.rng.choice(read("observations")[outcome]["note"])
            return Check(on, slot, at, seen.by, "phone", outcome, note=note)
        way = "phone" if excess else self._pick(WAYS)
        tenths = self._temperature(course.base, slot, excess)
        symptoms = course.symptoms if excess > 3 else ()
        is_alarm = tenths >= ALARM
        return Check(
            on=on,
            slot=slot,
            at=at,
            by=seen.by,
            way=way,
            outcome="not_ok" if is_alarm or symptoms else "ok",
            tenths=tenths,
            source="forehead" if way == "door" else "axillary",
            symptoms=symptoms,
            note=self._note(way),
            need=self._need(),
            alarm=self._alarm(at, tenths, course) if is_alarm and not is_open else None,
        )

    def _temperature(self, base: int, slot: str, excess: int) -> int:
        usual = base + (2 if slot == "evening" else 0) + self.rng.randint(-2, 2)
        return usual + excess if excess else min(usual, 370)

    def _note(self, way: str) -> str:
        if self.rng.random() < 0.6:
            return ""
        return str(self.rng.choice(read("observations")["link" if way == "link" else "ok"]["note"]))

    def _need(self) -> Need | None:
        if self.rng.random() > 0.05:
            return None
        kind = self._pick(NEEDS)
        return Need(kind, self.rng.choice(read("observations")["need"][kind]["text"]))

    def _alarm(self, at: datetime, tenths: int, course: Course) -> Alarm | None:
        handled_at = self.calendar.later(at, 8, 70)
        if not self.calendar.is_past(handled_at):
            return None
        kind = "transferred" if tenths >= HOSPITAL else course.words or "remeasured"
        note = self.rng.choice(read("observations")["alarm"][kind])
        return Alarm(handled_at, f"health{self.rng.randint(1, 3)}", note)

    def _pick(self, weights: dict[str, int]) -> str:
        return self.rng.choices(list(weights), list(weights.values()))[0]
