"""Overdue requests become the supervisor's business."""

from datetime import datetime

from django.db import transaction

from tongzhou.core import audit
from tongzhou.desk import access
from tongzhou.desk.actions.steps import write
from tongzhou.desk.choices import EventKind
from tongzhou.desk.queries.lists import overdue
from tongzhou.registry.acting import Acting

BATCH = 500


@transaction.atomic
def escalate_overdue(*, now: datetime) -> int:
    """Note once on each overdue request that the supervisor was told; returns how many."""
    system = Acting.system()
    rows = access.requests(system).filter(overdue(now), escalated_at__isnull=True)
    found = list(rows.order_by("due_at")[:BATCH])
    for row in found:
        row.escalated_at = now
        row.save(update_fields=["escalated_at"])
        write(system, row, EventKind.ESCALATED, now=now)
    if found:
        ids = [row.pk for row in found]
        audit.record("desk.requests.escalated", actor=system, now=now, requests=ids)
    return len(found)
