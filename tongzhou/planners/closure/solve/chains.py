"""The street graph made small without losing a plan.

Public ground is one node, dead ends without homes go, and what lies between two junctions is one
chain with its cheapest place to close.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field

from tongzhou.planners.closure.problem import Edge, Problem
from tongzhou.planners.closure.problem.pins import Pinned

PUBLIC = -1


@dataclass(frozen=True, slots=True)
class Chain:
    """Edges in a row between two nodes that matter; `fence_at`, `gate_at` and `door_at` are edge
    numbers.

    `cost` is infinite where no barrier may stand, and so is `door`, what a keyed door costs; `gate`
    is what a gate costs without its guards. Each is negative where such a one stands already: it is
    not paid for, and nobody has to take it down. `is_closed` and `has_gate` are what pins decided;
    `weight` is the cost, or what it would be without a pin that forbids to close.
    """

    u: int
    v: int
    length: float
    edges: tuple[int, ...]
    cost: float
    fence_at: int
    gate_at: int
    gate: float
    door: float
    door_at: int
    weight: float
    is_closed: bool = False
    has_gate: bool = False

    @property
    def is_passable(self) -> bool:
        """Whether people may still walk here, whatever the plan: no wish closes it for all."""
        return self.has_gate or not self.is_closed

    def other(self, node: int) -> int:
        """The end that is not `node`."""
        return self.v if node == self.u else self.u


@dataclass(slots=True)
class Network:
    """Chains by number, and the chains at each node: `links[node][chain]` is the other end."""

    chains: dict[int, Chain] = field(default_factory=dict)
    links: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _next: int = 0

    def add(self, chain: Chain) -> None:
        """Put a chain in."""
        number, self._next = self._next, self._next + 1
        self.chains[number] = chain
        self.links[chain.u][number] = chain.v
        self.links[chain.v][number] = chain.u

    def remove(self, number: int) -> Chain:
        """Take a chain out."""
        chain = self.chains.pop(number)
        self.links[chain.u].pop(number, None)
        self.links[chain.v].pop(number, None)
        return chain


def reduced(problem: Problem) -> Network:
    """The chains of a problem. Nodes with homes stay; so does every way to close the rest."""
    network = Network()
    pinned = Pinned(problem.pins)
    for number, edge in enumerate(problem.edges):
        u = PUBLIC if problem.is_public[edge.u] else edge.u
        v = PUBLIC if problem.is_public[edge.v] else edge.v
        if u != v:
            network.add(_single(problem, number, edge, u, v, pinned))
    _simplify(network, {home.node for home in problem.homes})
    return network


def _single(problem: Problem, number: int, edge: Edge, u: int, v: int, pinned: Pinned) -> Chain:
    is_closed = edge.may_close and pinned.has("closed", edge.cut)
    may_close = edge.may_close and not pinned.has("open", edge.cut)
    closing = problem.closing(edge)

    def priced(kind: str, cost: float) -> float:
        return -problem.profile.costs.removal if pinned.stands(kind, edge.cut) else cost

    cost = priced(closing.kind, closing.cost)
    return Chain(
        u=u,
        v=v,
        length=edge.length + float(problem.further[edge.u] + problem.further[edge.v]),
        edges=(number,),
        cost=cost if may_close else math.inf,
        fence_at=number,
        gate_at=number,
        gate=priced("gate", problem.profile.costs.gate_fixed),
        door=priced("keyed_door", problem.door_cost(edge)) if may_close else math.inf,
        door_at=number,
        weight=cost if edge.may_close else 0.0,
        is_closed=is_closed,
        has_gate=pinned.has("gates", edge.cut),
    )


def _simplify(network: Network, homes: set[int]) -> None:
    """Drop dead ends and join chains at nodes of two, until nothing changes."""

    def is_plain(node: int) -> bool:
        return node != PUBLIC and node not in homes and len(network.links[node]) <= 2

    waiting = [node for node in list(network.links) if is_plain(node)]
    while waiting:
        node = waiting.pop()
        if node not in network.links or not is_plain(node):
            continue
        numbers = list(network.links[node])
        if len(numbers) == 2 and node in network.links[node].values():
            numbers = numbers[:1]
        parts = [network.remove(number) for number in numbers]
        del network.links[node]
        ends = [part.other(node) for part in parts]
        if len(parts) == 2 and ends[0] != ends[1]:
            network.add(_joined(parts[0], parts[1], node))
        waiting += [end for end in ends if end in network.links and is_plain(end)]


def _joined(first: Chain, second: Chain, node: int) -> Chain:
    """Two chains that meet at a node, as one; pins win over cost."""
    left = first.edges if first.v == node else first.edges[::-1]
    right = second.edges if second.u == node else second.edges[::-1]
    by_rank = sorted((first, second), key=lambda c: (not c.is_closed, c.cost, c.fence_at))
    closing = by_rank[0]
    keyed = min(first, second, key=lambda c: (c.door, c.cost, c.door_at))
    by_gate = sorted((first, second), key=lambda c: (not c.has_gate, c.gate, c.cost, c.gate_at))
    gated = by_gate[0]
    return Chain(
        u=first.other(node),
        v=second.other(node),
        length=first.length + second.length,
        edges=left + right,
        cost=closing.cost,
        fence_at=closing.fence_at,
        gate_at=gated.gate_at,
        gate=gated.gate,
        door=keyed.door,
        door_at=keyed.door_at,
        weight=max(first.weight, second.weight) if math.isinf(closing.cost) else closing.cost,
        is_closed=closing.is_closed,
        has_gate=gated.has_gate,
    )
