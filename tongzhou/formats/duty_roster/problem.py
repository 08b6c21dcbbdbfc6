"""Reads a problem, or says at which place of the file what is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, Protocol, TypeVar

from tongzhou.formats.duty_roster.model import (
    Duty,
    History,
    Pair,
    Person,
    Post,
    Problem,
    Settings,
    Shift,
    Slot,
)
from tongzhou.formats.duty_roster.values import BadRoster, Row, count, number, text

MOST_DAYS = 400
FILE = ("start", "days", "shifts", "people", "posts", "walk_minutes", "pairs", "pinned", "settings")
SHIFT = ("id", "start", "hours", "night")
PERSON = (
    "id", "home", "roles", "skills", "leader", "born", "night_ok", "cold_ok", "max_per_week",
    "max_nights", "unavailable", "likes", "dislikes", "standing_post", "history",
)  # fmt: skip
POST = ("id", "heated", "required", "required_on", "leader_required", "skills")
NEED = ("day", "shift", "people")
DUTY = ("person", "post", "day", "shift")
GAINS = {"liked", "together"}
"""Weights that lower the cost: they are negative or zero."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def read_problem(content: Any) -> Problem:
    """The problem of a file's content."""
    file = Row(content, "", FILE)
    people = _by_id(file, "people", read_person)
    problem = Problem(
        start=file.day("start"),
        days=file.count("days", least=1),
        shifts=_by_id(file, "shifts", _shift),
        people=people,
        posts=_by_id(file, "posts", _post),
        walk=_walk(file),
        pairs=_pairs(file, people),
        pinned=frozenset(file.items("pinned", read_duty)),
        settings=_settings(file),
    )
    if problem.days > MOST_DAYS:
        raise file.fail("days", f"At most {MOST_DAYS} days can be planned.")
    _check_posts(problem, file)
    for place, person in enumerate(people.values()):
        check_person(problem, person, f"/people/{place}")
    for place, duty in enumerate(file.items("pinned", read_duty)):
        check_duty(problem, duty, f"/pinned/{place}")
    return problem


def read_duty(content: Any, where: str) -> Duty:
    """Who, where, on which day, in which shift."""
    row = Row(content, where, DUTY)
    return Duty(row.text("person"), row.text("post"), row.count("day"), row.text("shift"))


def read_person(content: Any, where: str) -> Person:
    """A volunteer."""
    row = Row(content, where, PERSON)
    person = Person(
        id=row.text("id"),
        home=row.text("home"),
        roles=row.names("roles"),
        skills=row.names("skills"),
        is_leader=row.flag("leader"),
        born=None if row.content.get("born") is None else row.day("born"),
        may_night=row.flag("night_ok", default=True),
        may_cold=row.flag("cold_ok", default=True),
        max_per_week=row.count("max_per_week", 5),
        max_nights=row.count("max_nights", 2),
        unavailable=frozenset(row.items("unavailable", _slot)),
        likes=row.names("likes"),
        dislikes=row.names("dislikes"),
        standing_post=None
        if row.content.get("standing_post") is None
        else row.text("standing_post"),
        history=_history(row),
    )
    for shift in sorted(person.likes & person.dislikes):
        raise row.fail("dislikes", f"{shift} is both liked and disliked: keep one wish.")
    return person


def check_person(problem: Problem, person: Person, where: str) -> None:
    """Names that lead nowhere."""
    for key, named in (("likes", person.likes), ("dislikes", person.dislikes)):
        _known(named, problem.shifts, f"{where}/{key}", "shift")
    _known(
        {slot.shift for slot in person.unavailable}, problem.shifts, f"{where}/unavailable", "shift"
    )
    if person.standing_post is not None:
        _known([person.standing_post], problem.posts, f"{where}/standing_post", "post")
    if person.home not in problem.walk:
        raise BadRoster(
            f"{where}/home", f"walk_minutes has no row for {person.home}, where {person.id} lives."
        )


def check_duty(problem: Problem, duty: Duty, where: str) -> None:
    """A duty of someone, somewhere, some time in the plan."""
    _known([duty.person], problem.people, f"{where}/person", "person")
    _known([duty.post], problem.posts, f"{where}/post", "post")
    _known([duty.shift], problem.shifts, f"{where}/shift", "shift")
    if duty.day >= problem.days:
        raise BadRoster(f"{where}/day", f"The plan ends with day {problem.days - 1}.")


