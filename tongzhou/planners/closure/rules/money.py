"""Rules about people on guard and money, reckoned anew from the features and the profile."""

import math
from collections.abc import Iterator, Mapping

from tongzhou.planners.closure.rules.file import Closing
from tongzhou.planners.closure.rules.report import Violation
from tongzhou.planners.closure.rules.scene import Scene, found

RELATIVE = 1e-6
FEN = 0.011
"""Costs of single closings are rounded to 0.01 yuan."""
SHARE = 1e-3
"""Shares are rounded to six digits; that many households do not matter."""


def capacity(scene: Scene) -> Iterator[Violation]:
    """No gate has more people than its guards can see through."""
    gates, shifts = scene.profile.gates, scene.profile.costs.shifts_a_day
    users = _households_by_gate(scene)
    for closing in scene.plan.closings.values():
        if closing.kind != "gate":
            continue
        levels = closing.guards / shifts
        if users.get(closing.number, 0.0) > levels * gates.households + SHARE:
            message = (
                f"{users[closing.number]:.0f} households use this gate; "
                f"{closing.guards} guards a day are enough for {levels * gates.households:.0f}."
            )
            yield found("capacity", closing, message)
        if not 1 <= levels <= gates.levels or levels % 1:
            message = f"{closing.guards} guards a day are not {shifts} for each of 1 to {gates.levels} levels."
            yield found("capacity", closing, message)


def everybody_has_a_share(scene: Scene) -> Iterator[Violation]:
    """All people of a home have a gate."""
    for home in scene.plan.homes:
        total = sum(share for share, _ in home.uses.values())
        if home.uses and abs(total - 1.0) > SHARE:
            yield found("capacity", home, f"The gates take {total:.0%} of the people, not all.")


def volunteers(scene: Scene) -> Iterator[Violation]:
    """There are people for all guard shifts."""
    most = scene.profile.gates.volunteers
    needed = sum(closing.guards for closing in scene.plan.closings.values())
    if most and needed > most:
        message = f"The plan needs {needed} guard shifts a day, and there are people for {most}."
        yield found("volunteers", "tongzhou.guards", message)


def objective(scene: Scene) -> Iterator[Violation]:
    """Every price is the profile's, the terms add up, and the sum is what the summary says."""
    for closing in scene.plan.closings.values():
        if abs(price(scene, closing) - closing.cost) > FEN:
            message = f"It costs {price(scene, closing):.2f}, and the plan says {closing.cost}."
            yield found("objective", closing, message)
    told, own = float(scene.plan.summary["objective"]), total(scene)
    if _differ(told, own):
        message = f"The objective is {own:.4f}, and the summary says {told}."
        yield found("objective", "tongzhou.objective", message)
    terms = scene.plan.summary.get("terms", {})
    added = math.fsum(float(term["cost"]) for term in terms.values())
    if terms and _differ(added, told):
        message = f"The terms add up to {added:.4f}, and the objective is {told}."
        yield found("objective", "tongzhou.terms", message)


def total(scene: Scene) -> float:
    """The objective in yuan: closings, guards, walking further than today, and taking down what
    stands and is not kept.
    """
    closings = math.fsum(price(scene, closing) for closing in scene.plan.closings.values())
    further = math.fsum(
        home.households * share * max(0.0, metres - (home.before or 0.0))
        for home in scene.plan.homes
        for share, metres in home.uses.values()
    )
    costs = scene.profile.costs
    removed = sum(len(kinds) for kinds in scene.standing.values()) - len(scene.kept)
    walking = costs.walk_per_metre * costs.trips_a_day * costs.days * further
    return closings + walking + costs.removal * removed


def price(scene: Scene, closing: Closing) -> float:
    """Yuan for one closing over all days; what stands already costs only its guards."""
    costs = scene.profile.costs
    guards = closing.guards * costs.days * costs.shift
    if closing.number in scene.kept:
        return guards
    if closing.kind == "gate":
        return costs.gate_fixed + guards
    if closing.kind == "keyed_door":
        return max(costs.door, _barrier(scene, closing)) if closing.is_fire else costs.door
    return _barrier(scene, closing)


def _barrier(scene: Scene, closing: Closing) -> float:
    """A lock for a gate that is there, a barrier that opens where engines pass, else a fence.

    A gate at one end of a segment saves nothing where a door lies between it and the closing; a
    plan that says so costs more, and none can say otherwise where no gate is.
    """
    costs, place = scene.profile.costs, scene.streets.find(closing.main)
    is_there = place is not None and scene.streets.has_lockable(place[0])
    if closing.is_existing and is_there:
        return costs.lockable
    wide = scene.streets.width(scene.streets.segments[place[0]].way) if place else closing.width
    if closing.kind == "fence":
        return costs.fence_fixed + costs.fence_per_metre * wide
    return costs.lane_fixed + costs.lane_per_metre * wide


def _households_by_gate(scene: Scene) -> Mapping[int, float]:
    users: dict[int, float] = {}
    for home in scene.plan.homes:
        for number, (share, _) in home.uses.items():
            users[number] = users.get(number, 0.0) + share * home.households
    return users


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > RELATIVE * max(1.0, abs(one), abs(other))
