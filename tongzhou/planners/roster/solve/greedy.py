"""A first roster at once: the scarcest place first, leaders before others, the least loaded first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from tongzhou.formats.duty_roster import Duty, Person, Slot
from tongzhou.planners.roster.problem import Fair, Scene

Place = tuple[str, Slot]


def greedy(scene: Scene, fair: Fair, kept: Iterable[Duty] = ()) -> frozenset[Duty]:
    """The pinned and kept duties, and whoever fits into what is left; no hard rule is broken."""
    hand = Hand(scene)
    for duty in [*sorted(scene.problem.pinned), *sorted(set(kept) - scene.problem.pinned)]:
        hand.take(duty)
    candidates = _candidates(scene)
    order = sorted(scene.needs, key=lambda place: (len(candidates[place]), place))
    for wants_leader in (True, False):
        for place in order:
            while hand.is_wanted(place, leader=wants_leader):
                fits = (p for p in candidates[place] if hand.fits(p, place))
                good = [p for p in fits if p.is_leader or not wants_leader]
                if not good:
                    break
                best = min(good, key=lambda p: _rank(scene, fair, hand, p, place))
                hand.take(Duty(best.id, place[0], *place[1]))
    return frozenset(hand.duties)


@dataclass(slots=True)
class Hand:
    """A roster in the making, and whether one more duty would break a rule."""

    scene: Scene
    duties: set[Duty] = field(default_factory=set)
    own: dict[str, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    there: dict[Place, list[Person]] = field(default_factory=lambda: defaultdict(list))

    def take(self, duty: Duty) -> None:
        """Put a duty into the roster."""
        self.duties.add(duty)
        self.own[duty.person].append(duty.slot)
        self.there[duty.post, duty.slot].append(self.scene.problem.people[duty.person])

    def is_wanted(self, place: Place, *, leader: bool) -> bool:
        """Whether a place has room, and for the first round no leader yet."""
        there = self.there[place]
        if len(there) >= self.scene.needs[place]:
            return False
        needs = self.scene.problem.posts[place[0]].needs_leader
        return not leader or (needs and not any(person.is_leader for person in there))

    def fits(self, person: Person, place: Place) -> bool:
        """Whether a person may take the place beside all that is there already."""
        return next(self.hindrances(person, place), None) is None

    def hindrances(self, person: Person, place: Place) -> Iterator[str]:
        """The rules that forbid it, for somebody who may stand there as such."""
        own, slot, scene = self.own[person.id], place[1], self.scene
        if not scene.collisions[slot].isdisjoint(own):
            yield "rest"
        elif not self._fits_in_24(own, slot):
            yield "hours in 24"
        week = [other for other in own if other.day // 7 == slot.day // 7]
        if len(week) >= scene.most(person, slot.day // 7):
            yield "duties a week"
        if scene.is_night(slot):
            yield from self._nights(person, own, week, slot)
        if not self._fits_beside(person, place):
            yield "never together"
        if not self._leaves_seats(person, place):
            yield "skill"

    def _fits_in_24(self, own: Collection[Slot], slot: Slot) -> bool:
        for slots, hours, most in self.scene.windows:
            length = dict(zip(slots, hours, strict=True))
            if slot in length and sum(length.get(s, 0.0) for s in (*own, slot)) > most:
                return False
        return True

    def _nights(
        self, person: Person, own: Collection[Slot], week: Collection[Slot], slot: Slot
    ) -> Iterator[str]:
        nights = {s.day for s in own if self.scene.is_night(s)} | {slot.day}
        if sum(map(self.scene.is_night, week)) >= person.max_nights:
            yield "nights a week"
        most = self.scene.problem.settings.max_consecutive_nights
        if any(nights.issuperset(range(d, d + most + 1)) for d in nights):
            yield "nights in a row"

    def _fits_beside(self, person: Person, place: Place) -> bool:
        there = {other.id for other in self.there[place]}
        return there.isdisjoint(self.scene.never.get(person.id, ()))

    def _leaves_seats(self, person: Person, place: Place) -> bool:
        for skill, count in self.scene.problem.posts[place[0]].skills.items():
            others = sum(skill not in other.skills for other in self.there[place])
            if skill not in person.skills and others >= self.scene.needs[place] - count:
                return False
        return True


def _candidates(scene: Scene) -> dict[Place, list[Person]]:
    found: dict[Place, list[Person]] = defaultdict(list)
    for name, slots in scene.offers.items():
        person = scene.problem.people[name]
        for slot in slots:
            if slot in scene.pins.get(name, ()):
                continue
            for post in scene.gates[person.home]:
                if scene.may_stand(person, post, slot):
                    found[post, slot].append(person)
    return found


def _rank(
    scene: Scene, fair: Fair, hand: Hand, person: Person, place: Place
) -> tuple[float, bool, float]:
    load = len(hand.own[person.id]) / max(1, fair.load[person.id].high)
    return load, place[1].shift in person.dislikes, scene.gates[person.home][place[0]]
