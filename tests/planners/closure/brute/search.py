"""Every labelling of the free nodes, each with its best gates: the least cost there can be."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tests.planners.closure.brute.fire import FireService
from tests.planners.closure.brute.network import PUBLIC, Part, Street, parts_of
from tests.planners.closure.brute.regions import Curve, Passage, Regions
from tongzhou.planners.closure.problem import Problem

MOST_LABELLINGS = 40_000
Labelling = Mapping[int, int]
"""0 for public, else the number of the compound (from 1) by node."""


class TooLarge(Exception):
    """Trying everything would take too long."""


def least_cost(problem: Problem, *, walks_freely: bool = False) -> float:
    """The cost of the cheapest lawful closure; infinite where there is none."""
    profile = problem.profile
    curves = [
        _Search(problem, Regions(problem, part, walks_freely)).curve() for part in parts_of(problem)
    ]
    volunteers = profile.gates.volunteers
    most = volunteers // profile.costs.shifts_a_day if volunteers else None
    total: Curve = {0: 0.0}
    for curve in curves:
        total = _sums(total, curve)
    least = min((c for n, c in total.items() if most is None or n <= most), default=math.inf)
    return least + profile.costs.removal * len(problem.pins.built)


def free_nodes(problem: Problem) -> int:
    """The free nodes of the largest part."""
    return max((len(part.free) for part in parts_of(problem)), default=0)


@dataclass
class _Search:
    problem: Problem
    regions: Regions

    @property
    def part(self) -> Part:
        return self.regions.part

    @cached_property
    def labels(self) -> Sequence[int]:
        """The compounds that have homes here."""
        return sorted({self.regions.label(home) for home in self.part.homes.values()})

    @cached_property
    def fixed(self) -> Labelling:
        homes = self.part.homes.items()
        return {PUBLIC: 0} | {n: 1 + self.labels.index(self.regions.label(h)) for n, h in homes}

    def curve(self) -> Curve:
        """The least cost by levels of guards."""
        best: Curve = {}
        fire = FireService(self.problem)
        for least, labelling in self._labellings():
            if least >= best.get(0, math.inf) or (not self._counts and least >= _lowest(best)):
                break
            found = self._evaluated(labelling)
            better = {n: c for n, c in found.items() if c < _lowest(best, n)}
            if better and fire.is_kept({s.place for s in self._cut(labelling)}, self.part):
                best |= better
        return best

    @property
    def _counts(self) -> bool:
        """Whether levels of guards are scarce, so that dearer plans with fewer of them matter."""
        return self.problem.profile.gates.volunteers > 0

    def _labellings(self) -> Iterator[tuple[float, Labelling]]:
        """All labellings with a cost below which each cannot be, the cheapest first."""
        free, states = self.part.free, len(self.labels) + 1
        count = states ** len(free)
        if count > MOST_LABELLINGS:
            raise TooLarge(f"{count} labellings")
        numbers = np.arange(count)
        columns = {node: np.full(count, label) for node, label in self.fixed.items()}
        columns |= {node: numbers // states**i % states for i, node in enumerate(free)}
        least = np.zeros(count)
        for street in self.part.streets:
            least += self._least(street) * (columns[street.u] != columns[street.v])
        order = np.argsort(least, kind="stable")
        for k in order.tolist():
            yield float(least[k]), {node: int(column[k]) for node, column in columns.items()}

    def _least(self, street: Street) -> float:
        """What a cut street costs at least, whatever closes it."""
        level = self.problem.profile.costs.level
        return min(street.price, street.door, street.gate + level)

    def _cut(self, labelling: Labelling) -> list[Street]:
        return [s for s in self.part.streets if labelling[s.u] != labelling[s.v]]

    def _evaluated(self, labelling: Labelling) -> Curve:
        """The curve of one labelling: all cut streets closed, and the best of each region."""
        cut = self._cut(labelling)
        between = [s for s in cut if labelling[s.u] and labelling[s.v]]
        if any(math.isinf(street.price) for street in between):
            return {}
        total = {0: sum(street.price for street in cut if math.isfinite(street.price))}
        out = self._out(labelling)
        for region in self._regions(labelling):
            passages, forced, is_lawful = self._passages(region, cut, out)
            curve = self.regions.best(region, passages, forced) if is_lawful else {}
            total = _sums(total, curve)
        return total

    def _regions(self, labelling: Labelling) -> Iterator[frozenset[int]]:
        waiting = {node for node, label in labelling.items() if label}
        while waiting:
            region = {waiting.pop()}
            while (
                more := {
                    node
                    for s in self.part.streets
                    if labelling[s.u] == labelling[s.v] and {s.u, s.v} & region
                    for node in (s.u, s.v)
                }
                - region
            ):
                region |= more
            waiting -= region
            yield frozenset(region)

    def _out(self, labelling: Labelling) -> Mapping[int, float]:
        """Metres from outside nodes to the public street, where the way there stays outside."""
        if self.regions.walks_freely:
            outside = {node for node, label in labelling.items() if not label}
            return self._free_out(outside)
        return {
            node: metres
            for node, (metres, way) in self.regions.out.items()
            if not any(labelling[n] for n in way)
        }

    def _free_out(self, outside: set[int]) -> Mapping[int, float]:
        found = {PUBLIC: 0.0}
        while steps := [
            (found[a] + s.metres, b)
            for s in self.part.streets
            for a, b in ((s.u, s.v), (s.v, s.u))
            if a in found and b in outside and b not in found
        ]:
            metres, node = min(steps)
            found[node] = metres
        return found

    def _passages(
        self, region: frozenset[int], cut: Sequence[Street], out: Mapping[int, float]
    ) -> tuple[tuple[Passage, ...], int, bool]:
        """Where gates may stand, those first that must; and whether all that must may."""
        forced: list[Passage] = []
        others: list[Passage] = []
        is_lawful = True
        for street in cut:
            inner = street.u if street.u in region else street.v
            if inner not in region:
                continue
            must = math.isinf(street.price)
            if street.beyond(inner) in out:
                metres = street.metres + out[street.beyond(inner)]
                (forced if must else others).append(Passage(street, inner, metres))
            elif must:
                is_lawful = False
        return (*forced, *others), len(forced), is_lawful


def _sums(one: Curve, other: Curve) -> Curve:
    """The curve of two independent places together."""
    total: Curve = {}
    for n, cost in one.items():
        for m, more in other.items():
            if cost + more < _lowest(total, n + m):
                total[n + m] = cost + more
    return total


def _lowest(curve: Curve, levels: int | None = None) -> float:
    """The least cost with at most so many levels."""
    return min((c for n, c in curve.items() if levels is None or n <= levels), default=math.inf)
