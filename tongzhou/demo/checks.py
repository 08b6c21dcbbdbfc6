"""Daily follow-ups with plausible temperatures: a quiet base, a little more in the evening."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tongzhou.demo.data import read
from tongzhou.demo.days import Calendar
from tongzhou.demo.events import Alarm, Check, Need, Observation
from tongzhou.demo.progress import Progress

# Tenths of a degree Celsius: the default of the policy, and when an ambulance is called.
ALARM, HOSPITAL = 373, 383
# Hours of the two rounds: the defaults of the policy.
MORNING, EVENING = (8, 11), (16, 19)
MISSED, REFUSED = 0.06, 0.01
WAYS = {"phone": 66, "door": 16, "self": 18}
# What a need is called at the desk: the service it becomes a request for.
SERVICE_OF = {
    "food": "shopping",
    "medicine": "medicine",
    "rubbish": "rubbish",
    "letter": "work_letter",
    "childcare": "childcare",
}
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


@dataclass(frozen=True, slots=True)
class Round:
    """One call or visit to a household, for all who are observed there; way is phone, door, self.

    Nobody answered if `is_missed`; the note says what was heard.
    """

    on: date
    slot: str
    at: datetime
    way: str
    is_missed: bool
    note: str


@dataclass(slots=True)
class Checker:
    """Draws the rounds of one household after the other, and what was found at each."""

    calendar: Calendar
    rng: Random

    def rounds(self, since: datetime) -> tuple[Round, ...]:
        """Return the rounds from the enrolment at `since` until now."""
        days = (self.calendar.until - since.date()).days + 1
        return tuple(
            self._round(on, slot, at)
            for on in (since.date() + timedelta(days=later) for later in range(days))
            for slot, hours in (("morning", MORNING), ("evening", EVENING))
            if (at := self._moment(on, hours, since))
            and self.calendar.is_past(at)
            and not self._is_left(on, slot)
        )

    def check(self, made: Round, number: int, observation: Observation, course: Course) -> Check:
        """Return what was found at a round; `number` counts the rounds of this observation."""
        is_open = course.is_feverish_today and made.on == self.calendar.until
        excess = 11 if is_open else course.excess(number)
        if made.is_missed:
            return self._unseen(made, observation.by, "missed", made.note)
        if not excess and self.rng.random() < REFUSED:
            note = self.rng.choice(read("observations")["refused"]["note"])
            return self._unseen(made, observation.by, "refused", note)
        check = self._seen(made, observation.by, excess, course)
        if check.tenths is None or check.tenths < ALARM:
            return check
        alarm = None if is_open else self._alarm(made.at, check.tenths, course)
        return replace(check, alarm=alarm)

    def told(self, check: Check, line: dict[str, Any] | None) -> Check:
        """Return an ordinary good call, with the words of the story where there are any."""
        line = line or {}
        tenths = line.get("tenths") or self.rng.randint(363, 367)
        need = self._need(line["need"], line["text"], check) if "need" in line else None
        return replace(
            check,
            way="phone",
            state="seen_ok",
            tenths=tenths,
            source="axillary",
            symptoms=(),
            note=line.get("note", check.note if check.state == "seen_ok" else ""),
            need=need,
            alarm=None,
        )

    def _round(self, on: date, slot: str, at: datetime) -> Round:
        if self.rng.random() < MISSED:
            note = self.rng.choice(read("observations")["missed"]["note"])
            return Round(on, slot, at, "phone", is_missed=True, note=note)
        way = self._pick(WAYS)
        return Round(on, slot, at, way, is_missed=False, note=self._note(way))

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

    def _unseen(self, made: Round, by: str, state: str, note: str) -> Check:
        return Check(made.on, made.slot, made.at, by, made.way, state, note=note)

    def _seen(self, made: Round, by: str, excess: int, course: Course) -> Check:
        tenths = self._temperature(course.base, made.slot, excess)
        symptoms = course.symptoms if excess > 3 else ()
        check = Check(
            on=made.on,
            slot=made.slot,
            at=made.at,
            by=by,
            way=made.way,
            state="seen_not_ok" if tenths >= ALARM or symptoms else "seen_ok",
            tenths=tenths,
            source="forehead" if made.way == "door" else "axillary",
            symptoms=symptoms,
            note=made.note,
        )
        if check.state == "seen_not_ok" and made.note:
            # What was heard of the household does not hold for who is ill.
            notes = read("observations")["seen_not_ok"]["note"]
            check = replace(check, note=notes[tenths % len(notes)])
        return replace(check, need=self._any_need(check))

    def _temperature(self, base: int, slot: str, excess: int) -> int:
        usual = base + (2 if slot == "evening" else 0) + self.rng.randint(-2, 2)
        return usual + excess if excess else min(usual, 370)

    def _note(self, way: str) -> str:
        if self.rng.random() < 0.6:
            return ""
        table = "self" if way == "self" else "seen_ok"
        return str(self.rng.choice(read("observations")[table]["note"]))

    def _any_need(self, check: Check) -> Need | None:
        if self.rng.random() > 0.04:
            return None
        kind = self._pick(NEEDS)
        return self._need(kind, self.rng.choice(read("observations")["need"][kind]["text"]), check)

    def _need(self, kind: str, text: str, check: Check) -> Need:
        """The need becomes a request soon, and is met as other requests are."""
        at = self.calendar.later(check.at, 2, 90)
        if not self.calendar.is_past(at):
            return Need(kind, text, None, check.by, ())
        progress = Progress.of(
            self.calendar, self.rng, SERVICE_OF[kind], at, taker=check.by, worker=check.by
        )
        steps = progress.told((), runner=check.by, ending="done")
        return Need(kind, text, at, check.by, steps)

    def _alarm(self, at: datetime, tenths: int, course: Course) -> Alarm | None:
        handled_at = self.calendar.later(at, 8, 70)
        if not self.calendar.is_past(handled_at):
            return None
        kind = "transferred" if tenths >= HOSPITAL else course.words or "remeasured"
        note = self.rng.choice(read("observations")["alarm"][kind])
        # Before the office closes, so that no further check comes in between.
        closed_at = self.calendar.later(handled_at, 20, 75)
        is_closed = self.calendar.is_past(closed_at)
        medic = f"health{self.rng.randint(1, 3)}"
        return Alarm(handled_at, medic, note, closed_at if is_closed else None)

    def _pick(self, weights: dict[str, int]) -> str:
        return self.rng.choices(list(weights), list(weights.values()))[0]
