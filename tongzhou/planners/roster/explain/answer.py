"""A roster as the content of a file (planners' design, section 4; contracts, summary)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict
from math import isfinite
from typing import Any

from tongzhou.formats.duty_roster import Duty, Problem, Slot
from tongzhou.planners.roster.explain.unfilled import unfilled
from tongzhou.planners.roster.problem import Scene, fair
from tongzhou.planners.roster.rules import check
from tongzhou.planners.roster.solve import Repaired

OPTIMAL = 1e-6


def to_json(problem: Problem, duties: Collection[Duty], *, bound: float | None) -> dict[str, Any]:
    """The roster, its gaps explained, everybody's share; the checker says what it costs.

    `bound` is what no roster can cost less than, as far as it is proven.
    """
    report = check(problem, duties)
    bound = bound if bound is not None and isfinite(bound) else None
    objective = round(report.objective, 6)
    gap = None if bound is None else max(0.0, objective - bound) / max(1.0, abs(objective))
    is_optimal = gap is not None and gap <= OPTIMAL
    status = "infeasible" if report.violations else "optimal" if is_optimal else "feasible"
    order = sorted(duties, key=lambda duty: (duty.day, problem.begin(duty.slot), duty))
    return {
        "assignments": [duty._asdict() for duty in order],
        "unfilled": [found.as_row() for found in unfilled(problem, duties)],
        "fairness": _fairness(problem, duties),
        "status": status,
        "objective": objective,
        "bound": None if bound is None else round(bound, 6),
        "gap": gap,
        "violations": [asdict(violation) for violation in report.violations],
        "overridden": [asdict(violation) for violation in report.overridden],
        "terms": {
            name: {"count": term.count, "weight": term.weight, "cost": term.cost}
            for name, term in report.terms.items()
        },
    }


def repaired_to_json(found: Repaired) -> dict[str, Any]:
    """A repaired roster with what changed, whom to phone, and how far each phase is proven.

    `bound` is left out: the three phases have one each.
    """
    content = to_json(found.problem, found.duties, bound=None)
    begun = {slot for slot in found.problem.slots() if found.problem.begin(slot) < found.now}
    content["unfilled"] = [
        gap for gap in content["unfilled"] if Slot(gap["day"], gap["shift"]) not in begun
    ]
    if found.is_best and not content["violations"]:
        content["status"] = "optimal"
    content["phases"] = [asdict(phase) for phase in found.phases]
    content["is_proven"] = found.is_proven
    for name in ("lost", "added", "removed"):
        content[name] = [duty._asdict() for duty in sorted(getattr(found, name))]
    content["moved"] = [
        {"from": old._asdict(), "to": new._asdict()} for old, new in sorted(found.moved)
    ]
    content["to_phone"] = _to_phone(found)
    return content


def _to_phone(found: Repaired) -> list[dict[str, Any]]:
    """Everybody whose duties changed, who must know first at the head."""
    told = [(duty, "added") for duty in found.added]
    told += [(duty, "removed") for duty in found.removed]
    told += [(duty, "moved") for _, duty in found.moved]
    told.sort(key=lambda item: (found.problem.begin(item[0].slot), item))
    calls: dict[str, list[dict[str, Any]]] = {}
    for duty, what in told:
        row = {"post": duty.post, "day": duty.day, "shift": duty.shift, "what": what}
        calls.setdefault(duty.person, []).append(row)
    return [{"person": name, "duties": rows} for name, rows in calls.items()]


def _fairness(problem: Problem, duties: Collection[Duty]) -> list[dict[str, Any]]:
    """Each person's hours, nights and weekend duties beside what is fair."""
    shares = fair(Scene(problem))
    hours: Counter[str] = Counter()
    nights, weekends, many = Counter[str](), Counter[str](), Counter[str]()
    for duty in duties:
        shift = problem.shifts[duty.shift]
        many[duty.person] += 1
        hours[duty.person] += shift.hours  # type: ignore[assignment]
        nights[duty.person] += shift.is_night
        weekends[duty.person] += problem.is_weekend(duty.day)
    return [
        {
            "person": name,
            "duties": many[name],
            "hours": float(hours[name]),
            "fair_hours": [end * shares.shift_hours for end in (band.low, band.high)],
            "nights": nights[name],
            "fair_nights": shares.nights[name],
            "weekends": weekends[name],
            "fair_weekends": shares.weekends[name],
        }
        for name, band in shares.load.items()
    ]
