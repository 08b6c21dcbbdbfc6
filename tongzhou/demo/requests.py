"""Two weeks of calls for help: what was said, who did what, how it ended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from tongzhou.demo.callers import Callers
from tongzhou.demo.data import read
from tongzhou.demo.days import Calendar
from tongzhou.demo.events import Contact, Move, Paper, Referral, Request, Step, Thing, Ticked
from tongzhou.demo.progress import Progress
from tongzhou.demo.staff import Colleague
from tongzhou.demo.street import Street, Who

# How requests end, in hundredths. "stuck": nobody goes on with it, so it grows overdue.
ENDINGS = {
    "done": 76,
    "stuck": 6,
    "impossible": 4,
    "cancelled": 4,
    "on_hold": 3,
    "reopened": 3,
    "repeated": 4,
}
URGENT = {"hospital_lift", "visit"}


@dataclass(slots=True)
class RequestWriter:
    """Draws the requests of the street, each with its steps up to now."""

    street: Street
    colleagues: Sequence[Colleague]
    calendar: Calendar
    rng: Random

    def write(self, count: int) -> tuple[Request, ...]:
        """Return about `count` requests in order of time, the one of the story among them."""
        callers = Callers(self.street, self.rng)
        found = [self._birth_permit()]
        for key, entry in self._entries(count):
            found += self._draw(key, entry, callers)
        found = [request for request in found if self.calendar.is_past(request.at)]
        return tuple(sorted(found, key=lambda request: (request.at, request.key)))

    def _entries(self, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every text once before any comes again."""
        entries: list[dict[str, Any]] = []
        for number in range(count):
            if not entries:
                entries = list(read("requests")["request"])
                self.rng.shuffle(entries)
            yield f"r{number:05}", entries.pop()

    def _draw(self, key: str, entry: dict[str, Any], callers: Callers) -> Iterator[Request]:
        words = {word: self.rng.choice(them) for word, them in read("requests")["words"].items()}
        subject = callers.draw(entry["caller"])
        caller, phone = callers.speaker(subject)
        at, by = self.calendar.any_moment(self.calendar.any_day()), self._worker(subject)
        (ending,) = self.rng.choices(list(ENDINGS), list(ENDINGS.values()))
        things = tuple(_thing(line.format_map(words)) for line in entry.get("things", ()))
        progress = Progress.of(
            self.calendar, self.rng, entry["service"], at, taker=by, worker=self._worker(subject)
        )
        request = Request(
            key=key,
            at=at,
            by=by,
            subject=subject,
            caller=caller,
            phone=phone,
            service=entry["service"],
            text=entry["text"].format_map(words),
            is_urgent=entry["service"] in URGENT,
            things=things,
            steps=progress.told(things, runner=self._runner(subject), ending=ending),
        )
        yield request
        if ending == "repeated":
            yield self._repeat(request)

    def _repeat(self, first: Request) -> Request:
        """The same household calls again about the same thing."""
        at = self.calendar.later(first.at, 30, 600)
        by = self._worker(first.subject)
        closed_at = self.calendar.later(at, 1, 20)
        return replace(
            first,
            key=f"{first.key}-again",
            at=at,
            by=by,
            text=self.rng.choice(read("replies")["repeat"]["text"]),
            things=(),
            steps=self._past([Move(closed_at, by, "duplicate", duplicate_of=first.key)]),
        )

    def _past(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        return tuple(step for step in steps if self.calendar.is_past(step.at))

    def _worker(self, who: Who) -> str:
        """Draw a grid worker of the household's committee; mostly the one in charge."""
        household = self.street.households[who.household]
        workers = [c for c in self.colleagues if c.committee == household.committee and c.compounds]
        own = [c for c in workers if household.compound in c.compounds]
        return self.rng.choice(own if self.rng.random() < 0.8 else workers).username

    def _runner(self, who: Who) -> str:
        if self.rng.random() < 0.5:
            return f"volunteer.{self.street.households[who.household].committee}"
        return self._worker(who)

    def _birth_permit(self) -> Request:
        """S3: the mother phones; by now the new permit is on its way to her daughter's door."""
        told = read("replies")["birth_permit"]
        household = self.street.told("birth_permit")
        mother = household.family.people[0]
        return Request(
            key="birth_permit",
            at=self._told_at(3, "09:36"),
            by=told["worker"],
            subject=Who(household.number, 2),
            caller=mother.name,
            phone=mother.phone,
            service="birth_permit",
            text=told["text"],
            is_urgent=False,
            things=(),
            steps=tuple(self._told_step(step) for step in told["step"]),
        )

    def _told_at(self, day: int, clock: str) -> datetime:
        return self.calendar.latest(self.calendar.at(self.calendar.day(day), clock))

    def _told_step(self, step: dict[str, Any]) -> Step:
        at, by = self._told_at(step["day"], step["clock"]), step["by"]
        if "contact" in step:
            return Contact(at, by, "call", step["contact"])
        if "refer" in step:
            return Referral(at, by, "civil", step["refer"])
        if "papers" in step:
            return Paper(at, by, step["papers"], step.get("name", ""))
        if "steps_left" in step:
            return Ticked(at, by, step["steps_left"])
        return Move(at, by, step["state"], step["note"])


def _thing(line: str) -> Thing:
    name, quantity, yuan = line.split("|")
    return Thing(name, quantity, int(yuan))
