"""Checks a roster against its problem, rule by rule."""

from collections.abc import Callable, Collection, Iterable

from tongzhou.formats.duty_roster import Duty, Problem
from tongzhou.planners.roster.rules import hours, posts, wishes
from tongzhou.planners.roster.rules.findings import Finding
from tongzhou.planners.roster.rules.report import Report, Violation

Rule = Callable[[Problem, Collection[Duty]], Iterable[Finding]]
RULES: tuple[Rule, ...] = (
    hours.available,
    hours.rested,
    hours.not_too_long,
    hours.not_too_many,
    hours.not_too_many_nights,
    hours.nights_apart,
    hours.old_enough_for_nights,
    posts.warm_enough,
    posts.near_enough,
    posts.kept_apart,
    posts.pins_stay,
    posts.not_too_many,
    posts.seats_of_skill,
)


def check(problem: Problem, duties: Collection[Duty]) -> Report:
    """All rules a roster breaks, and what it costs.

    A finding that concerns pinned duties only is the coordinator's decision: it is told, but the
    roster is not refused for it.
    """
    violations: list[Violation] = []
    overridden: list[Violation] = []
    for rule in RULES:
        for finding in rule(problem, duties):
            is_pinned = bool(finding.duties) and problem.pinned.issuperset(finding.duties)
            found = Violation(finding.rule, finding.where, finding.message)
            (overridden if is_pinned else violations).append(found)
    return Report(violations, overridden, wishes.terms(problem, duties))
