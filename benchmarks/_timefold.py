"""Timefold as a baseline: local search on the places of a roster, by the rules of the design.

It needs a Java runtime. Each place takes one of the people who may stand there, or nobody; the rules
between duties are constraint streams. Weights are kept to a hundredth, as whole numbers. Annotations
must be real here: the library compiles what they name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningPin,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)
from timefold.solver.score import ConstraintCollectors as Collectors

from tongzhou.formats.duty_roster import Duty, Problem, Settings, Slot
from tongzhou.planners.roster.problem.fairness import Band, fair
from tongzhou.planners.roster.problem.scene import Scene

FINE = 100
HARD, SOFT = HardSoftScore.ONE_HARD, HardSoftScore.ONE_SOFT
PRICES = ("unfilled", "no_leader", "night", "weekend", "together")


@dataclass
class Guard:
    """One person; `off[n]` is what n duties cost more than none, by their distance from the share."""

    id: Annotated[int, PlanningId]
    name: str
    is_leader: bool
    most_nights: int
    fair_nights: int
    fair_weekends: int
    off: list[int]
    most: list[int]
    never: list[int]
    together: list[int]


@dataclass
class Gate:
    """One post in one shift that needs somebody who leads."""

    id: Annotated[int, PlanningId]


@planning_entity
@dataclass
class Place:
    """One of the places at a post in a shift, and what each of those who may stand there costs."""

    id: Annotated[int, PlanningId]
    gate: int
    slot: int
    day: int
    week: int
    is_night: bool
    is_weekend: bool
    collides: list[int]
    costs: dict[int, int]
    is_pinned: Annotated[bool, PlanningPin]
    may: Annotated[list[Guard], ValueRangeProvider]
    guard: Annotated[Guard | None, PlanningVariable(allows_unassigned=True)] = field(default=None)


@planning_solution
@dataclass
class Table:
    """The roster."""

    guards: Annotated[list[Guard], ProblemFactCollectionProperty]
    gates: Annotated[list[Gate], ProblemFactCollectionProperty]
    places: Annotated[list[Place], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore, PlanningScore] = field(default=None)


def solved(problem: Problem, seconds: float) -> frozenset[Duty]:
    """The duties found within so many seconds of the clock; they may break rules, so check them."""
    table = _Table(Scene(problem))
    config = SolverConfig(
        solution_class=Table,
        entity_class_list=[Place],
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=_rules(problem.settings)
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=max(1, round(1000 * seconds)))
        ),
    )
    found = SolverFactory.create(config).build_solver().solve(table.content())
    return frozenset(table.duty(place) for place in found.places if place.guard is not None)


class _Table:
    """The problem in the solver's classes."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.problem, self.weights = scene, scene.problem, scene.problem.settings
        self.numbers = {name: number for number, name in enumerate(self.problem.people)}
        self.slots = {slot: number for number, slot in enumerate(scene.slots)}
        self.needs = sorted(scene.needs, key=lambda need: (self.slots[need[1]], need[0]))
        self.offers = {name: set(slots) for name, slots in scene.offers.items()}
        self.guards = [self._guard(name) for name in self.problem.people]

    def content(self) -> Table:
        posts = self.problem.posts
        gates = [Gate(n) for n, (post, _) in enumerate(self.needs) if posts[post].needs_leader]
        places = [place for gate in range(len(self.needs)) for place in self._places(gate)]
        for number, place in enumerate(places):
            place.id = number
        return Table(self.guards, gates, places)

    def duty(self, place: Any) -> Duty:
        post, slot = self.needs[place.gate]
        return Duty(place.guard.name, post, slot.day, slot.shift)

    def _guard(self, name: str) -> Guard:
        person, shares = self.problem.people[name], fair(self.scene)
        wished = [p.second for p in self.problem.pairs if p.first == name and not p.is_never]
        return Guard(
            self.numbers[name],
            name,
            person.is_leader,
            person.max_nights,
            shares.nights[name],
            shares.weekends[name],
            self._off(shares.load[name]),
            [self.scene.most(person, week) for week in range((self.problem.days + 6) // 7)],
            [self.numbers[other] for other in self.scene.never.get(name, ())],
            [self.numbers[other] for other in wished],
        )

    def _off(self, band: Band) -> list[int]:
        """All shifts count alike, as they are equally long in the invented problems."""
        counts = range(self.problem.days * len(self.problem.shifts) + 1)
        off = [max(0, band.low - n) + max(0, n - band.high) for n in counts]
        return [round(FINE * self.weights.load * (each - off[0])) for each in off]

    def _places(self, gate: int) -> list[Place]:
        post, slot = self.needs[gate]
        pinned = [
            n for n, own in self.scene.pins.items() for d in own.get(slot, ()) if d.post == post
        ]
        free = range(max(0, self.scene.needs[post, slot] - len(pinned)))
        return [
            *(self._place(gate, [name], pinned=True) for name in pinned),
            *(self._place(gate, self._may(post, slot, seat)) for seat in free),
        ]  # fmt: skip

    def _may(self, post: str, slot: Slot, seat: int) -> list[str]:
        """The first seats at a post are for those with its skills."""
        wanted = {skill for skill, count in self.problem.posts[post].skills.items() if seat < count}
        return [
            name
            for name, person in self.problem.people.items()
            if slot in self.offers[name]
            and slot not in self.scene.pins.get(name, {})
            and self.scene.may_stand(person, post, slot)
            and wanted <= person.skills
        ]

    def _place(self, gate: int, names: Sequence[str], *, pinned: bool = False) -> Place:
        post, slot = self.needs[gate]
        may = [self.guards[self.numbers[name]] for name in names]
        return Place(
            0,
            gate,
            self.slots[slot],
            slot.day,
            slot.day // 7,
            self.scene.is_night(slot),
            self.problem.is_weekend(slot.day),
            [self.slots[other] for other in self.scene.collisions[slot]],
            {self.numbers[name]: self._cost(name, post, slot) for name in names},
            pinned,
            may,
            may[0] if pinned else None,
        )

    def _cost(self, name: str, post: str, slot: Slot) -> int:
        person, weights = self.problem.people[name], self.weights
        cost = weights.walk * self.problem.walk[person.home].get(post, 0.0)
        cost += weights.disliked * (slot.shift in person.dislikes)
        cost += weights.liked * (slot.shift in person.likes)
        cost += weights.not_standing * (person.standing_post not in (None, post))
        return round(FINE * cost)


def _rules(weights: Settings) -> Callable[[ConstraintFactory], list[Constraint]]:
    """The rules between places; each weight is that of one hundredth."""
    empty, lead, night, weekend, together = (round(FINE * getattr(weights, n)) for n in PRICES)

    @constraint_provider
    def rules(factory: ConstraintFactory) -> list[Constraint]:
        return [
            *_hours(factory, weights.max_consecutive_nights),
            *_posts(factory, empty, lead, -together),
            *_shares(factory, night, weekend),
        ]

    return rules


def _hours(factory: ConstraintFactory, most: int) -> list[Constraint]:
    """H2 and H3: what one person may have."""

    def too_long(days: set[int]) -> int:
        """Nights at which a run of too many begins."""
        count = 0
        for first in days:
            length = 0
            while length <= most and first + length in days:
                length += 1
            if length > most:
                count += 1
        return count

    duties = factory.for_each(Place)
    nights = duties.filter(lambda place: place.is_night)
    return [
        factory.for_each_unique_pair(Place, Joiners.equal(lambda place: place.guard))
        .filter(lambda one, other: other.slot in one.collides)
        .penalize(HARD)
        .as_constraint("H2 rest"),
        duties.group_by(lambda place: place.guard, lambda place: place.week, Collectors.count())
        .filter(lambda guard, week, count: count > guard.most[week])
        .penalize(HARD, lambda guard, week, count: count - guard.most[week])
        .as_constraint("H3 duties a week"),
        nights.group_by(lambda place: place.guard, lambda place: place.week, Collectors.count())
        .filter(lambda guard, week, count: count > guard.most_nights)
        .penalize(HARD, lambda guard, week, count: count - guard.most_nights)
        .as_constraint("H3 nights a week"),
        nights.group_by(lambda place: place.guard, Collectors.to_set(lambda place: place.day))
        .penalize(HARD, lambda guard, days: too_long(days))
        .as_constraint("H3 nights in a row"),
    ]  # fmt: skip


def _posts(
    factory: ConstraintFactory, empty: int, without_leader: int, together: int
) -> list[Constraint]:
    """H6, and what is missing at a post or liked there."""
    pairs = factory.for_each_unique_pair(Place, Joiners.equal(lambda place: place.gate))
    return [
        pairs.filter(lambda one, other: other.guard.id in one.guard.never)
        .penalize(HARD)
        .as_constraint("H6 never together"),
        pairs.filter(
            lambda one, other: (
                other.guard.id in one.guard.together or one.guard.id in other.guard.together
            )
        )
        .reward(SOFT, lambda one, other: together)
        .as_constraint("together"),
        factory.for_each_including_unassigned(Place)
        .filter(lambda place: place.guard is None)
        .penalize(SOFT, lambda place: empty)
        .as_constraint("empty"),
        factory.for_each(Gate)
        .if_not_exists(
            Place,
            Joiners.equal(lambda gate: gate.id, lambda place: place.gate),
            Joiners.filtering(lambda gate, place: place.guard.is_leader),
        )
        .penalize(SOFT, lambda gate: without_leader)
        .as_constraint("without leader"),
        factory.for_each(Place)
        .impact(SOFT, lambda place: -place.costs[place.guard.id])
        .as_constraint("wishes and walk"),
    ]


def _shares(factory: ConstraintFactory, night: int, weekend: int) -> list[Constraint]:
    """What is off the fair share."""
    duties = factory.for_each(Place)
    return [
        duties.filter(lambda place: place.is_night)
        .group_by(lambda place: place.guard, Collectors.count())
        .filter(lambda guard, count: count > guard.fair_nights)
        .penalize(SOFT, lambda guard, count: night * (count - guard.fair_nights))
        .as_constraint("nights above the share"),
        duties.filter(lambda place: place.is_weekend)
        .group_by(lambda place: place.guard, Collectors.count())
        .filter(lambda guard, count: count > guard.fair_weekends)
        .penalize(SOFT, lambda guard, count: weekend * (count - guard.fair_weekends))
        .as_constraint("weekends above the share"),
        duties.group_by(lambda place: place.guard, Collectors.count())
        .impact(SOFT, lambda guard, count: -guard.off[count])
        .as_constraint("hours off the share"),
    ]
