"""The streets of a problem made small: public ground one node, dead ends gone, rows of edges one."""

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tongzhou.planners.closure.problem import Edge, Home, Problem, Profile

PUBLIC = -1


@dataclass(frozen=True, slots=True)
class Street:
    """Edges in a row: what shutting them costs at the cheapest place, and a keyed door or a gate
    there. What stands already costs nothing, and it saves taking it down.
    """

    u: int
    v: int
    metres: float
    edges: tuple[int, ...]
    price: float
    place: int
    door: float
    gate: float

    def beyond(self, node: int) -> int:
        """The end that is not `node`."""
        return self.v if node == self.u else self.u


@dataclass(frozen=True, slots=True)
class Part:
    """Streets that are joined without crossing public ground, with their homes by node."""

    streets: tuple[Street, ...]
    homes: Mapping[int, Home]
    free: tuple[int, ...]

    def at(self, node: int) -> Iterator[Street]:
        """The streets that meet at a node."""
        return (street for street in self.streets if node in (street.u, street.v))

    def walk(
        self, start: int, *, within: Collection[int] | None = None, but: Collection[int] = ()
    ) -> tuple[dict[int, float], dict[int, int]]:
        """Metres from a node, and the node before each; never across public ground, nor by `but`."""
        metres: dict[int, float] = {}
        before: dict[int, int] = {}
        waiting = [(0.0, start, start)]
        while waiting:
            so_far, node, source = heapq.heappop(waiting)
            if node in metres:
                continue
            metres[node], before[node] = so_far, source
            for street in self.at(node):
                other = street.beyond(node)
                may_go = (
                    other != PUBLIC and other not in but and (within is None or other in within)
                )
                if may_go and other not in metres:
                    heapq.heappush(waiting, (so_far + street.metres, other, node))
        return metres, before


def parts_of(problem: Problem) -> list[Part]:
    """The parts with homes and a way to public ground."""
    homes = {home.node: home for home in problem.homes}
    streets = _shortened(_singles(problem), homes)
    return [
        Part(tuple(own), {n: homes[n] for n in sorted(nodes) if n in homes},
             tuple(sorted(nodes - homes.keys())))
        for nodes, own in _joined_parts(streets)
        if nodes & homes.keys() and any(PUBLIC in (s.u, s.v) for s in own)
    ]  # fmt: skip


def price_of(profile: Profile, edge: Edge) -> float:
    """The cheapest closing of an edge that the law allows; infinite where none may stand."""
    costs = profile.costs
    if not edge.may_close:
        return math.inf
    if edge.lockable:
        return costs.lockable
    if edge.is_fire:
        return costs.lane_fixed + costs.lane_per_metre * edge.width
    return costs.fence_fixed + costs.fence_per_metre * edge.width


def _door_price(profile: Profile, edge: Edge) -> float:
    """A keyed door; an engine must get through it where one gets through today."""
    price = price_of(profile, edge)
    if math.isinf(price):
        return math.inf
    return max(profile.costs.door, price) if edge.is_fire else profile.costs.door


def _singles(problem: Problem) -> list[Street]:
    found = []
    for number, edge in enumerate(problem.edges):
        u, v = (PUBLIC if problem.is_public[n] else n for n in (edge.u, edge.v))
        if u != v:
            price, door = price_of(problem.profile, edge), _door_price(problem.profile, edge)
            gate, saved = problem.profile.costs.gate_fixed, -problem.profile.costs.removal
            there = set(_there(problem, edge))
            if there & {"", "fire_lane" if edge.is_fire else "fence"} and math.isfinite(price):
                price = saved
            if "keyed_door" in there and math.isfinite(door):
                door = saved
            if "gate" in there:
                gate = saved
            metres = edge.length + float(problem.further[edge.u] + problem.further[edge.v])
            found.append(Street(u, v, metres, (number,), price, number, door, gate))
    return found


def _there(problem: Problem, edge: Edge) -> Iterator[str]:
    """The kinds of what stands on an edge."""
    cut = edge.cut
    for spot in problem.pins.built:
        is_forward = (spot.start, spot.end) == (cut.start, cut.end)
        if spot.way == cut.way and (is_forward or (spot.end, spot.start) == (cut.start, cut.end)):
            part = spot.fraction if is_forward else 1.0 - spot.fraction
            if cut.low < part < cut.high:
                yield spot.kind


def _shortened(streets: list[Street], homes: Collection[int]) -> list[Street]:
    """Take away plain nodes one by one as long as there is one."""
    while True:
        at: dict[int, list[Street]] = {}
        for street in streets:
            for node in {street.u, street.v}:
                at.setdefault(node, []).append(street)
        plain = next((n for n, own in at.items() if _is_plain(n, own, homes)), None)
        if plain is None:
            return streets
        own = at[plain]
        streets = [street for street in streets if not any(street is gone for gone in own)]
        ends = {street.beyond(plain) for street in own} - {plain}
        if len(own) == 2 and len(ends) == 2:
            streets.append(_row(own[0], own[1], plain))


def _is_plain(node: int, own: Sequence[Street], homes: Collection[int]) -> bool:
    return node != PUBLIC and node not in homes and len(own) <= 2


def _row(one: Street, other: Street, node: int) -> Street:
    first = one.edges if one.v == node else one.edges[::-1]
    last = other.edges if other.u == node else other.edges[::-1]
    cheap = min((one, other), key=lambda street: (street.price, street.place))
    return Street(one.beyond(node), other.beyond(node), one.metres + other.metres,
                  first + last, cheap.price, cheap.place, min(one.door, other.door),
                  min(one.gate, other.gate))  # fmt: skip


def _joined_parts(streets: Iterable[Street]) -> Iterator[tuple[set[int], list[Street]]]:
    waiting = list(streets)
    while waiting:
        first = waiting.pop()
        nodes, own = {first.u, first.v} - {PUBLIC}, [first]
        while more := [s for s in waiting if {s.u, s.v} & nodes]:
            own += more
            nodes |= {node for s in more for node in (s.u, s.v)} - {PUBLIC}
            waiting = [s for s in waiting if not any(s is taken for taken in more)]
        yield nodes, own
