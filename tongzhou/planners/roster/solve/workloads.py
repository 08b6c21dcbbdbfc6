"""Rows about the time of one person: rest, weeks, nights, and what is fair."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tongzhou.formats.duty_roster import Person, Slot
from tongzhou.planners.roster.problem import Fair, Scene
from tongzhou.planners.roster.solve.programme import INFINITY, Programme


@dataclass(slots=True)
class Workloads:
    """Adds the rows of everybody. What pins alone exceed leaves no room for anything more."""

    scene: Scene
    fair: Fair
    programme: Programme
    works: Mapping[tuple[str, Slot], int]

    def add(self) -> None:
        """Hard rows and fairness of everybody."""
        slots = defaultdict(list)
        for name, slot in self.works:
            slots[name].append(slot)
        for name, person in self.scene.problem.people.items():
            own = slots[name]
            self._rest(person, own)
            self._weeks(person, own)
            self._nights(person, own)
            self._load(person, own)
            self._above(
                person, [s for s in own if self.scene.is_night(s)], self.fair.nights, "night"
            )
            weekend = [s for s in own if self.scene.problem.is_weekend(s.day)]
            self._above(person, weekend, self.fair.weekends, "weekend")

    def _most(
        self, person: Person, slots: Sequence[Slot], most: float, factors: Sequence[float] = ()
    ) -> None:
        """At most so much of these, or what is pinned of them."""
        each = factors or [1.0] * len(slots)
        pinned = sum(
            factor * len(self.scene.pins.get(person.id, {}).get(slot, ()))
            for slot, factor in zip(slots, each, strict=True)
        )
        if sum(each) > most or pinned:
            terms = [(self.works[person.id, s], f) for s, f in zip(slots, each, strict=True)]
            self.programme.row(terms, high=max(most, pinned))

    def _rest(self, person: Person, own: Sequence[Slot]) -> None:
        given = set(own)
        for clique in _largest(frozenset(clique & given) for clique in self.scene.cliques):
            self._most(person, sorted(clique), 1.0)
        for slots, factors, most in self.scene.windows:
            inside = [(s, f) for s, f in zip(slots, factors, strict=True) if s in given]
            if inside:
                self._most(person, [s for s, _ in inside], most, [f for _, f in inside])

    def _weeks(self, person: Person, own: Sequence[Slot]) -> None:
        for week, slots in _by_week(own):
            self._most(person, slots, self.scene.most(person, week))
            nights = [slot for slot in slots if self.scene.is_night(slot)]
            self._most(person, nights, person.max_nights)

    def _nights(self, person: Person, own: Sequence[Slot]) -> None:
        most = self.scene.problem.settings.max_consecutive_nights
        nights = [slot for slot in own if self.scene.is_night(slot)]
        days = {slot.day for slot in nights}
        for first in sorted(days):
            run = range(first, first + most + 1)
            if days.issuperset(run):
                self._most(person, [slot for slot in nights if slot.day in run], most)

    def _load(self, person: Person, own: Sequence[Slot]) -> None:
        weight, band = self.scene.problem.settings.load, self.fair.load[person.id]
        shifts = self.scene.problem.shifts
        units = [
            (self.works[person.id, slot], shifts[slot.shift].hours / self.fair.shift_hours)
            for slot in own
        ]
        if band.low > 0:
            below = self._amount(weight, band.low)
            self.programme.row([*units, (below, 1.0)], low=float(band.low))
        if sum(unit for _, unit in units) > band.high:
            above = self._amount(weight, sum(unit for _, unit in units))
            self.programme.row([*units, (above, -1.0)], high=float(band.high))

    def _above(
        self, person: Person, slots: Sequence[Slot], free: Mapping[str, int], weight: str
    ) -> None:
        if len(slots) > free[person.id]:
            price = getattr(self.scene.problem.settings, weight)
            above = self._amount(price, len(slots))
            terms = [(self.works[person.id, slot], 1.0) for slot in slots]
            self.programme.row([*terms, (above, -1.0)], high=float(free[person.id]))

    def _amount(self, price: float, most: float) -> int:
        """How much something is off; whole or not follows from the rest."""
        column = self.programme.column(price, 0.0, max(most, 0.0) if most else INFINITY)
        self.programme.soft.add(column)
        return column


def _largest(sets: Iterable[frozenset[Slot]]) -> list[frozenset[Slot]]:
    """Sets of two or more that lie in no other."""
    several = sorted({s for s in sets if len(s) > 1}, key=lambda s: (-len(s), sorted(s)))
    kept: list[frozenset[Slot]] = []
    for each in several:
        if not any(each <= other for other in kept):
            kept.append(each)
    return kept


def _by_week(slots: Iterable[Slot]) -> Iterator[tuple[int, list[Slot]]]:
    weeks = defaultdict(list)
    for slot in slots:
        weeks[slot.day // 7].append(slot)
    return iter(weeks.items())
