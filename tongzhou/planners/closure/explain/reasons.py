"""Why a barrier or a gate stands where it stands, and what a wish would cost."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongzhou.planners.closure.problem import Problem
from tongzhou.planners.closure.solve import Plan, Stand


@dataclass(frozen=True, slots=True)
class Reason:
    """A stable key with the numbers that fill its sentence."""

    key: str
    numbers: dict[str, float]


def reasons(problem: Problem, plan: Plan, number: int) -> Sequence[Reason]:
    """Why stand `number` (from 0) is there, the weightiest first."""
    stand = plan.stands[number]
    return [*_what_it_keeps(problem, plan, number), *_what_it_is(problem, stand)]


def _what_it_keeps(problem: Problem, plan: Plan, number: int) -> list[Reason]:
    served = [door for door in plan.doors if door.stand == number]
    households = {home.node: home.households for home in problem.homes}
    if not served:
        return [Reason("closes_way_in", {})]
    people = sum(households[door.home] * door.share for door in served)
    longest = max(door.metres - door.before for door in served)
    return [Reason("serves", {"households": round(people), "longer": round(max(0.0, longest))})]


def _what_it_is(problem: Problem, stand: Stand) -> list[Reason]:
    edge = problem.edges[stand.edge]
    found = []
    if edge.lockable:
        found.append(Reason("gate_is_there", {}))
    if stand.kind == "fire_lane":
        found.append(Reason("engines_pass", {"width": round(edge.width, 1)}))
    if stand.kind == "gate" and edge.is_fire:
        found.append(Reason("gate_is_fire_lane", {}))
    if edge.is_width_assumed:
        found.append(Reason("measure_width", {"width": round(edge.width, 1)}))
    if edge.layer != "0":
        found.append(Reason("other_level", {}))
    return found
