"""What the corridor does by the clock."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tongzhou.core import clock
from tongzhou.core.jobs import Progress, job
from tongzhou.workflows.actions.needs import settle_needs


@job("workflows.settle_needs", every=timedelta(minutes=5))
def settle_needs_often(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """What was brought is no longer needed."""
    return {"settled": settle_needs(now=clock.now())}
