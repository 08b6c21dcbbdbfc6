"""What the desk does by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tongzhou.core import clock
from tongzhou.core.jobs import Progress, job
from tongzhou.desk.actions.escalation import escalate_overdue


@job("desk.escalate", every=timedelta(minutes=15))
def escalate(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Tell supervisors about requests that became overdue."""
    return {"escalated": escalate_overdue(now=clock.now())}
