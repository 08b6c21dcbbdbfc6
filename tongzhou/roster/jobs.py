"""Work of this room that runs in the background: pauses end, rosters are planned."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tongzhou.core import clock
from tongzhou.core.jobs import Progress, job
from tongzhou.roster import actions
from tongzhou.roster.actions import repairs, rosters


@job("roster.end_pauses", every=timedelta(hours=1))
def end_pauses(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Who paused until a day that has come takes part again."""
    return {"resumed": actions.end_pauses(now=clock.now())}


@job(rosters.PLAN_JOB)
def plan_roster(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Work out who stands where."""
    return rosters.plan_in_background(payload, progress, now=clock.now())


@job(repairs.REPAIR_JOB)
def repair_roster(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Work out the least change that fills empty places."""
    return repairs.repair_in_background(payload, progress, now=clock.now())
