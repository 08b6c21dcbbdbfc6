"""Checks a plan file against the raw streets, with code that shares nothing with the solver."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shapely import Geometry

from tongzhou.formats.streets.extract import Extract
from tongzhou.planners.closure.problem.pins import NO_PINS, Pins
from tongzhou.planners.closure.problem.profile import Profile
from tongzhou.planners.closure.problem.register import Register
from tongzhou.planners.closure.rules import fire, form, money, sealing, standing
from tongzhou.planners.closure.rules.file import read_plan
from tongzhou.planners.closure.rules.report import Report, Violation
from tongzhou.planners.closure.rules.scene import Scene
from tongzhou.planners.closure.rules.streets import Streets

Rule = Callable[[Scene], Iterable[Violation]]
FORM: tuple[Rule, ...] = (form.input_matches, form.well_formed, form.cuts_complete)
RULES: tuple[Rule, ...] = (
    form.complete,
    form.fronts_are_public,
    sealing.sealed,
    sealing.gate_is_real,
    sealing.way_out,
    standing.never,
    standing.stretches_of_hydrants,
    standing.open_to_all,
    fire.fences_let_no_engine_wait,
    fire.engines_arrive,
    fire.two_openings,
    money.capacity,
    money.everybody_has_a_share,
    money.volunteers,
    form.counts,
    money.objective,
)


def check(
    extract: Extract,
    plan: Mapping[str, Any],
    profile: Profile,
    *,
    boundary: Geometry | None = None,
    register: Register | None = None,
    pins: Pins = NO_PINS,
) -> Report:
    """All rules the plan breaks, and its objective in yuan.

    `boundary` is in degrees; without one the extract less its rim is the area, as in planning.
    Of `pins` what somebody saw counts: measured widths, and barriers that stand already.
    What cannot be read is reported alone: no other rule could say anything sound about it.
    """
    streets = Streets.of(extract, profile, boundary, pins.widths)
    scene = Scene(read_plan(plan), streets, register, pins)
    broken = [violation for rule in FORM for violation in rule(scene)]
    if not broken:
        broken = [violation for rule in RULES for violation in rule(scene)]
    return Report(broken, money.total(scene))
