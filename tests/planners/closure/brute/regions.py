"""One region of the inside: the best gates and doors for the homes in it, by levels of guards."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from tests.planners.closure.brute.network import PUBLIC, Part, Street
from tests.planners.closure.brute.transport import cheapest_shares
from tongzhou.planners.closure.problem import Home, Problem

Curve = dict[int, float]
"""The least cost with exactly so many levels of guards."""
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Passage:
    """A cut street that leads to public ground: metres from its inner end to the public street."""

    street: Street
    inner: int
    metres: float


@dataclass
class Regions:
    """The regions of one part; with `walks_freely` people take the shortest way that is inside,
    else only the way that is shortest today, as row (4) has it.
    """

    problem: Problem
    part: Part
    walks_freely: bool = False
    known: dict[tuple[frozenset[int], tuple[Passage, ...]], Curve] = field(default_factory=dict)

    def label(self, home: Home) -> int:
        """The compound of a home, when each is to be a cell of its own."""
        return home.compound if self.problem.profile.cells.compartments else 0

    @cached_property
    def today(self) -> dict[int, float]:
        """Metres from each node to the public street."""
        return {node: metres for node, (metres, _) in self.out.items()}

    @cached_property
    def out(self) -> dict[int, tuple[float, tuple[int, ...]]]:
        """For each node the metres to the public street, and the nodes of the way there."""
        found: dict[int, tuple[float, tuple[int, ...]]] = {PUBLIC: (0.0, ())}
        nodes = [*self.part.homes, *self.part.free]
        while missing := [node for node in nodes if node not in found]:
            steps = [
                (found[s.beyond(node)][0] + s.metres, node, s.beyond(node))
                for node in missing
                for s in self.part.at(node)
                if s.beyond(node) in found
            ]
            metres, node, following = min(steps)
            found[node] = (metres, (node, *found[following][1]))
        return found

    @cached_property
    def trees(self) -> dict[int, tuple[dict[int, float], dict[int, int]]]:
        """From each home the shortest ways of today that could be inside its compound."""
        homes = self.part.homes
        return {
            node: self.part.walk(
                node, but=[n for n, other in homes.items() if self.label(other) != self.label(home)]
            )
            for node, home in homes.items()
        }

    def best(self, nodes: frozenset[int], passages: tuple[Passage, ...], forced: int) -> Curve:
        """The curve of one region; the first `forced` passages must be gates."""
        key = nodes, passages
        if key not in self.known:
            self.known[key] = self._curve(nodes, passages, forced)
        return self.known[key]

    def _curve(self, nodes: frozenset[int], passages: Sequence[Passage], forced: int) -> Curve:
        homes = [self.part.homes[node] for node in sorted(nodes) if node in self.part.homes]
        metres = [self._metres(home, nodes, passages) for home in homes]
        curve: Curve = {}
        if len(homes) == 1 and len(homes[0].houses) == 1:
            for door in self._doors(homes[0], passages[forced:], metres[0][forced:]):
                self._by_door(curve, passages, forced, door)
        if all(min(row, default=math.inf) < math.inf for row in metres):
            self._by_gates(curve, homes, metres, passages, forced)
        return curve

    def _metres(
        self, home: Home, nodes: frozenset[int], passages: Sequence[Passage]
    ) -> list[float]:
        """The whole way out by each passage; infinite where none is allowed."""
        walking = self.problem.profile.walking
        limit = max(walking.limit_metres, walking.detour * self.today[home.node])
        reach, before = self._reach(home, nodes)
        found = []
        for passage in passages:
            total = reach.get(passage.inner, math.inf) + passage.metres
            is_inside = self.walks_freely or _is_within(passage.inner, home.node, before, nodes)
            found.append(total if is_inside and total <= limit + NEAR else math.inf)
        return found

    def _reach(
        self, home: Home, nodes: frozenset[int]
    ) -> tuple[Mapping[int, float], Mapping[int, int]]:
        if self.walks_freely:
            return self.part.walk(home.node, within=nodes)
        return self.trees[home.node]

    def _walking(self, home: Home, metres: float) -> float:
        """Yuan for one household that walks so far."""
        longer = max(0.0, metres - self.today[home.node])
        return self.problem.profile.costs.walk * longer if metres < math.inf else math.inf

    def _doors(
        self, home: Home, passages: Sequence[Passage], metres: Sequence[float]
    ) -> Iterator[tuple[Passage, float]]:
        """Keyed doors with what each costs more than a plain closing."""
        for passage, far in zip(passages, metres, strict=True):
            street = passage.street
            if math.isfinite(street.door) and math.isfinite(far):
                walking = home.households * self._walking(home, far)
                yield passage, street.door - street.price + walking

    def _by_door(
        self,
        curve: Curve,
        passages: Sequence[Passage],
        forced: int,
        door: tuple[Passage, float],
    ) -> None:
        """A door for the only house; gates beside it where they are forced, or cheaper than walls."""
        for chosen in _subsets(passages, forced):
            if door[0] not in chosen:
                cost = door[1] + sum(self._gate(passage) for passage in chosen)
                _note(curve, len(chosen), cost)

    def _by_gates(
        self,
        curve: Curve,
        homes: Sequence[Home],
        metres: Sequence[Sequence[float]],
        passages: Sequence[Passage],
        forced: int,
    ) -> None:
        people = [home.households for home in homes]
        if homes and math.isinf(self._at_most(people, metres)):
            return
        cheapest = sorted(self._gate(passage) for passage in passages)
        for size in range(forced, len(passages) + 1):
            if homes and not size:
                continue
            if sum(cheapest[:size]) >= _least(curve, size) and all(c > 0 for c in cheapest[size:]):
                return
            for more in combinations(range(forced, len(passages)), size - forced):
                chosen = [*range(forced), *more]
                fixed = sum(self._gate(passages[i]) for i in chosen)
                if fixed < _least(curve, size):
                    rows = [[row[i] for i in chosen] for row in metres]
                    self._share(curve, homes, rows, fixed, size)

    def _share(
        self,
        curve: Curve,
        homes: Sequence[Home],
        metres: Sequence[Sequence[float]],
        fixed: float,
        count: int,
    ) -> None:
        """The people of all homes by these gates, with as many guards as that needs."""
        gates = self.problem.profile.gates
        if any(min(row) == math.inf for row in metres):
            return
        people = [home.households for home in homes]
        cost = [[self._walking(home, far) for far in row]
                for home, row in zip(homes, metres, strict=True)]  # fmt: skip
        nearest = sum(n * min(row) for n, row in zip(people, cost, strict=True))
        if sum(people) <= gates.households:
            _note(curve, count, fixed + nearest)
            return
        needed = -(-sum(people) // gates.households)
        if needed > count * gates.levels or math.isinf(self._at_most(people, cost)):
            return
        for levels in sorted(product(range(1, gates.levels + 1), repeat=count), key=sum):
            more = fixed + (sum(levels) - count) * self.problem.profile.costs.level
            if sum(levels) >= needed and more + nearest < _least(curve, sum(levels)):
                room = [gates.households * level for level in levels]
                _note(curve, sum(levels), more + cheapest_shares(people, room, cost))

    def _at_most(self, people: Sequence[int], cost: Sequence[Sequence[float]]) -> float:
        """The least walking when every gate has all the guards it can have."""
        gates = self.problem.profile.gates
        return cheapest_shares(people, [gates.households * gates.levels] * len(cost[0]), cost)

    def _gate(self, passage: Passage) -> float:
        """What a gate with one level of guards costs more than a plain closing there."""
        level, street = self.problem.profile.costs.level, passage.street
        return street.gate + level - (street.price if math.isfinite(street.price) else 0.0)


def _subsets(passages: Sequence[Passage], forced: int) -> Iterator[Sequence[Passage]]:
    for size in range(len(passages) - forced + 1):
        for more in combinations(passages[forced:], size):
            yield [*passages[:forced], *more]


def _is_within(node: int, home: int, before: Mapping[int, int], nodes: frozenset[int]) -> bool:
    """Whether the way from a home to a node is inside all along."""
    while node in before and node in nodes and node != home:
        node = before[node]
    return node == home


def _least(curve: Curve, levels: int) -> float:
    """The least cost known with at most so many levels."""
    return min((cost for count, cost in curve.items() if count <= levels), default=math.inf)


def _note(curve: Curve, levels: int, cost: float) -> None:
    if cost < _least(curve, levels):
        curve[levels] = cost
