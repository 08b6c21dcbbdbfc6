"""What happens by itself: every ten minutes, and after the policy changed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tongzhou.core import clock
from tongzhou.core.jobs import Progress, job
from tongzhou.followup import actions
from tongzhou.followup.actions.settings import REPLAN

OFTEN = timedelta(minutes=10)


@job("followup.mark_missed", every=OFTEN)
def mark_missed(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Checks whose window has passed become missed."""
    return {"missed": actions.mark_missed(now=clock.now())}


@job("followup.lapse_unsigned", every=OFTEN)
def lapse_unsigned(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Observations without a second signature end after a day."""
    return {"lapsed": actions.lapse_unsigned(now=clock.now())}


@job(REPLAN)
def replan(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """A new policy changes which checks are to come."""
    return {"people": actions.replan(payload["office"], now=clock.now())}
