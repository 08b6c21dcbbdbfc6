"""What a roster costs: each soft rule counted (planners' design, section 4, soft)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from math import ceil, floor

from tongzhou.formats.duty_roster import Duty, Person, Problem, Slot
from tongzhou.planners.roster.rules.report import Term

SLACK = 1e-9


def terms(problem: Problem, duties: Collection[Duty]) -> dict[str, Term]:
    """Count and weight of every part of the objective, by name of the setting."""
    weights = problem.settings
    shares = Shares(problem)
    return {
        "unfilled": Term(_unfilled(problem, duties), weights.unfilled),
        "no_leader": Term(_no_leader(problem, duties), weights.no_leader),
        "disliked": Term(_wished(problem, duties, "dislikes"), weights.disliked),
        "liked": Term(_wished(problem, duties, "likes"), weights.liked),
        "night": Term(shares.nights_above(duties), weights.night),
        "weekend": Term(shares.weekends_above(duties), weights.weekend),
        "load": Term(shares.hours_off(duties), weights.load),
        "together": Term(_together(problem, duties), weights.together),
        "not_standing": Term(_not_standing(problem, duties), weights.not_standing),
        "walk": Term(_walked(problem, duties), weights.walk),
    }


def may_serve(problem: Problem, person: Person, slot: Slot) -> bool:
    """Whether a person offers a shift, and may do it."""
    if slot in person.unavailable:
        return False
    if not problem.shifts[slot.shift].is_night:
        return True
    age = person.age_on(problem.date_of(slot.day))
    low, end = problem.settings.night_age_from, problem.settings.night_age_end
    return person.may_night and (age is None or low <= age < end)


class Shares:
    """Everybody's fair share: what is needed, and what was done before, by what people offer."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        needs = [
            (slot, sum(post.need(slot) for post in problem.posts.values()))
            for slot in problem.slots()
        ]
        needs = [(slot, need) for slot, need in needs if need]
        self._needs = needs
        places = sum(need for _, need in needs)
        hours = sum(need * problem.shifts[slot.shift].hours for slot, need in needs)
        self.shift_hours = hours / places if places else 1.0
        offers = {name: self._offer(person) for name, person in problem.people.items()}
        self.offered = {name: sum(days.values()) for name, days in offers.items()}
        before = sum(person.history.hours for person in problem.people.values())
        self.hours = _split(hours + before, self.offered)

    def nights_above(self, duties: Collection[Duty]) -> float:
        """Nights above everybody's fair share."""
        shifts = self.problem.shifts
        own = Counter(duty.person for duty in duties if shifts[duty.shift].is_night)
        before = {n: p.history.nights for n, p in self.problem.people.items()}
        slots = [(slot, need) for slot, need in self._needs if shifts[slot.shift].is_night]
        return self._above(own, before, slots, least=0)

    def weekends_above(self, duties: Collection[Duty]) -> float:
        """Weekend duties above everybody's fair share, the first one apart."""
        own = Counter(duty.person for duty in duties if self.problem.is_weekend(duty.day))
        before = {n: p.history.weekends for n, p in self.problem.people.items()}
        slots = [(s, need) for s, need in self._needs if self.problem.is_weekend(s.day)]
        return self._above(own, before, slots, least=1)

    def hours_off(self, duties: Collection[Duty]) -> float:
        """Mean shifts by which hours lie below or above the fair share, rounded to whole shifts."""
        own: Counter[str] = Counter()
        for duty in duties:
            own[duty.person] += self.problem.shifts[duty.shift].hours  # type: ignore[assignment]
        found = 0.0
        for name in self.problem.people:
            low, high = self.band(name)
            units = own[name] / self.shift_hours
            found += max(0.0, low - units) + max(0.0, units - high)
        return found

    def band(self, name: str) -> tuple[int, int]:
        """Between how many mean shifts a person's load is fair."""
        due = max(0.0, self.hours[name] - self.problem.people[name].history.hours)
        most = self.offered[name]
        due = min(due, most) / self.shift_hours
        return floor(due + SLACK), ceil(due - SLACK)

    def _above(
        self,
        own: Mapping[str, int],
        before: Mapping[str, int],
        slots: Collection[tuple[Slot, int]],
        least: int,
    ) -> float:
        people = self.problem.people
        offered = {
            name: sum(may_serve(self.problem, person, slot) for slot, _ in slots)
            for name, person in people.items()
        }
        due = _split(sum(need for _, need in slots) + sum(before.values()), offered)
        return sum(
            max(0, own[name] - max(0, max(least, ceil(due[name] - SLACK)) - before[name]))
            for name in people
        )

    def _offer(self, person: Person) -> dict[int, float]:
        """Hours a person can give by week: the longest shift of each day, on the best days."""
        days: dict[int, float] = defaultdict(float)
        for slot, _ in self._needs:
            if may_serve(self.problem, person, slot):
                hours = self.problem.shifts[slot.shift].hours
                days[slot.day] = max(days[slot.day], hours)
        weeks = defaultdict(list)
        for day, hours in days.items():
            weeks[day // 7].append(hours)
        most = person.max_per_week
        return {week: sum(sorted(each)[max(0, len(each) - most) :]) for week, each in weeks.items()}


def _split(total: float, offered: Mapping[str, float]) -> dict[str, float]:
    everything = sum(offered.values())
    return {
        name: total * part / everything if everything else 0.0 for name, part in offered.items()
    }


def _unfilled(problem: Problem, duties: Collection[Duty]) -> int:
    there = Counter((duty.post, duty.slot) for duty in duties)
    return sum(
        max(0, post.need(slot) - there[post.id, slot])
        for post in problem.posts.values()
        for slot in problem.slots()
    )


def _no_leader(problem: Problem, duties: Collection[Duty]) -> int:
    led = {(d.post, d.slot) for d in duties if problem.people[d.person].is_leader}
    return sum(
        (post.id, slot) not in led
        for post in problem.posts.values()
        if post.needs_leader
        for slot in problem.slots()
        if post.need(slot)
    )


def _wished(problem: Problem, duties: Collection[Duty], wish: str) -> int:
    return sum(duty.shift in getattr(problem.people[duty.person], wish) for duty in duties)


def _together(problem: Problem, duties: Collection[Duty]) -> int:
    places = {(duty.person, duty.post, duty.day, duty.shift) for duty in duties}
    return sum(
        (pair.second, post, day, shift) in places
        for pair in problem.pairs
        if not pair.is_never
        for person, post, day, shift in places
        if person == pair.first
    )


def _not_standing(problem: Problem, duties: Collection[Duty]) -> int:
    standing = {name: person.standing_post for name, person in problem.people.items()}
    return sum(standing[duty.person] not in (None, duty.post) for duty in duties)


def _walked(problem: Problem, duties: Collection[Duty]) -> float:
    homes = {name: problem.walk[person.home] for name, person in problem.people.items()}
    return sum(homes[duty.person].get(duty.post, 0.0) for duty in duties)
