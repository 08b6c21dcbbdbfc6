"""Who goes by which gate when gates can take only so many: a minimum-cost flow, written out."""

import math
from collections.abc import Sequence

EPSILON = 1e-9


def cheapest_shares(
    people: Sequence[int], room: Sequence[int], cost: Sequence[Sequence[float]]
) -> float:
    """The least cost for all people; `cost` is for one of them by home and gate, infinite where the
    gate is out of reach. Infinite if the gates cannot take everybody.
    """
    homes, gates = len(people), len(room)
    flow = [[0] * gates for _ in range(homes)]
    left, space = list(people), list(room)
    total = 0.0
    while any(left):
        path = _cheapest_path(left, space, flow, cost)
        if path is None:
            return math.inf
        amount = min(left[path[0][0]], space[path[-1][1]])
        for home, gate, is_forward in path:
            if not is_forward:
                amount = min(amount, flow[home][gate])
        for home, gate, is_forward in path:
            flow[home][gate] += amount if is_forward else -amount
            total += cost[home][gate] * (amount if is_forward else -amount)
        left[path[0][0]] -= amount
        space[path[-1][1]] -= amount
    return total


Step = tuple[int, int, bool]
"""Home, gate, and whether people are added there or taken back."""


def _cheapest_path(
    left: Sequence[int],
    space: Sequence[int],
    flow: Sequence[Sequence[int]],
    cost: Sequence[Sequence[float]],
) -> list[Step] | None:
    """The cheapest way (Bellman and Ford) from a home with people left to a gate with space."""
    at_home = [0.0 if people else math.inf for people in left]
    at_gate = [math.inf] * len(space)
    to_home: dict[int, Step] = {}
    to_gate: dict[int, Step] = {}
    for _ in range(len(left) + len(space)):
        for home, row in enumerate(cost):
            for gate, each in enumerate(row):
                if at_home[home] + each < at_gate[gate] - EPSILON:
                    at_gate[gate], to_gate[gate] = at_home[home] + each, (home, gate, True)
                if flow[home][gate] and at_gate[gate] - each < at_home[home] - EPSILON:
                    at_home[home], to_home[home] = at_gate[gate] - each, (home, gate, False)
    open_gates = [gate for gate, room in enumerate(space) if room and at_gate[gate] < math.inf]
    if not open_gates:
        return None
    path = [to_gate[min(open_gates, key=at_gate.__getitem__)]]
    while path[-1][0] in to_home:
        back = to_home[path[-1][0]]
        path += [back, to_gate[back[1]]]
    return path[::-1]
