"""Erasers of what privacy itself and the audit log keep."""

from collections.abc import Sequence
from datetime import datetime

from tongzhou.core import audit
from tongzhou.core.models import AuditEntry
from tongzhou.core.personal import Eraser
from tongzhou.privacy.models import AccessEntry

BATCH = 5000


def _old_entries(before: datetime) -> Sequence[int]:
    old = AccessEntry.objects.filter(at__lt=before).order_by("at")
    return list(old.values_list("pk", flat=True)[:BATCH])


def _forget_entries(ids: Sequence[int], *, now: datetime) -> int:
    AccessEntry.objects.filter(pk__in=ids).delete()
    return len(ids)


def _old_bodies(before: datetime) -> Sequence[int]:
    old = AuditEntry.objects.filter(at__lt=before, body__isnull=False)
    return list(old.values_list("pk", flat=True)[:BATCH])


def _forget_bodies(ids: Sequence[int], *, now: datetime) -> int:
    return audit.erase_bodies(ids)


ERASERS = (
    Eraser("privacy.access_log", "access_log", _old_entries, _forget_entries),
    Eraser("privacy.audit_bodies", "audit_body", _old_bodies, _forget_bodies),
)
