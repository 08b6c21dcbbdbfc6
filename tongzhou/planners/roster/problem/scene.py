"""Who may stand where and when, worked out once and looked up by the solver."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from tongzhou.formats.duty_roster import Duty, Person, Problem, Slot

SLACK = 1e-6
Row = tuple[Sequence[Slot], Sequence[float], float]
"""Slots, the factor of each, and the most their sum may be."""


class Scene:
    """A problem with its lookups. `gates[home]` are the posts within the walk, with minutes."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slots = sorted(problem.slots(), key=lambda slot: (problem.begin(slot), slot))
        self.needs = {
            (post.id, slot): need
            for slot in self.slots
            for post in problem.posts.values()
            if (need := post.need(slot)) > 0
        }
        self.open = Counter(slot for _, slot in self.needs)
        self.gates = {home: self._near(row) for home, row in problem.walk.items()}
        self.never = _never(problem)
        self.pins = pinned_by_person(problem)
        self.offers = {name: self._offer(person) for name, person in problem.people.items()}
        self.collisions = _collisions(problem, self.slots)
        self.cliques = _cliques(self.slots, self.collisions)
        self.windows = _windows(problem, self.slots)

    def is_night(self, slot: Slot) -> bool:
        """Whether the shift counts as a night."""
        return self.problem.shifts[slot.shift].is_night

    def may_night(self, person: Person, day: int) -> bool:
        """H3: by health, and by the age of the day."""
        age = person.age_on(self.problem.date_of(day))
        settings = self.problem.settings
        fits = age is None or settings.night_age_from <= age < settings.night_age_end
        return person.may_night and fits

    def may_stand(self, person: Person, post: str, slot: Slot) -> bool:
        """H4, H5 and a need: whether a person may stand at a post in a shift they can give."""
        is_cold = self.is_night(slot) and not self.problem.posts[post].is_heated
        return (
            (post, slot) in self.needs
            and post in self.gates[person.home]
            and (person.may_cold or not is_cold)
        )

    def most(self, person: Person, week: int) -> int:
        """H3: duties a week, fewer for the old; the age counts on the first day of the week."""
        age = person.age_on(self.problem.date_of(7 * week))
        settings = self.problem.settings
        if age is not None and age >= settings.elder_age:
            return min(person.max_per_week, settings.elder_max_per_week)
        return person.max_per_week

    def _near(self, row: Mapping[str, float]) -> dict[str, float]:
        return {post: m for post, m in row.items() if m <= self.problem.settings.walk_limit}

    def _offer(self, person: Person) -> list[Slot]:
        """H1 and H3: the needed shifts a person can give and may do, and those pinned."""
        pinned = self.pins.get(person.id, {})
        return [
            slot
            for slot in self.slots
            if slot in pinned
            or (
                slot in self.open
                and slot not in person.unavailable
                and (not self.is_night(slot) or self.may_night(person, slot.day))
            )
        ]


def pinned_by_person(problem: Problem) -> dict[str, dict[Slot, list[Duty]]]:
    """The pinned duties of each person by shift."""
    found: dict[str, dict[Slot, list[Duty]]] = {}
    for duty in sorted(problem.pinned):
        found.setdefault(duty.person, {}).setdefault(duty.slot, []).append(duty)
    return found


def collide(problem: Problem, one: Slot, other: Slot) -> bool:
    """H2: whether one person may not have both: too little rest, or too many hours in 24."""
    first, then = sorted((one, other), key=problem.begin)
    rest = problem.begin(then) - problem.end(first)
    if rest < problem.settings.rest_hours - SLACK:
        return True
    return _within_24(problem, first, then) > problem.settings.hours_in_24 + SLACK


def _within_24(problem: Problem, first: Slot, then: Slot) -> float:
    """The most hours of two duties that follow each other that lie in some 24 hours."""
    begins = (problem.begin(first), problem.end(then) - 24.0)
    return max(sum(_overlap(problem, slot, begin) for slot in (first, then)) for begin in begins)


def _overlap(problem: Problem, slot: Slot, begin: float) -> float:
    inside = min(problem.end(slot), begin + 24.0) - max(problem.begin(slot), begin)
    return max(0.0, inside)


def _collisions(problem: Problem, slots: Sequence[Slot]) -> dict[Slot, set[Slot]]:
    """H2: which shifts nobody can have beside a shift, itself among them."""
    reach = 48.0 + problem.settings.rest_hours
    found = {slot: {slot} for slot in slots}
    for number, slot in enumerate(slots):
        for other in slots[number + 1 :]:
            if problem.begin(other) - problem.begin(slot) > reach:
                break
            if collide(problem, slot, other):
                found[slot].add(other)
                found[other].add(slot)
    return found


def _cliques(slots: Sequence[Slot], collisions: Mapping[Slot, set[Slot]]) -> list[frozenset[Slot]]:
    """Sets of shifts of which a person has at most one; together they cover every collision."""
    order = {slot: number for number, slot in enumerate(slots)}
    found: list[frozenset[Slot]] = []
    covered: set[frozenset[Slot]] = set()
    for slot in slots:
        later = sorted(
            (s for s in collisions[slot] if order[s] > order[slot]), key=order.__getitem__
        )
        for other in later:
            if frozenset({slot, other}) in covered:
                continue
            clique = [slot, other]
            clique += [s for s in later if s != other and collisions[s].issuperset(clique)]
            clique = _agreeing(clique, collisions)
            covered.update(frozenset(two) for two in combinations(clique, 2))
            found.append(frozenset(clique))
    return found


def _agreeing(slots: Sequence[Slot], collisions: Mapping[Slot, set[Slot]]) -> list[Slot]:
    kept: list[Slot] = []
    for slot in slots:
        if all(slot in collisions[other] for other in kept):
            kept.append(slot)
    return kept


def _windows(problem: Problem, slots: Sequence[Slot]) -> list[Row]:
    """H2 for three and more duties in 24 hours, where rests are short enough to allow them."""
    settings = problem.settings
    if 24.0 - 2.0 * settings.rest_hours <= settings.hours_in_24:
        return []
    begins = {problem.begin(s) for s in slots} | {problem.end(s) - 24.0 for s in slots}
    found: list[Row] = []
    for begin in sorted(begins):
        inside = [slot for slot in slots if _overlap(problem, slot, begin) > SLACK]
        hours = [_overlap(problem, slot, begin) for slot in inside]
        if sum(hours) > settings.hours_in_24:
            found.append((inside, hours, settings.hours_in_24))
    return found


def _never(problem: Problem) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for pair in problem.pairs:
        if pair.is_never:
            found.setdefault(pair.first, set()).add(pair.second)
            found.setdefault(pair.second, set()).add(pair.first)
    return found
