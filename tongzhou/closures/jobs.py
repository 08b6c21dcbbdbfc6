"""Work of this room that runs in the background."""

from collections.abc import Mapping
from typing import Any

from tongzhou.closures.actions import maps, plans
from tongzhou.core import clock
from tongzhou.core.jobs import Progress, job


@job(maps.READ_JOB)
def read_map(payload: Mapping[str, Any], progress: Progress) -> None:
    """Read an uploaded file of streets."""
    maps.read_in_background(payload, progress, now=clock.now())


@job(plans.SOLVE_JOB)
def solve_plan(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Work out a closure plan."""
    return plans.solve_in_background(payload, progress, now=clock.now())
