"""What happens by itself: pauses end."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tongzhou.core import clock
from tongzhou.core.jobs import Progress, job
from tongzhou.roster import actions


@job("roster.end_pauses", every=timedelta(hours=1))
def end_pauses(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Who paused until a day that has come takes part again."""
    return {"resumed": actions.end_pauses(now=clock.now())}
