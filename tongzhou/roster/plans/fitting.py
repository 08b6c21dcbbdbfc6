"""Who fits a shift: the rules it would break, what it would cost, and what nobody may decide.

A coordinator may override a rule and says why; duties at the same time, a night for a minor and a
duty of somebody who is unwell or away are refused.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tongzhou.formats.duty_roster import Duty, Person, Settings, Slot
from tongzhou.planners.roster.explain.unfilled import hindrances
from tongzhou.planners.roster.problem import Scene
from tongzhou.planners.roster.solve.greedy import Hand
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import why_no_nights
from tongzhou.roster.models import Roster, Shift, Volunteer
from tongzhou.roster.plans.people import is_there
from tongzhou.roster.plans.problem import Drawn, problem_around
from tongzhou.roster.queries.duties import Standing

FULL = "H8 required"
AT_ONCE, MINOR, UNWELL, AWAY, THERE, OUT = "at once", "minor", "unwell", "away", "there", "out"


@dataclass(frozen=True, slots=True)
class Fit:
    """One volunteer for one shift: `rules` may be overridden, `forbidden` may not.

    `cost` is what it adds to the cost of the roster beside the place it fills; `minutes` of walking
    are None where it is out of reach; `duties` are those of this roster.
    """

    volunteer: Volunteer
    rules: tuple[str, ...]
    forbidden: str
    cost: float
    minutes: float | None
    duties: int
    nights: int
    leads: bool

    @property
    def is_free(self) -> bool:
        """Whether nothing stands against it."""
        return not self.rules and not self.forbidden


def fits(
    roster: Roster, shift: Shift, volunteers: Sequence[Volunteer], *,
    without: Collection[int] = (),
) -> list[Fit]:  # fmt: skip
    """How each volunteer fits a shift of the roster, the best first; six queries.

    `without` are assignments that are about to end.
    """
    drawn = problem_around(roster, shift, volunteers)
    people = [row.pk for row in volunteers]
    barred = dict.fromkeys(_unwell(shift, people), UNWELL) | dict.fromkeys(_out(shift, people), OUT)
    fitting = _Fitting(drawn, roster, shift, frozenset(without), barred)
    return sorted(map(fitting.fit, volunteers), key=_order)


def _order(fit: Fit) -> tuple[bool, int, float, int, str]:
    return bool(fit.forbidden), len(fit.rules), fit.cost, fit.duties, fit.volunteer.search


def is_full(shift: Shift, standing: int) -> bool:
    """Whether one more would be more than are needed."""
    return standing >= shift.people


def _unwell(shift: Shift, people: Collection[int]) -> list[int]:
    """Who was not fit before a duty of that day: one query."""
    seen = access.attendance(Acting.system()).filter(
        volunteer__in=people, is_fit=False, shift__on=shift.on, undone_by__isnull=True
    )
    return list(seen.values_list("volunteer_id", flat=True))


def _out(shift: Shift, people: Collection[int]) -> list[int]:
    """Who called out of this very duty: one query."""
    found = access.call_outs(Acting.system()).filter(
        assignment__shift=shift, assignment__volunteer__in=people, taken_back_at__isnull=True
    )
    return list(found.values_list("assignment__volunteer_id", flat=True))


class _Fitting:
    def __init__(
        self,
        drawn: Drawn,
        roster: Roster,
        shift: Shift,
        without: frozenset[int],
        barred: Mapping[int, str],
    ) -> None:
        self.drawn, self.roster, self.shift, self.barred = drawn, roster, shift, barred
        self.slot = drawn.slot(shift.on, shift.kind_id)
        self.hand = Hand(Scene(drawn.problem))
        self.standing: dict[int, list[Standing]] = defaultdict(list)
        for duty, row in drawn.standing.items():
            if row.pk not in without:
                self.standing[row.volunteer].append(row)
                self.hand.take(duty)

    def fit(self, row: Volunteer) -> Fit:
        person = self.drawn.problem.people[str(row.pk)]
        place = (str(self.shift.post_id), self.slot)
        own = self._own(person)
        return Fit(
            row,
            rules=hindrances(self.hand, person, place),
            forbidden=self._forbidden(row),
            cost=self._cost(row, person, own),
            minutes=self.drawn.problem.walk[person.home].get(place[0]),
            duties=len(own),
            nights=sum(map(self._is_night, own)),
            leads=row.may_lead,
        )

    def _own(self, person: Person) -> list[Slot]:
        """Duties in the days of the roster itself."""
        first = (self.roster.starts_on - self.drawn.problem.start).days
        days = range(first, first + self.roster.days)
        return [slot for slot in self.hand.own[person.id] if slot.day in days]

    def _is_night(self, slot: Slot) -> bool:
        return self.drawn.problem.shifts[slot.shift].is_night

    def _forbidden(self, row: Volunteer) -> str:
        shift = self.shift
        for other in self.standing[row.pk]:
            if other.shift == shift.pk:
                return THERE
            if other.starts_at < shift.ends_at and other.ends_at > shift.starts_at:
                return AT_ONCE
        is_young = why_no_nights(row.birth_year, on=shift.on) == "young"
        if is_young and self._is_night(self.slot):
            return MINOR
        if row.pk in self.barred:
            return self.barred[row.pk]
        return "" if is_there(row, shift.on) else AWAY

    def _cost(self, row: Volunteer, person: Person, own: Collection[Slot]) -> float:
        """What one duty more adds, by the weights of the planner and the shares it reckoned."""
        settings, slot = Settings(), self.slot
        cost = settings.walk * self.drawn.problem.walk[person.home].get(
            str(self.shift.post_id), 0.0
        )
        if slot.shift in person.likes:
            cost += settings.liked
        if person.standing_post not in (None, str(self.shift.post_id)):
            cost += settings.not_standing
        share = self.roster.figures.get("shares", {}).get(str(row.pk))
        return round(cost + (self._unfair(share, own) if share else 0.0), 1)

    def _unfair(self, share: Sequence[float], own: Collection[Slot]) -> float:
        settings, (low, high, nights, weekends) = Settings(), share
        shifts = self.drawn.problem.shifts
        mean = max(1.0, shifts[self.slot.shift].hours)
        before = sum(shifts[slot.shift].hours for slot in own)
        cost = settings.load * (_off(before + mean, low, high) - _off(before, low, high)) / mean
        if self._is_night(self.slot) and sum(map(self._is_night, own)) >= nights:
            cost += settings.night
        ends = [slot for slot in own if self.drawn.problem.is_weekend(slot.day)]
        if self.drawn.problem.is_weekend(self.slot.day) and len(ends) >= weekends:
            cost += settings.weekend
        return cost


def _off(hours: float, low: float, high: float) -> float:
    return max(0.0, low - hours) + max(0.0, hours - high)


def stepping_in(roster: Roster, shift: Shift, volunteers: Iterable[Volunteer]) -> list[Fit]:
    """Who can take a place at once without breaking a rule, the best first."""
    return [fit for fit in fits(roster, shift, list(volunteers)) if fit.is_free]


def duties_of(drawn: Drawn) -> frozenset[Duty]:
    """What stands in a problem, as the planner names it."""
    return frozenset(drawn.standing)
