"""A problem as the content of a file, so that another program or process can solve it."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from tongzhou.formats.duty_roster.model import Duty, Person, Post, Problem, Shift, Slot


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """What `read_problem` reads back as the same problem."""
    return {
        "start": problem.start.isoformat(),
        "days": problem.days,
        "shifts": [_shift(shift) for shift in problem.shifts.values()],
        "people": [_person(person) for person in problem.people.values()],
        "posts": [_post(post) for post in problem.posts.values()],
        "walk_minutes": {home: dict(row) for home, row in problem.walk.items()},
        "pairs": [
            {"a": pair.first, "b": pair.second, "kind": "never" if pair.is_never else "together"}
            for pair in problem.pairs
        ],
        "pinned": duties_to_json(problem.pinned),
        "settings": asdict(problem.settings),
    }


def duties_to_json(duties: Iterable[Duty]) -> list[dict[str, Any]]:
    """Duties in a steady order, as the files of problem and roster have them."""
    return [duty._asdict() for duty in sorted(duties)]


def _shift(shift: Shift) -> dict[str, Any]:
    hour, minute = divmod(round(shift.begins * 60), 60)
    return {"id": shift.id, "start": f"{hour:02}:{minute:02}", "hours": shift.hours,
            "night": shift.is_night}  # fmt: skip


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "home": person.home,
        "roles": sorted(person.roles),
        "skills": sorted(person.skills),
        "leader": person.is_leader,
        "born": person.born and person.born.isoformat(),
        "night_ok": person.may_night,
        "cold_ok": person.may_cold,
        "max_per_week": person.max_per_week,
        "max_nights": person.max_nights,
        "unavailable": _slots(person.unavailable),
        "likes": sorted(person.likes),
        "dislikes": sorted(person.dislikes),
        "standing_post": person.standing_post,
        "history": asdict(person.history),
    }


def _post(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "heated": post.is_heated,
        "leader_required": post.needs_leader,
        "required": dict(post.required),
        "required_on": [
            {"day": slot.day, "shift": slot.shift, "people": people}
            for slot, people in sorted(post.required_on.items())
        ],
        "skills": dict(post.skills),
    }


def _slots(slots: Iterable[Slot]) -> list[list[Any]]:
    return [list(slot) for slot in sorted(slots)]
