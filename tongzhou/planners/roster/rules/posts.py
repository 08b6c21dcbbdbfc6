"""Rules about who stands where (H2 skills, H4 to H8)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from tongzhou.formats.duty_roster import Duty, Problem, Slot
from tongzhou.planners.roster.rules.findings import Finding, when


def warm_enough(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H4: who is not fit for the cold has nights only at a heated post."""
    for duty in duties:
        is_cold = problem.shifts[duty.shift].is_night and not problem.posts[duty.post].is_heated
        if is_cold and not problem.people[duty.person].may_cold:
            said = f"{duty.person} is not fit for the cold night at {duty.post}, {when(problem, duty)}."
            yield Finding("H4 cold", duty.person, said, [duty])


def near_enough(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H5: the walk to the post is short, and known."""
    most = problem.settings.walk_limit
    for duty in duties:
        minutes = problem.walk[problem.people[duty.person].home].get(duty.post)
        if minutes is None or minutes > most:
            far = "an unknown time" if minutes is None else f"{minutes:g} min"
            said = f"{duty.person} walks {far} to {duty.post}, at most {most:g} min are allowed."
            yield Finding("H5 walk", duty.person, said, [duty])


def kept_apart(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H6: some two never stand at one post in one shift."""
    manned = _manned(duties)
    for pair in problem.pairs:
        for (post, slot), there in manned.items() if pair.is_never else ():
            both = [duty for duty in there if duty.person in (pair.first, pair.second)]
            if len(both) == 2:
                said = f"{pair.first} and {pair.second} must not stand together at {post}, day {slot.day}."
                yield Finding("H6 never together", post, said, both)


def pins_stay(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H7: what is pinned or served stays."""
    for duty in sorted(problem.pinned.difference(duties)):
        said = f"{duty.person} is pinned to {duty.post} on {when(problem, duty)}, but is not there."
        yield Finding("H7 pinned", duty.person, said, [])


def not_too_many(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H8: never more people than required."""
    for (post, slot), there in _manned(duties).items():
        most = problem.posts[post].need(slot)
        if len(there) > most:
            said = f"{len(there)} people stand at {post}, {when(problem, there[0])}; {most} are required."
            yield Finding("H8 required", post, said, there)


def seats_of_skill(problem: Problem, duties: Collection[Duty]) -> Iterator[Finding]:
    """H2: places that need a skill are taken by those who have it, or stay empty."""
    for (post, slot), there in _manned(duties).items():
        required = problem.posts[post].need(slot)
        for skill, count in problem.posts[post].skills.items():
            without = [duty for duty in there if skill not in problem.people[duty.person].skills]
            if len(without) > max(0, required - count):
                said = f"{count} of the {required} places at {post} need {skill}, {when(problem, there[0])}."
                yield Finding("H2 skill", post, said, without)


def _manned(duties: Collection[Duty]) -> Mapping[tuple[str, Slot], Sequence[Duty]]:
    found = defaultdict(list)
    for duty in sorted(duties):
        found[duty.post, duty.slot].append(duty)
    return found
