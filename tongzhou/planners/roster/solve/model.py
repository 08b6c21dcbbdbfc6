"""The programme of a roster, exact and small: who has duty when, and classes of alike people to posts.

People of one home, alike in leading, skills and cold, are the same to a post: a flow says how many
of a class stand there. Only what concerns one person at one post has a column of its own: the
standing post, a pinned duty, a published duty that may stay, two who wish to stand together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tongzhou.formats.duty_roster import Duty, Person, Slot
from tongzhou.planners.roster.problem import Fair, Scene, fair
from tongzhou.planners.roster.solve.programme import Programme, Term
from tongzhou.planners.roster.solve.workloads import Workloads

Place = tuple[str, Slot]


@dataclass(frozen=True, slots=True)
class Class:
    """People who are alike to every post; `alone` names one who must be told apart."""

    home: str
    is_leader: bool
    may_cold: bool
    skills: frozenset[str]
    alone: str | None


@dataclass(slots=True)
class Cover:
    """The columns that put somebody at a place, with how many each puts there."""

    everybody: list[Term] = field(default_factory=list)
    leaders: list[Term] = field(default_factory=list)
    skilled: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    persons: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))


class Model:
    """The columns by what they mean, in one programme."""

    def __init__(self, scene: Scene, published: Iterable[Duty] = ()) -> None:
        self.scene, self.problem = scene, scene.problem
        self.fair: Fair = fair(scene)
        self.programme = Programme()
        self.works: dict[tuple[str, Slot], int] = {}
        self.direct: dict[Duty, int] = {}
        self.couples: dict[tuple[str, str, str, Slot], int] = {}
        self.elsewhere: dict[tuple[str, Slot], list[int]] = {}
        self.flows: dict[tuple[Class, str, Slot], int] = {}
        self.empty: dict[Place, int] = {}
        self.leaderless: dict[Place, int] = {}
        self.cover: dict[Place, Cover] = defaultdict(Cover)
        self._published = frozenset(published)
        self._told_apart = {
            p for pair in self.problem.pairs if pair.is_never for p in (pair.first, pair.second)
        }
        self._partners: dict[str, list[str]] = defaultdict(list)
        for pair in self.problem.pairs:
            if not pair.is_never:
                self._partners[pair.first].append(pair.second)
                self._partners[pair.second].append(pair.first)
        self._pins: dict[Place, list[Duty]] = defaultdict(list)
        for duty in sorted(self.problem.pinned):
            self._pins[duty.post, duty.slot].append(duty)
        self._own: dict[tuple[str, Slot], list[int]] = defaultdict(list)
        self._useful = {home: self._skills(gates) for home, gates in self.scene.gates.items()}
        self._some: dict[tuple[Class, Slot], Person] = {}
        self._members: dict[tuple[Class, Slot], list[int]] = defaultdict(list)
        self._couple_of: dict[tuple[str, Slot], list[int]] = defaultdict(list)
        self._build()

    def class_of(self, person: Person, slot: Slot) -> Class:
        """The class of people who are alike to every post in a shift."""
        alone = person.id if person.id in self._told_apart else None
        may_cold = person.may_cold or not self.scene.is_night(slot)
        skills = person.skills & self._useful[person.home]
        return Class(person.home, person.is_leader, may_cold, skills, alone)

    def _skills(self, posts: Iterable[str]) -> frozenset[str]:
        return frozenset(skill for post in posts for skill in self.problem.posts[post].skills)

    def duties(self, values: Sequence[float]) -> frozenset[Duty]:
        """The roster of a whole solution: the people of a class are dealt to its places."""
        found = {duty for duty, column in self.direct.items() if values[column] > 0.5}
        for (first, second, post, slot), column in self.couples.items():
            if values[column] > 0.5:
                found |= {Duty(name, post, *slot) for name in (first, second)}
        waiting = defaultdict(list)
        for (name, slot), columns in self.elsewhere.items():
            if any(values[column] > 0.5 for column in columns):
                waiting[self.class_of(self.problem.people[name], slot), slot].append(name)
        for (kind, post, slot), column in self.flows.items():
            for _ in range(round(values[column])):
                found.add(Duty(waiting[kind, slot].pop(0), post, *slot))
        return frozenset(found)

    def values(self, duties: Iterable[Duty]) -> list[float]:
        """A roster as a solution, without the columns that only measure it."""
        found = list(self.programme.low)
        for place, need in self.scene.needs.items():
            found[self.empty[place]] = float(need)
        led = set()
        for duty in duties:
            person, place = self.problem.people[duty.person], (duty.post, duty.slot)
            found[self.works[duty.person, duty.slot]] = 1.0
            if duty in self.direct:
                found[self.direct[duty]] = 1.0
            else:
                found[self.elsewhere[duty.person, duty.slot][0]] = 1.0
                found[self.flows[self.class_of(person, duty.slot), duty.post, duty.slot]] += 1.0
            if place in self.empty:
                found[self.empty[place]] = max(0.0, found[self.empty[place]] - 1.0)
            if person.is_leader:
                led.add(place)
        for place, column in self.leaderless.items():
            found[column] = float(place not in led)
        return found

    def _build(self) -> None:
        for name in self.problem.people:
            for slot in self.scene.offers[name]:
                self._offer(self.problem.people[name], slot)
        self._pair_up()
        for name, slot in self.works:
            self._link(self.problem.people[name], slot)
        self._flow()
        for (post, slot), need in self.scene.needs.items():
            self._fill(post, slot, need)
        self._keep_apart()
        Workloads(self.scene, self.fair, self.programme, self.works).add()

    def _offer(self, person: Person, slot: Slot) -> None:
        """Whether a person has duty, and columns for the posts that concern only this person."""
        pins = self.scene.pins.get(person.id, {}).get(slot, [])
        posts = [p for p in self.scene.gates[person.home] if self.scene.may_stand(person, p, slot)]
        if not posts and not pins:
            return
        weights = self.problem.settings
        liked = weights.liked * (slot.shift in person.likes)
        cost = liked + weights.disliked * (slot.shift in person.dislikes)
        low, high = float(len(pins)), float(max(1, len(pins)))
        self.works[person.id, slot] = self.programme.column(cost, low, high, leads=True)
        self.programme.firm.append(self.works[person.id, slot])
        self.programme.days.setdefault(slot.day, []).append(self.works[person.id, slot])
        for post in self._own_posts(person, slot, posts):
            duty = Duty(person.id, post, *slot)
            low = float(duty in pins)
            self.direct[duty] = self.programme.column(
                self._walk(person, post), low, 1.0, leads=True
            )
            self._own[person.id, slot].append(self.direct[duty])
            self._stand(person, duty.post, slot, self.direct[duty])

    def _own_posts(self, person: Person, slot: Slot, posts: Sequence[str]) -> list[str]:
        pins = [duty.post for duty in self.scene.pins.get(person.id, {}).get(slot, [])]
        own = [post for post in posts if Duty(person.id, post, *slot) in self._published]
        if person.standing_post is not None and person.standing_post in posts:
            own.append(person.standing_post)
        for partner in self._partners.get(person.id, ()):
            beside = self.scene.pins.get(partner, {}).get(slot, ())
            own += [duty.post for duty in beside if duty.post in posts]
        return list(dict.fromkeys([*pins, *own]))

    def _walk(self, person: Person, post: str) -> float:
        """Minutes to the post, and the price of its not being the standing one."""
        weights = self.problem.settings
        away = person.standing_post not in (None, post)
        minutes = self.problem.walk[person.home].get(post, 0.0)
        return weights.walk * minutes + weights.not_standing * away

    def _stand(self, person: Person, post: str, slot: Slot, column: int) -> None:
        cover = self.cover[post, slot]
        self._count(cover, self.class_of(person, slot), column)
        if person.id in self._told_apart:
            cover.persons[person.id].append((column, 1.0))

    def _count(self, cover: Cover, kind: Class, column: int, *, times: float = 1.0) -> None:
        cover.everybody.append((column, times))
        if kind.is_leader:
            cover.leaders.append((column, 1.0))
        for skill in kind.skills:
            cover.skilled[skill].append((column, times))

    def _pair_up(self) -> None:
        """A column for each place where two who wish it can stand together."""
        for pair in self.problem.pairs:
            one, other = (self.problem.people[name] for name in (pair.first, pair.second))
            for slot in () if pair.is_never else self.scene.offers[pair.first]:
                if (one.id, slot) in self.works and (other.id, slot) in self.works:
                    if self._is_settled(one, other, slot):
                        self._settle(one, other, slot)
                    else:
                        self._couple(one, other, slot)

    def _couple(self, one: Person, other: Person, slot: Slot) -> None:
        for post in self.scene.gates[one.home]:
            both = all(self.scene.may_stand(person, post, slot) for person in (one, other))
            if not both or self.scene.needs[post, slot] < 2:
                continue
            cost = self._walk(one, post) + self._walk(other, post) + self.problem.settings.together
            column = self.programme.column(cost, leads=True)
            self.couples[one.id, other.id, post, slot] = column
            for person in (one, other):
                self._couple_of[person.id, slot].append(column)
                if person.id in self._told_apart:
                    self.cover[post, slot].persons[person.id].append((column, 1.0))
            self._count_couple(self.cover[post, slot], one, other, column)

    def _settle(self, one: Person, other: Person, slot: Slot) -> None:
        """Where one is pinned already, the other may come beside."""
        for post in self.problem.posts:
            both = [self.direct.get(Duty(person.id, post, *slot)) for person in (one, other)]
            if None not in both:
                column = self.programme.column(self.problem.settings.together)
                for direct in both:
                    self.programme.row([(column, 1.0), (direct or 0, -1.0)], high=0.0)

    def _is_settled(self, one: Person, other: Person, slot: Slot) -> bool:
        """Pinned duties are kept by columns of their own."""
        return any(slot in self.scene.pins.get(person.id, ()) for person in (one, other))

    def _count_couple(self, cover: Cover, one: Person, other: Person, column: int) -> None:
        cover.everybody.append((column, 2.0))
        if one.is_leader or other.is_leader:
            cover.leaders.append((column, 1.0))
        for skill in one.skills | other.skills:
            both = float((skill in one.skills) + (skill in other.skills))
            cover.skilled[skill].append((column, both))

    def _link(self, person: Person, slot: Slot) -> None:
        """A duty is at a post of one's own, beside one's partner, or where the class goes."""
        works = self.works[person.id, slot]
        own = self._own[person.id, slot] + self._couple_of[person.id, slot]
        kind = self.class_of(person, slot)
        away = self.problem.settings.not_standing * (person.standing_post is not None)
        if not own and not away:
            column = works
        else:
            column = self.programme.column(away, leads=True)
            self.programme.row([(c, 1.0) for c in own] + [(column, 1.0), (works, -1.0)], 0.0, 0.0)
        self.elsewhere[person.id, slot] = [column]
        self._members[kind, slot].append(column)
        self._some.setdefault((kind, slot), person)

    def _flow(self) -> None:
        for (kind, slot), members in self._members.items():
            some = self._some[kind, slot]
            terms = [(column, -1.0) for column in members]
            for post, minutes in self.scene.gates[kind.home].items():
                if not self.scene.may_stand(some, post, slot):
                    continue
                most = min(self.scene.needs[post, slot], len(members))
                column = self.programme.column(
                    self.problem.settings.walk * minutes, 0.0, float(most)
                )
                self.flows[kind, post, slot] = column
                terms.append((column, 1.0))
                cover = self.cover[post, slot]
                cover.everybody.append((column, 1.0))
                if kind.is_leader:
                    cover.leaders.append((column, 1.0))
                for skill in kind.skills:
                    cover.skilled[skill].append((column, 1.0))
                if kind.alone is not None:
                    cover.persons[kind.alone].append((column, 1.0))
            self.programme.row(terms, 0.0, 0.0)

    def _fill(self, post: str, slot: Slot, need: int) -> None:
        """H8 and H2: no more than required, places of a skill; what is empty or without leader."""
        weights, cover = self.problem.settings, self.cover[post, slot]
        pins = self._pins[post, slot]
        empty = self.programme.column(weights.unfilled, 0.0, float(need))
        self.empty[post, slot] = empty
        self.programme.alarms.setdefault(slot.day, []).append(empty)
        over = float(max(need, len(pins)))
        terms = [*cover.everybody, (empty, 1.0)]
        self.programme.row(terms, float(need), over)
        for skill, count in self.problem.posts[post].skills.items():
            others = [(c, v - dict(cover.skilled[skill]).get(c, 0.0)) for c, v in cover.everybody]
            unskilled = [
                duty for duty in pins if skill not in self.problem.people[duty.person].skills
            ]
            most = float(max(0, need - count, len(unskilled)))
            self.programme.row([(c, v) for c, v in others if v], high=most)
        if self.problem.posts[post].needs_leader:
            column = self.programme.column(weights.no_leader)
            self.leaderless[post, slot] = column
            self.programme.alarms[slot.day].append(column)
            self.programme.row([*cover.leaders, (column, 1.0)], low=1.0)

    def _keep_apart(self) -> None:
        """H6: of two who must never meet at most one stands at a place, unless both are pinned."""
        for pair in self.problem.pairs:
            for (post, slot), cover in self.cover.items() if pair.is_never else ():
                terms = [*cover.persons.get(pair.first, ()), *cover.persons.get(pair.second, ())]
                pins = {Duty(name, post, *slot) for name in (pair.first, pair.second)}
                if terms and not self.problem.pinned.issuperset(pins):
                    self.programme.row(terms, high=1.0)
