"""Who does not go out: asked by the gates, answered from home observation.

Only which doors, for the house itself: a gate never learns why.
"""

from collections.abc import Collection
from datetime import datetime

from tongzhou.followup.queries.observations import active
from tongzhou.registry.acting import Acting


def households(committees: Collection[int], *, now: datetime) -> set[int]:
    """Households of these committees with somebody under observation."""
    rows = active(Acting.system()).filter(committee__in=committees, household__isnull=False)
    return set(rows.values_list("household_id", flat=True))
