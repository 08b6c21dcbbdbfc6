"""Reads what changed since a roster was published: call-outs, joiners, new needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from tongzhou.formats.duty_roster.model import Duty, Person, Post, Problem, Slot
from tongzhou.formats.duty_roster.problem import check_person, read_person
from tongzhou.formats.duty_roster.values import BadRoster, Row


@dataclass(frozen=True, slots=True)
class CallOut:
    """A person who cannot come, from and until so many hours since the plan's first midnight."""

    person: str
    begins: float
    ends: float

    def hits(self, problem: Problem, slot: Slot) -> bool:
        """Whether some of the shift lies in the time the person cannot come."""
        return problem.begin(slot) < self.ends and problem.end(slot) > self.begins


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new at a moment: `now` in hours since the plan's first midnight."""

    now: float
    call_outs: Sequence[CallOut]
    joiners: Sequence[Person]
    required: Mapping[str, Mapping[str, int]]

    def applied(self, problem: Problem, old: frozenset[Duty]) -> Problem:
        """The problem as it is now; what has begun by now is pinned, or cannot be changed any more."""
        people = {person.id: person for person in (*problem.people.values(), *self.joiners)}
        begun = frozenset(slot for slot in problem.slots() if problem.begin(slot) < self.now)
        served = frozenset(duty for duty in old if duty.slot in begun)
        serving = {(duty.person, duty.slot) for duty in served}
        for name, person in people.items():
            out = frozenset(
                slot
                for call in self.call_outs
                if call.person == name
                for slot in problem.slots()
                if call.hits(problem, slot)
            )
            past = frozenset(slot for slot in begun if (name, slot) not in serving)
            people[name] = replace(person, unavailable=person.unavailable | out | past)
        kept = frozenset(
            duty for duty in problem.pinned
            if duty.slot not in begun and not self._lost(problem, duty)
        )  # fmt: skip
        posts = {
            name: _with_needs(post, self.required.get(name, {}))
            for name, post in problem.posts.items()
        }
        return replace(problem, people=people, posts=posts, pinned=served | kept)

    def _lost(self, problem: Problem, duty: Duty) -> bool:
        return any(
            call.person == duty.person and call.hits(problem, duty.slot) for call in self.call_outs
        )


def _with_needs(post: Post, required: Mapping[str, int]) -> Post:
    """New needs count on every day, also where a day had one of its own."""
    kept = {slot: n for slot, n in post.required_on.items() if slot.shift not in required}
    return replace(post, required={**post.required, **required}, required_on=kept)


def read_changes(content: Any, problem: Problem) -> Changes:
    """The changes of a file's content."""
    file = Row(content, "", ("from", "call_outs", "joiners", "required"))
    joiners = file.items("joiners", read_person)
    names = set(problem.people)
    for place, person in enumerate(joiners):
        if person.id in names:
            raise BadRoster(f"/joiners/{place}/id", f"{person.id} is there already.")
        names.add(person.id)
        check_person(problem, person, f"/joiners/{place}")

    def read(content: Any, where: str) -> CallOut:
        row = Row(content, where, ("person", "from", "until"))
        if row.text("person") not in names:
            raise row.fail("person", f"There is no person {row.text('person')}.")
        ends = float("inf") if row.content.get("until") is None else _hours(row, "until", problem)
        call = CallOut(row.text("person"), _hours(row, "from", problem), ends)
        if call.ends <= call.begins:
            raise row.fail("until", "A call-out ends after it begins.")
        return call

    return Changes(
        _hours(file, "from", problem), file.items("call_outs", read), joiners, _needs(file, problem)
    )


def _needs(file: Row, problem: Problem) -> dict[str, dict[str, int]]:
    posts = file.part("required")
    found = {}
    for post in posts.content:
        if post not in problem.posts:
            raise posts.fail(post, f"There is no post {post}.")
        found[post] = posts.counts(post)
        for shift in found[post]:
            if shift not in problem.shifts:
                raise posts.part(post).fail(shift, f"There is no shift {shift}.")
    return found


def _hours(row: Row, key: str, problem: Problem) -> float:
    midnight = datetime.combine(problem.start, time())
    return (row.time(key) - midnight).total_seconds() / 3600.0
