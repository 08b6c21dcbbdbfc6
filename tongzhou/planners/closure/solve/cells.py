"""Independent cells: parts of the street that meet only on public ground."""

import heapq
import math
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

from tongzhou.planners.closure.problem import Home, Problem
from tongzhou.planners.closure.solve.chains import PUBLIC, Chain, Network


@dataclass(frozen=True, slots=True)
class Cell:
    """One part with its homes by node; `out` is each node's way to public ground today in metres,
    and `before` the next node on it; `away` and `towards` are the same round what wishes close.
    """

    number: int
    nodes: tuple[int, ...]
    chains: Mapping[int, Chain]
    links: Mapping[int, Mapping[int, int]]
    homes: Mapping[int, Home]
    out: Mapping[int, float]
    before: Mapping[int, int]
    away: Mapping[int, float]
    towards: Mapping[int, int]

    @property
    def fingerprint(self) -> Hashable:
        """The same for cells that have the same best plan under one profile."""
        return self.number, frozenset(self.chains.values()), tuple(self.homes.values())


def cells_of(problem: Problem, network: Network) -> tuple[list[Cell], list[Home]]:
    """The cells, largest first, and the homes that no mapped way joins to public ground."""
    homes = {home.node: home for home in problem.homes}
    cells: list[Cell] = []
    apart: list[Home] = [home for node, home in homes.items() if node not in network.links]
    for nodes in sorted(_parts(network), key=lambda part: (-len(part), part)):
        own = {node: homes[node] for node in nodes if node in homes}
        if not own:
            continue
        cell = _cell(len(cells), nodes, network, own)
        if all(math.isinf(cell.out.get(node, math.inf)) for node in own):
            apart += own.values()
        else:
            cells.append(cell)
    return cells, apart


def _cell(number: int, nodes: list[int], network: Network, homes: dict[int, Home]) -> Cell:
    links = {node: network.links[node] for node in nodes}
    numbers = sorted({k for at in links.values() for k in at})
    chains = {k: network.chains[k] for k in numbers}
    today = around = _ways_out(chains, links)
    if not all(chain.is_passable for chain in chains.values()):
        around = _ways_out(chains, links, around=True)
    return Cell(number, tuple(nodes), chains, links, homes, *today, *around)


def _parts(network: Network) -> list[list[int]]:
    """Nodes that are joined without crossing public ground, each part sorted."""
    seen = {PUBLIC}
    parts = []
    for first in network.links:
        if first in seen:
            continue
        seen.add(first)
        part = [first]
        for node in part:
            for other in network.links[node].values():
                if other not in seen:
                    seen.add(other)
                    part.append(other)
        parts.append(sorted(part))
    return parts


def _ways_out(
    chains: Mapping[int, Chain], links: Mapping[int, Mapping[int, int]], *, around: bool = False
) -> tuple[dict[int, float], dict[int, int]]:
    first = [c for c in chains.values() if PUBLIC in (c.u, c.v) and (c.is_passable or not around)]
    start = [(c.length, c.other(PUBLIC), PUBLIC) for c in first]
    return _shortest(start, chains, links, math.inf, (), around=around)


def reach(
    cell: Cell, node: int, limit: float, *, forbidden: Collection[int] = ()
) -> tuple[dict[int, float], dict[int, int]]:
    """Metres from a node to every other within `limit` without crossing public ground, the
    forbidden nodes or what a wish closes, and the node before each on the way there.
    """
    start = [(0.0, node, node)]
    return _shortest(start, cell.chains, cell.links, limit, forbidden, around=True)


def _shortest(
    waiting: list[tuple[float, int, int]],
    chains: Mapping[int, Chain],
    links: Mapping[int, Mapping[int, int]],
    limit: float,
    forbidden: Collection[int],
    *,
    around: bool = False,
) -> tuple[dict[int, float], dict[int, int]]:
    heapq.heapify(waiting)
    metres: dict[int, float] = {}
    before: dict[int, int] = {}
    while waiting:
        distance, node, source = heapq.heappop(waiting)
        if node in metres:
            continue
        metres[node], before[node] = distance, source
        for number, other in links[node].items():
            chain = chains[number]
            further = distance + chain.length
            is_new = other not in metres and other not in forbidden and other != PUBLIC
            if is_new and further <= limit and (chain.is_passable or not around):
                heapq.heappush(waiting, (further, other, node))
    return metres, before
