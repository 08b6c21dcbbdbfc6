"""Repairs a published roster: as few empty places as can be, then as few changes, then the wishes.

Each of the three is solved to its best before the next, which must not lose any of it. A change is
a person and shift that differs from what was published: a new duty, one taken away, or another post.
What a called-out person cannot do is no change that somebody chose, and is not counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from tongzhou.formats.duty_roster import Changes, Duty, Problem, Slot
from tongzhou.planners.roster.problem import Scene, fair
from tongzhou.planners.roster.solve.branch import branched
from tongzhou.planners.roster.solve.greedy import Hand, greedy
from tongzhou.planners.roster.solve.model import Model
from tongzhou.planners.roster.solve.search import never

SLACK = 1e-4


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the three: its name, what the roster costs in it, and at least how much it must."""

    name: str
    cost: float
    bound: float


@dataclass(frozen=True, slots=True)
class Repaired:
    """The problem and the hour as they are now, the roster, what changed against the published one, the proof."""

    problem: Problem
    now: float
    duties: frozenset[Duty]
    lost: frozenset[Duty]
    added: frozenset[Duty]
    removed: frozenset[Duty]
    moved: frozenset[tuple[Duty, Duty]]
    phases: Sequence[Phase]

    @property
    def is_proven(self) -> bool:
        """Whether no roster has fewer empty places, and none as good needs fewer changes."""
        return len(self.phases) > 1 and all(p.cost <= p.bound + SLACK for p in self.phases[:2])

    @property
    def is_best(self) -> bool:
        """Whether all three phases are proven."""
        return len(self.phases) == 3 and all(p.cost <= p.bound + SLACK for p in self.phases)


def repair(
    problem: Problem,
    published: frozenset[Duty],
    changes: Changes,
    *,
    seed: int = 0,
    budget: float = 60.0,
    may_stop: Callable[[], bool] = never,
) -> Repaired:
    """The roster after call-outs, joiners and changed needs."""
    ends_at = monotonic() + budget
    now = changes.applied(problem, published)
    scene = Scene(now)
    kept = _kept(scene, published)
    first = greedy(scene, fair(scene), kept)
    duties, phases = first, []
    model = Model(scene, kept)
    start: Sequence[float] = model.values(first)
    for name, (price, constant) in _prices(model, kept, changes).items():
        if may_stop():
            break
        model.programme.cost, model.programme.constant = list(price), constant
        found = branched(model.programme, seed=seed, seconds=ends_at - monotonic(), start=start)
        if not found.values:
            break
        start, duties = found.values, model.duties(found.values)
        phases.append(Phase(name, found.objective, found.bound))
        terms = [(column, cost) for column, cost in enumerate(price) if cost]
        model.programme.row(terms, high=found.objective - constant + SLACK)
    return _compared(now, changes.now, published, duties, phases)


def replacements(problem: Problem, duties: frozenset[Duty], post: str, slot: Slot) -> list[str]:
    """Who can take a place at once without any other change, the least loaded and nearest first."""
    scene = Scene(problem)
    hand = Hand(scene)
    for duty in duties:
        hand.take(duty)
    ranked = [
        (len(hand.own[name]) / max(1, person.max_per_week), scene.gates[person.home][post], name)
        for name, person in problem.people.items()
        if slot in scene.offers[name]
        and scene.may_stand(person, post, slot)
        and hand.fits(person, (post, slot))
    ]
    return [name for _, _, name in sorted(ranked)]


def _kept(scene: Scene, published: frozenset[Duty]) -> frozenset[Duty]:
    """The published duties that are still possible, the first ones where fewer are needed now."""
    hand = Hand(scene)
    for duty in sorted(scene.problem.pinned):
        hand.take(duty)
    for duty in sorted(published - scene.problem.pinned):
        person = scene.problem.people[duty.person]
        place = (duty.post, duty.slot)
        is_possible = duty.slot in scene.offers[duty.person] and scene.may_stand(person, *place)
        has_room = len(hand.there[place]) < scene.needs.get(place, 0)
        if is_possible and has_room and hand.fits(person, place):
            hand.take(duty)
    return frozenset(hand.duties)


def _prices(
    model: Model, kept: frozenset[Duty], changes: Changes
) -> dict[str, tuple[list[float], float]]:
    """What each phase minimises: the price of each column, and a constant."""
    soft = list(model.programme.cost)
    gaps = [0.0] * len(soft)
    for column in (*model.empty.values(), *model.leaderless.values()):
        gaps[column], soft[column] = soft[column], 0.0
    return {
        "empty places": (gaps, 0.0),
        "changes": _changes(model, kept, changes),
        "wishes": (soft, 0.0),
    }


def _changes(model: Model, kept: frozenset[Duty], changes: Changes) -> tuple[list[float], float]:
    """One for each new duty and each that does not stay; a change at short notice counts twice."""
    price = [0.0] * len(model.programme.cost)
    settings = model.problem.settings
    known = {(duty.person, duty.slot) for duty in kept}

    def weight(slot: Slot) -> float:
        is_soon = model.problem.begin(slot) - changes.now < settings.change_soon_hours
        return settings.change_soon_factor if is_soon else 1.0

    for (name, slot), column in model.works.items():
        if (name, slot) not in known:
            price[column] += weight(slot)
    for duty, column in model.direct.items():
        if duty in kept:
            price[column] -= weight(duty.slot)
    for (first, second, post, slot), column in model.couples.items():
        stays = sum(Duty(name, post, *slot) in kept for name in (first, second))
        price[column] -= weight(slot) * stays
    constant = sum(weight(duty.slot) for duty in kept if duty in model.direct)
    return price, constant


def _compared(
    now: Problem,
    hour: float,
    published: frozenset[Duty],
    duties: frozenset[Duty],
    phases: Sequence[Phase],
) -> Repaired:
    old = {(duty.person, duty.slot): duty for duty in published - duties}
    new = {(duty.person, duty.slot): duty for duty in duties - published}
    lost = {key: duty for key, duty in old.items() if key[1] in now.people[key[0]].unavailable}
    return Repaired(
        now,
        hour,
        duties,
        lost=frozenset(lost.values()),
        added=frozenset(duty for key, duty in new.items() if key not in old),
        removed=frozenset(duty for key, duty in old.items() if key not in new and key not in lost),
        moved=frozenset((old[key], duty) for key, duty in new.items() if key in old),
        phases=phases,
    )
