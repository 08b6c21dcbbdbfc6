"""The programme of one cell: the fence line and its gates together.

x says what is inside, z which chains are closed, g where a guarded gate stands and in which
direction, n its levels of guards, y which home uses it, d a keyed door for a house alone. With
several compounds in a cell, x and g exist once for each.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from tongzhou.planners.closure.problem import Home, Problem
from tongzhou.planners.closure.solve.cells import Cell, reach
from tongzhou.planners.closure.solve.chains import PUBLIC, Chain
from tongzhou.planners.closure.solve.columns import INSIDE, OUTSIDE, ROUNDING, Gate, Use
from tongzhou.planners.closure.solve.doors import Ground, KeyedDoor, doors_of, ground_of
from tongzhou.planners.closure.solve.engine import INFINITY
from tongzhou.planners.closure.solve.programme import Level, Programme, Term


@dataclass(slots=True)
class Model:
    """The programme with the meaning of its columns."""

    problem: Problem
    cell: Cell
    programme: Programme = field(default_factory=Programme)
    inside: dict[tuple[int, int], int] = field(default_factory=dict)
    closed: dict[int, int] = field(default_factory=dict)
    gates: dict[Gate, int] = field(default_factory=dict)
    levels: dict[Gate, int] = field(default_factory=dict)
    uses: dict[Use, int] = field(default_factory=dict)
    doors: dict[KeyedDoor, int] = field(default_factory=dict)
    unserved: list[int] = field(default_factory=list)
    on_chain: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    guards: int = -1
    labels: tuple[int, ...] = ()
    _clear_at: dict[int, Level] = field(default_factory=lambda: {PUBLIC: INSIDE})

    def build(self) -> "Model":
        """Write all columns and rows of formulation (1) to (8)."""
        self.labels = tuple(sorted({self._label(home) for home in self.cell.homes.values()}))
        self._inside_columns()
        for number, chain in self.cell.chains.items():
            self.programme.block(("chain", number))
            self._close(number, chain)
            self._gates_of(number, chain)
        at: dict[tuple[int, int], list[Gate]] = defaultdict(list)
        for gate in self.gates:
            at[gate.inside, gate.label].append(gate)
        for home in self.cell.homes.values():
            self.programme.block(("home", home.node))
            self._serve(home, at)
        self.programme.block("gates")
        self._capacities()
        self._guards()
        for number in self.cell.chains:
            self._one_passage(number, self.on_chain[number])
        return self

    def limit_levels(self, levels: int) -> None:
        """No more than that many levels of guards in this cell."""
        self.programme.high[self.guards] = float(levels)

    def level(self, node: int, label: int) -> Level:
        """Whether a node is inside the compound of a label."""
        if node == PUBLIC:
            return OUTSIDE
        home = self.cell.homes.get(node)
        if home is not None:
            return INSIDE if self._label(home) == label else OUTSIDE
        return Level(column=self.inside[node, label])

    def _label(self, home: Home) -> int:
        return home.compound if self.problem.profile.cells.compartments else 0

    def _inside_columns(self) -> None:
        for node in self.cell.nodes:
            if node in self.cell.homes:
                continue
            for label in self.labels:
                self.inside[node, label] = self.programme.column(0.0)
            if len(self.labels) > 1:
                terms = [(self.inside[node, label], 1.0) for label in self.labels]
                self.programme.row(terms, high=1.0)

    def _close(self, number: int, chain: Chain) -> None:
        """A chain between inside and outside is closed: z >= |x_u - x_v| for each compound.

        Where only a gate may close it, z is as much as its gates, and what it weighs they save: so a
        wish that forbids a barrier leaves the weights as they are, and the last relaxation is near.
        """
        must = chain.is_closed or chain.has_gate
        z = self.closed[number] = self.programme.column(chain.weight, low=float(must))
        for label in self.labels:
            u, v = self.level(chain.u, label), self.level(chain.v, label)
            for one, other in ((u, v), (v, u)):
                least = one.constant - other.constant
                if least > 0 or one.column is not None:
                    terms = [(z, 1.0), *one.terms(-1.0), *other.terms(1.0)]
                    self.programme.row(terms, low=least)
        if chain.cost <= 0.0 and not must:
            self._only_between(z, chain)

    def _only_between(self, z: int, chain: Chain) -> None:
        """What costs nothing to close is closed only where it parts two sides, not within one."""
        sides = [(self.level(chain.u, k), self.level(chain.v, k)) for k in self.labels]
        ends = [end for pair in sides for end in pair]
        outside = [term for end in ends for term in end.terms(-1.0)]
        self.programme.row([(z, 1.0), *outside], high=sum(end.constant for end in ends))
        for u, v in sides:
            terms = [(z, 1.0), *u.terms(1.0), *v.terms(1.0)]
            self.programme.row(terms, high=2.0 - u.constant - v.constant)

    def _gates_of(self, number: int, chain: Chain) -> None:
        own = [
            self._gate(Gate(number, a, b, label), chain)
            for label in self.labels
            for a, b in ((chain.u, chain.v), (chain.v, chain.u))
            if self._may_stand(a, b, label)
        ]
        self._only_gates(number, own, is_so=not math.isfinite(chain.cost) or chain.has_gate)

    def _may_stand(self, inside: int, outside: int, label: int) -> bool:
        if inside == PUBLIC or self.level(inside, label) == OUTSIDE:
            return False
        return self._clear(outside) != OUTSIDE

    def _only_gates(self, number: int, columns: list[int], *, is_so: bool) -> None:
        """Closed only by a gate, where no barrier may stand or a pin wants the gate.

        Elsewhere the row asks nothing; so a pin changes figures and not the programme's shape.
        """
        terms = [(self.closed[number], 1.0), *((column, -1.0) for column in columns)]
        self.programme.row(terms, high=0.0 if is_so else INFINITY)

    def _one_passage(self, number: int, columns: Iterable[int]) -> None:
        """A closed chain has at most one gate or door, and an open one has none."""
        terms = [(self.closed[number], -1.0), *((column, 1.0) for column in columns)]
        self.programme.row(terms, high=0.0)

    def _gate(self, gate: Gate, chain: Chain) -> int:
        g = self.gates[gate] = self.programme.column(chain.gate - chain.weight)
        if chain.is_closed and not chain.has_gate:
            self.programme.high[g] = 0.0
        self._only_if(g, self.level(gate.inside, gate.label))
        self._only_if(g, self._clear(gate.outside))
        self.on_chain[gate.chain].append(g)
        if self._needs_levels():
            self._staff(gate, g)
        return g

    def _staff(self, gate: Gate, g: int) -> None:
        profile = self.problem.profile
        most = float(profile.gates.levels)
        n = self.levels[gate] = self.programme.column(0.0, high=most)
        self.programme.row([(n, 1.0), (g, -1.0)], low=0.0)
        self.programme.row([(n, 1.0), (g, -most)], high=0.0)

    def _clear(self, node: int) -> Level:
        """Whether a node and its way to the public street are outside every compound.

        What leads there leads to a public street, not into a pocket.
        """
        if node != PUBLIC and node not in self.cell.towards:
            return OUTSIDE
        way = [node]
        while way[-1] not in self._clear_at:
            way.append(self.cell.towards[way[-1]])
        for here, following in reversed(list(pairwise(way))):
            self._clear_at[here] = self._clear_column(here, self._clear_at[following])
        return self._clear_at[node]

    def _clear_column(self, node: int, following: Level) -> Level:
        if following == OUTSIDE or node in self.cell.homes:
            return OUTSIDE
        o = self.programme.column(0.0, is_whole=False)
        within = [(self.inside[node, label], 1.0) for label in self.labels]
        self.programme.row([(o, 1.0), *within], high=1.0)
        self._only_if(o, following)
        return Level(column=o)

    def _only_if(self, column: int, level: Level) -> None:
        """The column may be 1 only if the level is."""
        if level != INSIDE:
            self.programme.row([(column, 1.0), *level.terms(-1.0)], high=level.constant)

    def _serve(self, home: Home, at: Mapping[tuple[int, int], list[Gate]]) -> None:
        """Each home has its share of gates within reach, or a keyed door of its own."""
        label, today = self._label(home), self.cell.out.get(home.node, math.inf)
        walking = self.problem.profile.walking
        limit = max(walking.limit_metres, walking.detour * today) + ROUNDING
        others = [n for n, h in self.cell.homes.items() if self._label(h) != label]
        metres, before = reach(self.cell, home.node, limit, forbidden=frozenset(others))
        at_node: dict[int, list[int]] = defaultdict(list)
        is_served = False
        for use in self._ways(home, label, metres, limit, at):
            at_node[use.gate.inside].append(self._use(use, home))
            is_served |= self.programme.high[self.gates[use.gate]] > 0.0
        if not self._alone(home, label, metres, limit, at_node) and not is_served:
            self.unserved.append(home.node)
        served = [(y, 1.0) for y in self._gather(home, label, before, at_node)]
        self.programme.row(served, low=1.0, high=1.0)

    def _gather(
        self,
        home: Home,
        label: int,
        before: Mapping[int, int],
        at_node: dict[int, list[int]],
    ) -> list[int]:
        """Row (4): whoever goes through a node finds it inside. Returns the columns at the door.

        The ways of one home form a tree, so that one column can carry all that comes from
        beyond a node, instead of a row with each use that does.
        """
        for node in reversed(before):
            columns = at_node.pop(node, [])
            if node == home.node or not columns:
                at_node[node] = columns
                continue
            if node in self.cell.homes:
                at_node[before[node]] += columns
                continue
            flow = columns[0] if len(columns) == 1 else self._sum_of(columns)
            self.programme.row([(flow, 1.0), (self.inside[node, label], -1.0)], high=0.0)
            at_node[before[node]].append(flow)
        return at_node[home.node]

    def _sum_of(self, columns: list[int]) -> int:
        total = self.programme.column(0.0, is_whole=False)
        self.programme.row([(total, -1.0), *((y, 1.0) for y in columns)], low=0.0, high=0.0)
        return total

    def _ways(
        self,
        home: Home,
        label: int,
        metres: Mapping[int, float],
        limit: float,
        at: Mapping[tuple[int, int], list[Gate]],
    ) -> Iterator[Use]:
        for node, distance in metres.items():
            for gate in at.get((node, label), ()):
                length = self.cell.chains[gate.chain].length
                beyond = 0.0 if gate.outside == PUBLIC else self.cell.away[gate.outside]
                if (total := distance + length + beyond) <= limit:
                    yield Use(home.node, gate, total)

    def _walking(self, home: Home, metres: float) -> float:
        """What it costs that a home's people walk further than today."""
        longer = metres - self.cell.out[home.node]
        if longer < ROUNDING:
            return 0.0
        return self.problem.profile.costs.walk * home.households * longer

    def _use(self, use: Use, home: Home) -> int:
        y = self.uses[use] = self.programme.column(self._walking(home, use.metres), is_whole=False)
        self.programme.row([(y, 1.0), (self.gates[use.gate], -1.0)], high=0.0)
        return y

    def _alone(
        self,
        home: Home,
        label: int,
        metres: Mapping[int, float],
        limit: float,
        at_node: dict[int, list[int]],
    ) -> bool:
        """A house alone in its cell: a keyed door on its way out, nobody on guard. Whether it may
        have one.
        """
        alike = {n for n, h in self.cell.homes.items() if self._label(h) == label}
        ground = ground_of(self.cell, home.node, alike - {home.node})
        if ground is None or len(home.houses) > 1:
            return False
        columns = []
        for door in doors_of(self.cell, home.node, ground, metres, limit):
            if self._clear(door.outside) != OUTSIDE:
                columns.append(self._door(door, home))
                at_node[door.inside].append(columns[-1])
        if columns:
            self._keep_alone(home.node, label, ground, columns)
        return bool(columns)

    def _door(self, door: KeyedDoor, home: Home) -> int:
        chain, walking = self.cell.chains[door.chain], self._walking(home, door.metres)
        d = self.doors[door] = self.programme.column(chain.door - chain.cost + walking)
        self._only_if(d, self._clear(door.outside))
        self.on_chain[door.chain].append(d)
        return d

    def _keep_alone(self, home: int, label: int, ground: Ground, doors: Iterable[int]) -> None:
        """Who has a door of his own reaches no other home over nodes that are inside.

        A column for each node of the ground says whether the house reaches it; where other homes
        are near, it must not.
        """
        reached = {node: self.programme.column(0.0, is_whole=False) for node in ground.nodes}
        for node, other in ground.links:
            terms = [(d, 1.0) for d in doors] if node == home else [(reached[node], 1.0)]
            terms.append((self.inside[other, label], 1.0))
            if other in reached:
                terms.append((reached[other], -1.0))
            self.programme.row(terms, high=1.0)

    def _needs_levels(self) -> bool:
        """Whether one level of guards could be too few for all who live here."""
        everybody = sum(home.households for home in self.cell.homes.values())
        return everybody > self.problem.profile.gates.households

    def _guards(self) -> None:
        """All levels of guards together, which cost more than all else.

        That sum is whole in every plan: to try one more or one less of it settles most of what a
        relaxation leaves in halves.
        """
        columns = (self.levels or self.gates).values()
        level = self.problem.profile.costs.level
        self.guards = self.programme.column(level, high=INFINITY)
        self.programme.row([(self.guards, -1.0), *((c, 1.0) for c in columns)], low=0.0, high=0.0)

    def _capacities(self) -> None:
        """Guards let through only so many households each."""
        most = float(self.problem.profile.gates.households)
        by_gate: dict[Gate, list[Term]] = defaultdict(list)
        for use, y in self.uses.items():
            by_gate[use.gate].append((y, float(self.cell.homes[use.home].households)))
        for gate, terms in by_gate.items():
            if gate in self.levels:
                self.programme.row([*terms, (self.levels[gate], -most)], high=0.0)
