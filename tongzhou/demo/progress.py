"""The progress of one request: step after step, each a plausible while after the one before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from tongzhou.demo.data import read
from tongzhou.demo.days import Calendar
from tongzhou.demo.events import (
    CallBack,
    Contact,
    Errand,
    Move,
    Paper,
    Referral,
    Settlement,
    Step,
    Thing,
    Ticked,
)

HOUR = 60
DAY = 24 * HOUR
# Before the change of state of this number the request turns to another end.
TURNS = {"stuck": 2, "impossible": 2, "cancelled": 1, "on_hold": 2}


@dataclass(slots=True)
class Progress:
    """Collects the steps of a request that `taker` took at `at` and `worker` carries."""

    calendar: Calendar
    rng: Random
    service: Mapping[str, str]
    at: datetime
    taker: str
    worker: str
    steps: list[Step] = field(default_factory=list)

    @classmethod
    def of(
        cls, calendar: Calendar, rng: Random, service: str, at: datetime, *, taker: str, worker: str
    ) -> "Progress":
        """Begin the progress of a request for `service` (a key of the catalogue)."""
        return cls(calendar, rng, read("replies")["service"][service], at, taker, worker)

    def told(self, things: tuple[Thing, ...], *, runner: str, ending: str) -> tuple[Step, ...]:
        """Return the steps up to now; `ending` is one of `requests.ENDINGS`."""
        way = self.service["way"]
        if way == "errand":
            self._errand(things, runner)
        elif way == "referral":
            self._referral(self.service["department"])
        else:
            self._direct()
        self._end(ending)
        return tuple(step for step in self.steps if self.calendar.is_past(step.at))

    def _errand(self, things: tuple[Thing, ...], runner: str) -> None:
        """Somebody buys or fetches it and brings it to the door."""
        self._contact(5, 90, share=0.3)
        cost = sum(thing.yuan for thing in things)
        # Paid from the committee's purse in whole tens, or by the household itself.
        advanced = (cost + 9) // 10 * 10 if self.rng.random() < 0.8 else 0
        self.steps.append(Errand(self._after(5, HOUR), self.worker, runner, things, advanced))
        if self.rng.random() < 0.5:
            self._move("ready", HOUR, 5 * HOUR)
        self._move("out_for_delivery", HOUR, 3 * HOUR)
        self._move("delivered", 15, 90)
        if cost:
            self._settle(cost, advanced)
        self._call_back(20, 6 * HOUR)

    def _referral(self, department: str) -> None:
        """A department does it; staff fetch the papers and bring them to the door."""
        desk = f"desk.{department}"
        self._contact(5, 2 * HOUR, share=0.6)
        note = self._note("referred")
        self.steps.append(Referral(self._after(10, 2 * HOUR), self.worker, department, note))
        self.steps.append(Paper(self._after(1, 20), self.worker, "department"))
        self._move("in_progress", HOUR, 8 * HOUR, by=desk)
        self._move("ready", 8 * HOUR, 2 * DAY, by=desk)
        self.steps.append(Ticked(self._after(1, 5), desk, left=1))
        self._move("out_for_delivery", 30, 5 * HOUR)
        self._move("delivered", 20, 2 * HOUR)
        self.steps.append(Ticked(self._after(1, 5), self.worker, left=0))
        self._call_back(HOUR, DAY)

    def _direct(self) -> None:
        """The committee settles it by talking to people."""
        self._move("in_progress", 5, 3 * HOUR)
        self._contact(5, 2 * HOUR, share=0.7)
        self._move("ready", HOUR, DAY)
        self._call_back(HOUR, DAY)

    def _end(self, ending: str) -> None:
        """Turn the steps to another end."""
        if ending in TURNS:
            self._cut(TURNS[ending])
        if ending == "impossible":
            self._refuse()
        elif ending == "on_hold":
            self._append_reasoned("on_hold")
        elif ending == "cancelled":
            note = self.rng.choice(self._endings("cancelled"))
            self.steps.append(Move(self._after(30, 5 * HOUR), self.worker, "cancelled", note))
        elif ending == "reopened":
            self._reopen()

    def _cut(self, changes: int) -> None:
        """Keep the steps before the change of state number `changes`."""
        changing = (Move, Referral, Errand)
        numbers = [n for n, step in enumerate(self.steps) if isinstance(step, changing)]
        self.steps = self.steps[: numbers[changes - 1]]
        self.at = self.steps[-1].at if self.steps else self.at

    def _refuse(self) -> None:
        self._append_reasoned("impossible")
        note = self._note("told")
        self.steps.append(CallBack(self._after(20, 5 * HOUR), self.taker, "told", note))

    def _append_reasoned(self, state: str) -> None:
        chosen = self.rng.choice(self._endings(state))
        at = self._after(30, 5 * HOUR)
        self.steps.append(Move(at, self.worker, state, chosen["note"], chosen["reason"]))

    def _reopen(self) -> None:
        """The household is not content: again from the start, and then it is."""
        while isinstance(self.steps[-1], CallBack):
            self.steps.pop()
        note = self.rng.choice(self._endings("reopened"))
        self.steps.append(CallBack(self._after(HOUR, DAY), self.taker, "not_solved", note))
        self._move("in_progress", 20, 4 * HOUR)
        self._move("ready", 20, 4 * HOUR)
        self._call_back(20, 4 * HOUR)

    def _call_back(self, least: int, most: int) -> None:
        """The household says that it is solved; sometimes nobody answers at first."""
        outcomes = ["not_reached", "solved"] if self.rng.random() < 0.12 else ["solved"]
        for outcome in outcomes:
            at = self._after(least, most)
            self.steps.append(CallBack(at, self.taker, outcome, self._note(outcome)))

    def _contact(self, least: int, most: int, share: float) -> None:
        if self.rng.random() < share:
            way = self.rng.choices(["call", "visit", "message"], [7, 1, 2])[0]
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
        tables = (notes[self.service["notes"]], notes[self.service["way"]], notes["any"])
        return str(self.rng.choice(next(table[stage] for table in tables if stage in table)))

    def _endings(self, state: str) -> list[Any]:
        return list(read("replies")["ending"][self.service["way"]][state])
