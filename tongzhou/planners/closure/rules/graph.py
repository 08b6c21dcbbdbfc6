"""The raw streets cut apart where the plan says, and how far one walks on what is left."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tongzhou.planners.closure.rules.file import PlanFile
from tongzhou.planners.closure.rules.streets import Streets


class Piece(NamedTuple):
    """A stretch of a segment between two vertices, from fraction to fraction."""

    u: int
    v: int
    segment: int
    low: float
    high: float


@dataclass(slots=True)
class Graph:
    """Vertices are raw nodes, doors, and the two sides of every cut, which nothing joins.

    `sides` has for each closing its pairs of vertices, that of its main cut first.
    """

    streets: Streets
    pieces: list[Piece] = field(default_factory=list)
    links: dict[int, list[tuple[int, float, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    at: dict[int, int] = field(default_factory=dict)
    doors: dict[str, int] = field(default_factory=dict)
    sides: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    crossings: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    size: int = 0

    @classmethod
    def of(cls, streets: Streets, plan: PlanFile) -> "Graph":
        """Cut the streets at the plan's closings and put its doors in."""
        graph = cls(streets)
        stops: dict[int, list[tuple[float, int | str]]] = defaultdict(list)
        for closing in plan.closings.values():
            for spot in sorted(closing.cuts, key=lambda cut: cut != closing.main):
                if found := streets.find(spot):
                    stops[found[0]].append((found[1], closing.number))
        for home in plan.buildings:
            if home.door and (found := streets.find(home.door)):
                stops[found[0]].append((found[1], home.id))
        for number in range(len(streets.segments)):
            graph._divide(number, sorted(stops.get(number, ()), key=lambda stop: stop[0]))
        return graph

    def vertex(self, ref: int) -> int:
        """The vertex of a raw node."""
        if ref not in self.at:
            self.at[ref] = self._new()
        return self.at[ref]

    def _new(self) -> int:
        self.size += 1
        return self.size - 1

    def _divide(self, number: int, stops: list[tuple[float, int | str]]) -> None:
        segment = self.streets.segments[number]
        here, low = self.vertex(segment.start), 0.0
        for fraction, what in stops:
            if isinstance(what, str) and fraction >= 1.0:
                self.doors[what] = self.vertex(segment.end)
                continue
            there = self._stop(what, here, is_at_start=fraction <= 0.0)
            if there != here:
                self._join(Piece(here, there, number, low, fraction), segment.length)
            here = self._beyond(what, there)
            low = fraction
        self._join(Piece(here, self.vertex(segment.end), number, low, 1.0), segment.length)

    def _stop(self, what: int | str, here: int, *, is_at_start: bool) -> int:
        """The vertex of a door, or of the near side of a cut; a door at a node is that node."""
        if isinstance(what, int):
            return self._new()
        self.doors[what] = here if is_at_start else self._new()
        return self.doors[what]

    def _beyond(self, what: int | str, there: int) -> int:
        """Where one goes on from: a door does not stop anybody, a cut does."""
        if isinstance(what, str):
            return there
        after = self._new()
        self._cross(what, there, after)
        return after

    def _join(self, piece: Piece, length: float) -> None:
        metres = (piece.high - piece.low) * length
        self.pieces.append(piece)
        self.links[piece.u].append((piece.v, metres, piece.segment))
        self.links[piece.v].append((piece.u, metres, piece.segment))

    def _cross(self, closing: int, low: int, high: int) -> None:
        self.sides[closing].append((low, high))
        self.crossings[low].append((high, closing))
        self.crossings[high].append((low, closing))

    def walk(
        self,
        starts: Mapping[int, float],
        *,
        through: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> dict[int, float]:
        """Metres from the starts to all vertices, through these closings, on these segments."""
        waiting = [(metres, vertex) for vertex, metres in starts.items()]
        heapq.heapify(waiting)
        found: dict[int, float] = {}
        while waiting:
            so_far, vertex = heapq.heappop(waiting)
            if vertex in found:
                continue
            found[vertex] = so_far
            for other, metres in self._onward(vertex, through, only):
                if other not in found:
                    heapq.heappush(waiting, (so_far + metres, other))
        return found

    def _onward(
        self, vertex: int, through: Collection[int], only: Collection[int] | None
    ) -> Iterator[tuple[int, float]]:
        for other, metres, segment in self.links[vertex]:
            if only is None or segment in only:
                yield other, metres
        for other, closing in self.crossings.get(vertex, ()):
            if closing in through:
                yield other, 0.0
