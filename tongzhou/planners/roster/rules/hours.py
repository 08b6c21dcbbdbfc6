"""Rules about the time of one person (H1, H2, H3)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from tongzhou.formats.duty_roster import Duty, Problem
from tongzhou.planners.roster.rules.findings import Finding, by_person, when

SLACK = 1e-6


def available(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H1: nobody is planned for a time they cannot give."""
    for duty in duties:
        if duty.slot in problem.people[duty.person].unavailable:
            said = f"{duty.person} cannot come on {when(problem, duty)}."
            yield Finding("H1 availability", duty.person, said, [duty])


def rested(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H2: one duty at a time, and rest from the end of one to the beginning of the next."""
    least = problem.settings.rest_hours
    for person, own in by_person(problem, duties).items():
        for number, one in enumerate(own):
            for other in own[number + 1 :]:
                rest = problem.begin(other.slot) - problem.end(one.slot)
                if rest < least - SLACK:
                    times = f"{when(problem, one)} and {when(problem, other)}"
                    said = f"{person} has {max(rest, 0):g} h between {times}, not {least:g}."
                    yield Finding("H2 rest", person, said, [one, other])


def not_too_long(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H2: not too many hours in any 24; the worst 24 hours begin or end with a duty."""
    most = problem.settings.hours_in_24
    for person, own in by_person(problem, duties).items():
        begins = [problem.begin(duty.slot) for duty in own]
        begins += [problem.end(duty.slot) - 24.0 for duty in own]
        for begin in begins:
            inside = [duty for duty in own if _overlap(problem, duty, begin) > SLACK]
            worked = sum(_overlap(problem, duty, begin) for duty in inside)
            if worked > most + SLACK:
                said = (
                    f"{person} has {worked:g} h of duty within 24 h, at most {most:g} are allowed."
                )
                yield Finding("H2 hours in 24", person, said, inside)
                break


def not_too_many(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H3: at most so many duties a week, fewer for the old."""
    for person, week, own in _weeks(problem, duties):
        most = _most(problem, person, week)
        if len(own) > most:
            said = f"{person} has {len(own)} duties in week {week + 1}, at most {most} are allowed."
            yield Finding("H3 duties a week", person, said, own)


def not_too_many_nights(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H3: at most so many nights a week."""
    for person, week, own in _weeks(problem, _nights(problem, duties)):
        most = problem.people[person].max_nights
        if len(own) > most:
            said = f"{person} has {len(own)} nights in week {week + 1}, at most {most} are allowed."
            yield Finding("H3 nights a week", person, said, own)


def nights_apart(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H3: not too many nights in a row."""
    most = problem.settings.max_consecutive_nights
    for person, own in by_person(problem, _nights(problem, duties)).items():
        days = {duty.day for duty in own}
        for first in sorted(days):
            run = range(first, first + most + 1)
            if days.issuperset(run):
                said = (
                    f"{person} has more than {most} nights in a row from {problem.date_of(first)}."
                )
                yield Finding("H3 nights in a row", person, said, [d for d in own if d.day in run])
                break


def old_enough_for_nights(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H3: no night for minors, the old, and those whose health forbids it; age as of the day."""
    for duty in _nights(problem, duties):
        person = problem.people[duty.person]
        age = person.age_on(problem.date_of(duty.day))
        least, end = problem.settings.night_age_from, problem.settings.night_age_end
        if not person.may_night or (age is not None and not least <= age < end):
            why = "must not do nights" if not person.may_night else f"is {age} years old"
            said = f"{person.id} {why}, but has the night of {when(problem, duty)}."
            yield Finding("H3 who may do nights", person.id, said, [duty])


def _nights(problem: Problem, duties: Iterable[Duty]) -> list[Duty]:
    return [duty for duty in duties if problem.shifts[duty.shift].is_night]


def _weeks(problem: Problem, duties: Collection[Duty]) -> Iterator[tuple[str, int, Sequence[Duty]]]:
    weeks = defaultdict(list)
    for duty in sorted(duties):
        weeks[duty.person, duty.day // 7].append(duty)
    return ((person, week, own) for (person, week), own in sorted(weeks.items()))


def _most(problem: Problem, name: str, week: int) -> int:
    person, settings = problem.people[name], problem.settings
    age = person.age_on(problem.date_of(7 * week))
    is_elder = age is not None and age >= settings.elder_age
    return (
        min(person.max_per_week, settings.elder_max_per_week) if is_elder else person.max_per_week
    )


def _overlap(problem: Problem, duty: Duty, begin: float) -> float:
    inside = min(problem.end(duty.slot), begin + 24.0) - max(problem.begin(duty.slot), begin)
    return max(0.0, inside)
