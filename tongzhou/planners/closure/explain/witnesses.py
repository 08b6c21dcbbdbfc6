"""Ways in that share no street: no plan can have fewer barriers and gates than there are of them.

An intruder may take any of these ways from public ground to a home; each must be closed somewhere,
and one closing cannot lie on two of them (Menger's theorem; the ways come from a maximum flow).
"""

from collections import defaultdict
from collections.abc import Sequence

import igraph

from tongzhou.planners.closure.problem import Cut, Problem

Way = Sequence[Cut]


def intrusion_ways(problem: Problem) -> list[Way]:
    """As many ways from public ground to homes without a common stretch as there are."""
    numbers, pairs = _flow_edges(problem)
    source, target = len(problem.xy), len(problem.xy) + 1
    homes = [(home.node, target) for home in problem.homes]
    capacities = [1] * len(numbers) + [len(numbers) + 1] * len(homes)
    # Undirected, so that each stretch is used once in one direction.
    graph = igraph.Graph(len(problem.xy) + 2, [*pairs, *homes], directed=False)
    flow = graph.maxflow(source, target, capacity=capacities).flow
    onward: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, (a, b), amount in zip(numbers, pairs, flow, strict=False):
        if amount > 0.5:
            onward[a].append((b, number))
        elif amount < -0.5:
            onward[b].append((a, number))
    ends = {home.node for home in problem.homes}
    returning = sum(to == source for each in onward.values() for to, _ in each)
    count = len(onward[source]) - returning
    return [_followed(problem, onward, source, ends) for _ in range(count)]


def _flow_edges(problem: Problem) -> tuple[list[int], list[tuple[int, int]]]:
    """Stretches with an end that is not public; the flow's source stands for public ground."""
    source = len(problem.xy)
    numbers, pairs = [], []
    for number, edge in enumerate(problem.edges):
        u = source if problem.is_public[edge.u] else edge.u
        v = source if problem.is_public[edge.v] else edge.v
        if u != v:
            numbers.append(number)
            # igraph reports the flow of an undirected edge from its smaller to its larger node
            pairs.append((min(u, v), max(u, v)))
    return numbers, pairs


def _followed(
    problem: Problem,
    onward: dict[int, list[tuple[int, int]]],
    source: int,
    ends: set[int],
) -> Way:
    """One way to a home; where the flow comes back to public ground, it begins anew there."""
    node = source
    way: list[Cut] = []
    while node not in ends:
        node, number = onward[node].pop()
        way = [] if node == source else [*way, problem.edges[number].cut]
    return way
