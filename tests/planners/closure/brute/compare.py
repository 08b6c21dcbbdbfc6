"""One neighbourhood planned, answered by trying everything, checked and flooded."""

import json
import math
from dataclasses import dataclass, field

from tests.planners.closure.brute.raw import RawStreets
from tests.planners.closure.brute.search import TooLarge, free_nodes, least_cost
from tests.planners.closure.neighbourhoods import Neighbourhood, neighbourhood, standing
from tongzhou.planners.closure.explain import to_geojson
from tongzhou.planners.closure.explain.certificate import certificate
from tongzhou.planners.closure.problem import Problem, Profile, build
from tongzhou.planners.closure.rules import check
from tongzhou.planners.closure.rules.certificate import verify
from tongzhou.planners.closure.solve import Plan, solve

FEN = 0.01
REMOVALS = (60.0, 0.0, 60.0, 700.0)
"""What it costs to take something down, by turns."""
VERDICTS = ("equal", "planner dearer", "planner cheaper", "infeasible", "no homes", "too large")
DISAGREEMENTS = ("planner dearer", "planner cheaper")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one neighbourhood; costs are infinite where there is no plan.

    `freely` is the least cost when people may walk any way that is inside, not only today's.
    """

    number: int
    verdict: str
    planned: float = math.inf
    least: float = math.inf
    free_nodes: int = 0
    freely: float | None = None
    is_proven: bool = True
    leaks: list[str] = field(default_factory=list)
    lost_to_engines: list[str] = field(default_factory=list)
    broken_rules: list[str] = field(default_factory=list)
    faults_of_proof: list[str] = field(default_factory=list)

    @property
    def is_agreed(self) -> bool:
        """Whether planner, brute force, flood, checker and proof are of one mind."""
        return self.verdict not in DISAGREEMENTS and self.is_proven and not self.complaints

    @property
    def complaints(self) -> list[str]:
        """What flood, checker and proof have against the plan."""
        return [*self.leaks, *self.lost_to_engines, *self.broken_rules, *self.faults_of_proof]


def compared(number: int, *, freely: bool = False, is_built: bool = False) -> Outcome:
    """The outcome for one number, if asked with barriers that stand here and there already."""
    place = neighbourhood(number)
    profile = Profile.over_defaults(place.profile)
    problem = build(place.extract, profile)
    if is_built:
        pins, costs = standing(problem, number), place.profile.get("costs", {})
        removal = {"removal": REMOVALS[number % len(REMOVALS)]}
        profile = Profile.over_defaults({**place.profile, "costs": {**costs, **removal}})
        problem = build(place.extract, profile, pins=pins)
    if not problem.homes:
        return Outcome(number, "no homes")
    try:
        least = least_cost(problem)
        relaxed = least_cost(problem, walks_freely=True) if freely else None
    except TooLarge:
        return Outcome(number, "too large", free_nodes=free_nodes(problem))
    plan = solve(problem, workers=1)
    planned = math.inf if plan.status == "infeasible" else plan.objective
    verdict = _verdict(planned, least)
    if plan.status == "infeasible":
        return Outcome(number, verdict, planned, least, free_nodes(problem), relaxed)
    return _examined(place, problem, plan, least, relaxed)


def _verdict(planned: float, least: float) -> str:
    if math.isinf(planned) and math.isinf(least):
        return "infeasible"
    if abs(planned - least) <= FEN:
        return "equal"
    return "planner dearer" if planned > least else "planner cheaper"


def _examined(
    place: Neighbourhood, problem: Problem, plan: Plan, least: float, freely: float | None
) -> Outcome:
    """The plan as a file, flooded, checked, and its proof verified."""
    told = json.loads(json.dumps(to_geojson(problem, plan)))
    raw = RawStreets(place.extract, told, problem.profile)
    report = check(place.extract, told, problem.profile, pins=problem.pins)
    proof = json.loads(json.dumps(certificate(problem, told)))
    return Outcome(
        number=place.number,
        verdict=_verdict(plan.objective, least),
        planned=plan.objective,
        least=least,
        free_nodes=free_nodes(problem),
        freely=freely,
        is_proven=plan.status == "optimal",
        leaks=raw.leaks(),
        lost_to_engines=raw.lost_to_engines(),
        broken_rules=[f"{v.rule}: {v.message}" for v in report.violations],
        faults_of_proof=[
            v.message
            for v in verify(place.extract, told, proof, problem.profile, pins=problem.pins)
        ],
    )
