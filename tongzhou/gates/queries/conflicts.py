"""Which ways out of one household contradict each other. Pure.

Two phones that did not know of each other may each have said "go". A pass that was copied, or one
that is read at two gates while both are offline, is only seen when both have been heard.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from tongzhou.core import clock
from tongzhou.formats.gate_rules import ALWAYS_OPEN, Rules, Way, next_trip
from tongzhou.gates.choices import TAKEN_BACK, Outcome

# The same pass the same way within a day is refused by a phone that knows.
TWICE_WITHIN = timedelta(days=1)
BY_THEIR_OWN = frozenset({Outcome.GO, Outcome.STALE})
RulesAt = Callable[[datetime], Rules]


@dataclass(frozen=True, slots=True)
class Step:
    """One crossing of a household, as far as it matters here."""

    pk: int
    at: datetime
    place_id: int
    direction: str
    verdict: str
    reason: str
    word: str
    is_essential: bool
    of_id: int = 0
    committee_id: int = 0
    doubt: int = 0


def contradictions(steps: Sequence[Step], rules_at: RulesAt) -> list[tuple[Step, Step]]:
    """Pairs of ways out of one household of which the later should not have been."""
    ordered = sorted(steps, key=lambda step: (step.at, step.pk))
    happened = sorted(_happened(ordered), key=lambda step: (step.at, step.pk))
    outs = [step for step in happened if _counts(step, rules_at(step.at))]
    homes = [step.at for step in ordered if step.direction == Way.IN]
    pairs = pairwise(outs)
    return [(a, b) for a, b in pairs if _contradict(a, b, homes, rules_at(b.at))]


def _happened(ordered: Sequence[Step]) -> Iterator[Step]:
    """Ways out that were not taken back at the same gate right after."""
    waiting: dict[int, Step] = {}
    for step in ordered:
        if step.direction == Way.OUT and step.word != TAKEN_BACK:
            if step.place_id in waiting:
                yield waiting[step.place_id]
            waiting[step.place_id] = step
        elif step.word == TAKEN_BACK:
            waiting.pop(step.place_id, None)
    yield from waiting.values()


def _counts(step: Step, rules: Rules) -> bool:
    """What a rule exempts, and what a guard decided with a word, is no contradiction."""
    is_exempt = step.is_essential or step.reason in rules.exempt
    return step.verdict in BY_THEIR_OWN and not is_exempt


def _contradict(a: Step, b: Step, homes: Sequence[datetime], rules: Rules) -> bool:
    came_home = any(a.at <= home <= b.at for home in homes)
    if not came_home and b.at - a.at < TWICE_WITHIN:
        return True
    if not rules.every_days:
        return False
    opens, closes = ALWAYS_OPEN
    any_hour = replace(rules, opens=opens, closes=closes)
    then, moment = int(a.at.timestamp()), int(b.at.timestamp())
    offset = int(clock.local_offset(b.at).total_seconds() // 60)
    return next_trip(any_hour, [then], at=moment, offset=offset) > moment
