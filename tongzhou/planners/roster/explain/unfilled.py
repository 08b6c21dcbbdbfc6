"""Why a place stays empty: the rules that keep each person away, and who is nearest to coming."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tongzhou.formats.duty_roster import Duty, Person, Problem, Slot
from tongzhou.planners.roster.problem import Scene
from tongzhou.planners.roster.solve.greedy import Hand

NEAREST = 3
Place = tuple[str, Slot]
RULES = {
    "H1 availability": "cannot come then",
    "H2 rest": "would not have enough rest, or have duty already",
    "H2 hours in 24": "would have too many hours within 24",
    "H2 skill": "do not have the skill that is still missing there",
    "H3 duties a week": "have all the duties of the week they may have",
    "H3 nights a week": "have all the nights of the week they may have",
    "H3 nights in a row": "would have too many nights in a row",
    "H3 who may do nights": "must not have nights",
    "H4 cold": "are not fit for a cold night",
    "H5 walk": "live too far away",
    "H6 never together": "must not meet someone who stands there",
    "no gain": "could come, but it would cost more than it gains",
}
OF_HAND = {
    "rest": "H2 rest",
    "hours in 24": "H2 hours in 24",
    "duties a week": "H3 duties a week",
    "nights a week": "H3 nights a week",
    "nights in a row": "H3 nights in a row",
    "never together": "H6 never together",
    "skill": "H2 skill",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty place: how many are missing, the rule that keeps most away, all counts, the nearest."""

    post: str
    slot: Slot
    missing: int
    rule: str
    counts: Mapping[str, int]
    nearest: Collection[tuple[str, tuple[str, ...]]]

    def as_row(self) -> dict[str, Any]:
        """As the file has it."""
        parts = [f"{count} {RULES[rule]} ({rule})" for rule, count in self.counts.items()]
        return {
            "post": self.post,
            "day": self.slot.day,
            "shift": self.slot.shift,
            "missing": self.missing,
            "rule": self.rule,
            "counts": dict(self.counts),
            "reason": f"{self.missing} missing. Of the people {'; '.join(parts) or 'there are none'}.",
            "nearest": [{"person": name, "rules": list(rules)} for name, rules in self.nearest],
        }


def unfilled(problem: Problem, duties: Collection[Duty]) -> list[Gap]:
    """Each place that is not full, in the order of time."""
    scene = Scene(problem)
    hand = Hand(scene)
    for duty in sorted(duties):
        hand.take(duty)
    order = sorted(scene.needs, key=lambda place: (problem.begin(place[1]), place))
    return [
        _gap(hand, place, need - len(hand.there[place]))
        for place in order
        if (need := scene.needs[place]) > len(hand.there[place])
    ]


def hindrances(hand: Hand, person: Person, place: Place) -> tuple[str, ...]:
    """The names of all rules that keep a person from a place, the lasting ones first."""
    scene, (post, slot) = hand.scene, place
    found = []
    if post not in scene.gates[person.home]:
        found.append("H5 walk")
    if scene.is_night(slot) and not scene.may_night(person, slot.day):
        found.append("H3 who may do nights")
    elif scene.is_night(slot) and not (person.may_cold or scene.problem.posts[post].is_heated):
        found.append("H4 cold")
    if slot in person.unavailable:
        found.append("H1 availability")
    return (*found, *(OF_HAND[rule] for rule in hand.hindrances(person, place)))


def _gap(hand: Hand, place: Place, missing: int) -> Gap:
    each = {p.id: hindrances(hand, p, place) for p in hand.scene.problem.people.values()}
    counts = Counter(rules[0] if rules else "no gain" for rules in each.values())
    ordered = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    near = sorted(each.items(), key=lambda item: (len(item[1]), item[0]))[:NEAREST]
    rule = next(iter(ordered), "H1 availability")
    return Gap(place[0], place[1], missing, rule, ordered, near)
