"""Keyed doors: where one may stand, and what may lie inside together with a house alone."""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import igraph

from tongzhou.planners.closure.solve.cells import Cell
from tongzhou.planners.closure.solve.chains import PUBLIC, Chain

MOST_NODES = 14
"""Junctions that the ground of a house alone may have; it is seldom more than one or two."""
UNCLOSABLE = 1e7
FEN = 0.01


class KeyedDoor(NamedTuple):
    """A door on a chain whose inner end is `inside`: metres from the house to the public street."""

    home: int
    chain: int
    inside: int
    outside: int
    metres: float


@dataclass(frozen=True, slots=True)
class Ground:
    """The nodes that may be inside together with one house and no other.

    Whoever comes from the house along one of `links` to a node that is inside finds it in the
    house's own cell; to one that is not among `nodes` he must not come.
    """

    nodes: tuple[int, ...]
    links: tuple[tuple[int, int], ...]


def ground_of(cell: Cell, home: int, others: Set[int]) -> Ground | None:
    """The ground around a house; None if it is never alone.

    `others` are the homes that a chain between two inside nodes would join to it. Those of other
    compounds are not: whatever leads there is closed. Where no piece of the ground is cheaper to
    shut than the chains at the house, and no home is on its way to the street, the house is a cell
    by itself, without ground; with several compounds that cannot be told beforehand, for what lies
    between them is shut anyway.
    """
    found = [home]
    links: dict[tuple[int, int], None] = {}
    for node in found:
        for other in cell.links[node].values():
            if other in others:
                return None
            if other in (PUBLIC, home) or other in cell.homes:
                continue
            links[node, other] = None
            is_new = other not in found and len(found) <= MOST_NODES
            if is_new and others.isdisjoint(cell.links[other].values()):
                found.append(other)
    is_one_compound = len(others) + 1 == len(cell.homes)
    if is_one_compound and _is_way_free(cell, home) and not _is_worth_more(cell, found):
        return Ground((), tuple(link for link in links if link[0] == home))
    return Ground(tuple(found[1:]), tuple(links))


def _is_way_free(cell: Cell, home: int) -> bool:
    node = cell.before[home]
    while node != PUBLIC and node not in cell.homes:
        node = cell.before[node]
    return node == PUBLIC


def _is_worth_more(cell: Cell, nodes: Sequence[int]) -> bool:
    """Whether some of the nodes with the first are cheaper to shut than the first, one chain by a
    door (a minimum cut for each chain that the door may be on). Where something stands already and
    taking it down has its price, that is not asked.
    """
    place = {node: i for i, node in enumerate(nodes)}
    outside = len(place)
    numbers = sorted({k for node in nodes for k in cell.links[node]})
    chains = [cell.chains[k] for k in numbers]
    if any(min(chain.cost, chain.gate, chain.door) <= 0.0 for chain in chains):
        return True
    graph = igraph.Graph(
        outside + 1, [(place.get(c.u, outside), place.get(c.v, outside)) for c in chains]
    )
    prices = [min(chain.cost, UNCLOSABLE) for chain in chains]
    least = graph.maxflow_value(0, outside, capacity=prices)
    own = cell.links[nodes[0]]
    whole = sum(min(cell.chains[k].cost, UNCLOSABLE) for k in own)
    usual = whole - max(
        _saving(cell.chains[k]) for k, other in own.items() if other == cell.before[nodes[0]]
    )
    for i, (number, chain) in enumerate(zip(numbers, chains, strict=True)):
        alone = (whole - _saving(chain) if number in own else usual) - FEN
        if least - _saving(chain) < alone and math.isfinite(chain.door):
            capacity = [*prices[:i], chain.door, *prices[i + 1 :]]
            if graph.maxflow_value(0, outside, capacity=capacity) < alone:
                return True
    return False


def _beyond(cell: Cell, outside: int) -> float:
    return 0.0 if outside == PUBLIC else cell.away.get(outside, math.inf)


def _saving(chain: Chain) -> float:
    """What a door costs less than a barrier; far too much where no door may be."""
    return min(chain.cost, UNCLOSABLE) - min(chain.door, 2 * UNCLOSABLE)


def doors_of(
    cell: Cell, home: int, ground: Ground, metres: Mapping[int, float], limit: float
) -> Iterator[KeyedDoor]:
    """Every place for the house's door from which its way out is short enough."""
    for inside in (home, *ground.nodes):
        for number, outside in cell.links[inside].items():
            chain = cell.chains[number]
            total = metres.get(inside, limit) + chain.length + _beyond(cell, outside)
            may_close = math.isfinite(chain.door) and not (chain.is_closed or chain.has_gate)
            if may_close and outside not in cell.homes and total <= limit:
                yield KeyedDoor(home, number, inside, outside, total)
