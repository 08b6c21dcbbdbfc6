"""A plan's duties become rows: what stays is not touched, what does not ends and says how."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tongzhou.core import clock
from tongzhou.formats.duty_roster import Duty
from tongzhou.planners.roster.problem import Scene
from tongzhou.planners.roster.solve.greedy import Hand
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import Assigned, Ending
from tongzhou.roster.models import Assignment, Roster, Shift, ShiftKind
from tongzhou.roster.plans.problem import Drawn

Place = tuple[int, date, int]
"""Post, day, part of the day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many duties stayed, are new, and ended."""

    stayed: int
    added: int
    ended: int


def keep(
    roster: Roster,
    drawn: Drawn,
    duties: Collection[Duty],
    *,
    came: Assigned,
    ending: Ending,
    by: int | None,
    now: datetime,
) -> Kept:
    """Make the rows of a roster say what a plan says.

    New duties of whoever is gone, or called out meanwhile, are left out.
    """
    shifts = keep_shifts(roster, drawn)
    old = {duty: row for duty, row in drawn.standing.items() if row.roster == roster.pk}
    known = {duty for duty in duties if duty in old or _is_there(drawn, duty)}
    wanted = {duty for duty in known if _place(drawn, duty) in shifts}
    pinned = {duty for duty, row in old.items() if row.is_pinned}
    if pinned - wanted:
        wanted = _beside(drawn, pinned | (wanted & old.keys()), wanted - old.keys())
    ended = end([old[duty].pk for duty in old.keys() - wanted], ending, by=by, now=now)
    Assignment.objects.bulk_create(
        Assignment(
            shift=shifts[_place(drawn, duty)], volunteer_id=int(duty.person), came=came,
            made_at=now, made_by_id=by,
        )
        for duty in sorted(wanted - old.keys())
    )  # fmt: skip
    return Kept(len(wanted & old.keys()), len(wanted - old.keys()), ended)


def end(rows: Collection[int], ending: Ending, *, by: int | None, now: datetime) -> int:
    """End duties that stand; how many did."""
    standing = access.assignments(Acting.system()).filter(pk__in=rows, ended_at__isnull=True)
    return standing.update(ended_at=now, ended_by=by, ending=ending)


def keep_shifts(roster: Roster, drawn: Drawn) -> dict[Place, Shift]:
    """A row for each part of a day a post needs; what is not needed any more needs nobody."""
    found = {(row.post_id, row.on, row.kind_id): row for row in roster.shifts.all()}
    needed = {
        (int(post.id), drawn.day(slot.day), int(slot.shift)): need
        for post in drawn.problem.posts.values()
        for slot, need in post.required_on.items()
    }
    fresh = [
        _shift(roster, place, drawn.kinds[place[2]], need)
        for place, need in needed.items()
        if place not in found
    ]
    found |= {(row.post_id, row.on, row.kind_id): row for row in Shift.objects.bulk_create(fresh)}
    changed = [row for place, row in found.items() if row.people != needed.get(place, 0)]
    for row in changed:
        row.people = needed.get((row.post_id, row.on, row.kind_id), 0)
    roster.shifts.bulk_update(changed, ["people"])
    return found


def keep_reasons(roster: Roster, drawn: Drawn, unfilled: Iterable[Mapping[str, Any]]) -> None:
    """Why places stay empty, with the three people it would take least to move."""
    why: dict[Place, dict[str, Any]] = {}
    for gap in unfilled:
        place = int(gap["post"]), drawn.day(gap["day"]), int(gap["shift"])
        why[place] = {
            "rule": gap["rule"],
            "counts": gap["counts"],
            "nearest": [
                {"volunteer": int(near["person"]), "rules": near["rules"]}
                for near in gap["nearest"]
            ],
        }
    shifts = keep_shifts(roster, drawn)
    changed = [row for place, row in shifts.items() if row.why != why.get(place, {})]
    for row in changed:
        row.why = why.get((row.post_id, row.on, row.kind_id), {})
    roster.shifts.bulk_update(changed, ["why"])


def _beside(drawn: Drawn, kept: Collection[Duty], new: Iterable[Duty]) -> set[Duty]:
    """What was decided by people while the planner worked, and of its duties those that still fit."""
    scene = Scene(drawn.problem)
    hand = Hand(scene)
    for duty in sorted(kept):
        hand.take(duty)
    for duty in sorted(new):
        place = duty.post, duty.slot
        has_room = len(hand.there[place]) < scene.needs.get(place, 0)
        if has_room and hand.fits(drawn.problem.people[duty.person], place):
            hand.take(duty)
    return set(hand.duties)


def _is_there(drawn: Drawn, duty: Duty) -> bool:
    person = drawn.problem.people.get(duty.person)
    return person is not None and duty.slot not in person.unavailable


def _place(drawn: Drawn, duty: Duty) -> Place:
    return int(duty.post), drawn.day(duty.day), int(duty.shift)


def _shift(roster: Roster, place: Place, kind: ShiftKind, people: int) -> Shift:
    post, on, _ = place
    starts_at = clock.at_local(on, kind.starts)
    return Shift(
        roster=roster, post_id=post, kind=kind, on=on, people=people, starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=kind.minutes),
    )  # fmt: skip