def _by_id(file: Row, key: str, read: Callable[[Any, str], N]) -> dict[str, N]:
    found: dict[str, N] = {}
    for place, item in enumerate(file.items(key, read)):
        if item.id in found:
            where = f"/{key}/{place}/id"
            raise BadRoster(where, f"{item.id} is there twice; each needs its own id.")
        found[item.id] = item
    if not found and key != "people":
        raise file.fail(key, f"There are no {key}: name at least one.")
    return found


def _shift(content: Any, where: str) -> Shift:
    row = Row(content, where, SHIFT)
    begins = row.content.get("start")
    hour, colon, minute = begins.partition(":") if isinstance(begins, str) else ("", "", "")
    is_time = bool(colon) and len(hour) == len(minute) == 2 and (hour + minute).isascii()
    if not is_time or not (hour + minute).isdigit() or int(hour) > 23 or int(minute) > 59:
        raise row.fail("start", f"{begins!r} is no time such as 07:00.")
    hours = row.number("hours", most=24.0)
    if hours == 0.0:
        raise row.fail("hours", "A shift lasts more than 0 and at most 24 hours.")
    return Shift(row.text("id"), int(hour) + int(minute) / 60, hours, row.flag("night"))


def _post(content: Any, where: str) -> Post:
    row = Row(content, where, POST)
    return Post(
        id=row.text("id"),
        is_heated=row.flag("heated"),
        needs_leader=row.flag("leader_required"),
        required=row.counts("required"),
        skills=row.counts("skills"),
        required_on=dict(row.items("required_on", _need)),
    )


def _need(content: Any, where: str) -> tuple[Slot, int]:
    row = Row(content, where, NEED)
    return Slot(row.count("day"), row.text("shift")), row.count("people")


def _slot(content: Any, where: str) -> Slot:
    if not isinstance(content, list) or len(content) != 2:
        raise BadRoster(where, "A pair [day, shift] is needed here.")
    return Slot(count(content[0], f"{where}/0"), text(content[1], f"{where}/1"))


def _history(row: Row) -> History:
    part = Row(row.content.get("history", {}), row.at("history"), ("nights", "weekends", "hours"))
    return History(part.count("nights", 0), part.count("weekends", 0), part.number("hours", 0.0))


def _walk(file: Row) -> dict[str, dict[str, float]]:
    homes = file.part("walk_minutes")
    found = {}
    for home in homes.content:
        row = homes.part(home)
        found[home] = {post: number(value, row.at(post)) for post, value in row.content.items()}
    return found


def _pairs(file: Row, people: Iterable[str]) -> list[Pair]:
    kinds: dict[frozenset[str], bool] = {}

    def read(content: Any, where: str) -> Pair:
        row = Row(content, where, ("a", "b", "kind"))
        pair = Pair(row.text("a"), row.text("b"), row.content.get("kind") == "never")
        if row.content.get("kind") not in ("together", "never"):
            raise row.fail("kind", "The kind is together or never.")
        _known([pair.first], people, row.at("a"), "person")
        _known([pair.second], people, row.at("b"), "person")
        both = frozenset({pair.first, pair.second})
        if len(both) == 1:
            raise BadRoster(where, "A pair names two different people.")
        if both in kinds:
            same = kinds[both] == pair.is_never
            wish = "is there twice" if same else "is wished together and never: keep one wish"
            raise BadRoster(where, f"The pair {pair.first}, {pair.second} {wish}.")
        kinds[both] = pair.is_never
        return pair

    return file.items("pairs", read)


def _settings(file: Row) -> Settings:
    row = Row(file.content.get("settings", {}), "/settings", (f.name for f in fields(Settings)))
    given: dict[str, Any] = {}
    for field in fields(Settings):
        if field.name not in row.content:
            continue
        if isinstance(field.default, int):
            given[field.name] = row.count(field.name)
        else:
            is_gain = field.name in GAINS
            low, high = (-1e6, 0.0) if is_gain else (0.0, 1e6)
            given[field.name] = row.number(field.name, least=low, most=high)
    return Settings(**given)


def _check_posts(problem: Problem, file: Row) -> None:
    for place, post in enumerate(problem.posts.values()):
        _known(post.required, problem.shifts, f"/posts/{place}/required", "shift")
        named = {slot.shift for slot in post.required_on}
        _known(named, problem.shifts, f"/posts/{place}/required_on", "shift")
    for home, row in problem.walk.items():
        _known(row, problem.posts, f"/walk_minutes/{home}", "post")


def _known(named: Iterable[str], known: Iterable[str], where: str, kind: str) -> None:
    for name in sorted(named):
        if name not in known:
            raise BadRoster(where, f"There is no {kind} {name}.")
