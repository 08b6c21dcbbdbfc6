"""The progress of one request: step after step, each a plausible while after the one before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from tongzhou.demo.data import read
from tongzhou.demo.days import Calendar
from tongzhou.demo.events import Contact, Errand, Move, Referral, Settlement, Step, Thing

HOUR = 60
DAY = 24 * HOUR


@dataclass(slots=True)
class Progress:
    """Collects the steps of a request taken at `at`; `service` is its entry in the table."""

    calendar: Calendar
    rng: Random
    service: Mapping[str, str]
    at: datetime
    worker: str
    steps: list[Step] = field(default_factory=list)

    def errand(self, things: tuple[Thing, ...], *, runner: str) -> None:
        """Somebody buys or fetches it and brings it to the door."""
        self._contact(5, 90, share=0.5)
        self._move("in_progress", 5, HOUR)
        cost = sum(thing.yuan for thing in things)
        # Paid from the committee's purse in whole tens, or by the household itself.
        advanced = (cost + 9) // 10 * 10 if self.rng.random() < 0.8 else 0
        self.steps.append(Errand(self._after(1, 10), self.worker, runner, things, advanced))
        self._move("ready", HOUR, 5 * HOUR)
        self._move("out_for_delivery", 5, HOUR)
        self._move("delivered", 15, 90)
        if cost:
            self._settle(cost, advanced)
        self._move("confirmed", 20, 6 * HOUR)

    def referral(self, department: str) -> None:
        """A department does it; staff fetch the papers and bring them to the door."""
        self._contact(5, 2 * HOUR, share=0.8)
        note = self._note("referred")
        self.steps.append(Referral(self._after(10, 2 * HOUR), self.worker, department, note))
        self._move("in_progress", HOUR, 8 * HOUR, by=f"desk.{department}")
        self._move("ready", 8 * HOUR, 2 * DAY, by=f"desk.{department}")
        self._move("out_for_delivery", 30, 5 * HOUR)
        self._move("delivered", 20, 2 * HOUR)
        self._move("confirmed", HOUR, DAY)

    def direct(self) -> None:
        """The committee settles it by talking to people."""
        self._move("in_progress", 5, 3 * HOUR)
        self._contact(5, 2 * HOUR, share=0.9)
        self._move("ready", HOUR, DAY)
        self._move("delivered", 10, 2 * HOUR)
        self._move("confirmed", HOUR, DAY)

    def ended(self, ending: str) -> list[Step]:
        """Return the steps, turned to another end where it did not simply go well."""
        turns = {"stuck": 2, "impossible": 2, "cancelled": 1, "on_hold": 2}
        if ending in turns:
            self._cut(turns[ending])
        if ending in {"impossible", "cancelled", "on_hold"}:
            self.steps = [step for step in self.steps if not isinstance(step, Errand)]
            self._end(ending)
        if ending == "reopened" and self._moved("delivered"):
            self._reopen()
        return self.steps

    def _cut(self, moves: int) -> None:
        """Keep the steps before the change of state number `moves`."""
        changes = [n for n, step in enumerate(self.steps) if isinstance(step, Move | Referral)]
        self.steps = self.steps[: changes[moves - 1]]
        self.at = self.steps[-1].at if self.steps else self.at

    def _end(self, state: str) -> None:
        note = self.rng.choice(read("replies")["ending"][state])
        self.steps.append(Move(self._after(30, 5 * HOUR), self.worker, state, note))

    def _moved(self, state: str) -> bool:
        return any(isinstance(step, Move) and step.state == state for step in self.steps)

    def _reopen(self) -> None:
        """The household is not content: again from the start, and then it is."""
        self.steps.pop()
        self._end("reopened")
        for state in ("in_progress", "ready", "delivered", "confirmed"):
            self._move(state, 20, 4 * HOUR)

    def _contact(self, least: int, most: int, share: float) -> None:
        if self.rng.random() < share:
            way = self.rng.choices(["phone", "visit", "message"], [7, 1, 2])[0]
            at = self._after(least, most)
            self.steps.append(Contact(at, self.worker, way, self._note("contact")))

    def _move(self, state: str, least: int, most: int, by: str = "") -> None:
        at = self._after(least, most)
        self.steps.append(Move(at, by or self.worker, state, self._note(state)))

    def _settle(self, cost: int, advanced: int) -> None:
        at, note = self._after(5, HOUR), self._note("settled")
        self.steps.append(Settlement(at, self.worker, cost, max(0, advanced - cost), note))

    def _after(self, least: int, most: int) -> datetime:
        self.at = self.calendar.later(self.at, least, most)
        return self.at

    def _note(self, stage: str) -> str:
        notes = read("replies")["notes"]
        own, general = notes[self.service["notes"]], notes[self.service["way"]]
        return self.rng.choice(own[stage] if stage in own else general[stage])
