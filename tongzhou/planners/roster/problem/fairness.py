"""What is a fair share of hours, nights and weekends (contracts: by what people offer)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, floor

from tongzhou.formats.duty_roster import Person, Slot
from tongzhou.planners.roster.problem.scene import Scene

SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Band:
    """Between how many mean shifts a person's load is fair; both are whole."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Fair:
    """Each person's band of load, and how many nights and weekend duties are still fair."""

    shift_hours: float
    load: Mapping[str, Band]
    nights: Mapping[str, int]
    weekends: Mapping[str, int]


def fair(scene: Scene) -> Fair:
    """What is needed, and what was done before, split by what people offer."""
    problem = scene.problem
    places = sum(scene.needs.values())
    hours = sum(need * problem.shifts[slot.shift].hours for (_, slot), need in scene.needs.items())
    mean = hours / places if places else 1.0
    offered = {name: _hours(scene, person) for name, person in problem.people.items()}
    before = {name: person.history.hours for name, person in problem.people.items()}
    due = _split(hours + sum(before.values()), offered)
    return Fair(
        mean,
        {n: _band(min(max(0.0, due[n] - before[n]), offered[n]) / mean) for n in offered},
        _counted(scene, scene.is_night, lambda person: person.history.nights, least=0),
        _counted(
            scene,
            lambda slot: problem.is_weekend(slot.day),
            lambda person: person.history.weekends,
            least=1,
        ),
    )


def _band(due: float) -> Band:
    return Band(floor(due + SLACK), ceil(due - SLACK))


def _counted(
    scene: Scene, counts: Callable[[Slot], bool], before: Callable[[Person], int], *, least: int
) -> dict[str, int]:
    """How many duties of a kind are still fair for each."""
    people = scene.problem.people
    total = sum(need for (_, slot), need in scene.needs.items() if counts(slot))
    offered = {name: float(sum(map(counts, _free(scene, people[name])))) for name in people}
    due = _split(total + sum(map(before, people.values())), offered)
    return {
        name: max(0, max(least, ceil(due[name] - SLACK)) - before(person))
        for name, person in people.items()
    }


def _free(scene: Scene, person: Person) -> list[Slot]:
    """The shifts a person offers, without those only a pin gives."""
    return [
        slot
        for slot in scene.offers[person.id]
        if slot in scene.open
        and slot not in person.unavailable
        and (not scene.is_night(slot) or scene.may_night(person, slot.day))
    ]


def _hours(scene: Scene, person: Person) -> float:
    """Hours a person can give: the longest shift of each day, on at most so many days a week."""
    longest: dict[int, dict[int, float]] = {}
    for slot in _free(scene, person):
        week = longest.setdefault(slot.day // 7, {})
        week[slot.day] = max(week.get(slot.day, 0.0), scene.problem.shifts[slot.shift].hours)
    each = (sorted(week.values(), reverse=True)[: person.max_per_week] for week in longest.values())
    return sum(map(sum, each))


def _split(total: float, offered: Mapping[str, float]) -> dict[str, float]:
    everything = sum(offered.values())
    return {
        name: total * part / everything if everything else 0.0 for name, part in offered.items()
    }
