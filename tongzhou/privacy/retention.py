"""How long each class of personal data is kept, and the nightly round that erases.

Defaults in days: the project's table after the CAC notice of 2020-02-04 (collect and keep only
what is needed). The street office can set other values from a day on.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connections, transaction

from tongzhou.core import clock, rooms
from tongzhou.core.backup import KEPT
from tongzhou.core.jobs import Progress, job
from tongzhou.core.personal import Eraser
from tongzhou.privacy.models import Erasure, RetentionRule, Tombstone

DEFAULT_DAYS: Mapping[str, int] = {
    "resident": 90,  # after moving away
    "observation": 30,  # after release
    "request": 90,  # after confirmation
    "request_document": 7,  # after confirmation
    "contact": 90,  # after it was made
    "pass": 30,  # after its last day
    "crossing": 30,  # after it happened
    "field": 30,  # after it arrived
    "volunteer": 180,  # after leaving
    "import_file": 1,
    "account": 180,  # after leaving
    "access_log": 180,
    "audit_body": 365,
}


def days_kept(retention: str, *, on: date) -> int:
    """Days a class is kept, by the newest rule in force on a day."""
    rules = RetentionRule.objects.filter(retention=retention, effective_on__lte=on)
    newest = rules.order_by("-effective_on").values_list("days", flat=True).first()
    return DEFAULT_DAYS[retention] if newest is None else newest


def all_erasers() -> Iterator[Eraser]:
    """The erasers of every installed room, from its module `erase`."""
    for module in rooms.with_module("erase"):
        yield from module.ERASERS


def erase_due(*, now: datetime) -> dict[str, int]:
    """Erase everything whose time has run out; returns counts by eraser. Repeatable."""
    counts: dict[str, int] = {}
    for eraser in all_erasers():
        days = days_kept(eraser.retention, on=clock.local_date(now))
        counts[eraser.name] = _erase_all(eraser, now - timedelta(days=days), now=now)
    Tombstone.objects.filter(at__lt=now - KEPT - timedelta(days=1)).delete()
    if any(counts.values()):
        _wipe_logs()
    return counts


def _erase_all(eraser: Eraser, before: datetime, *, now: datetime) -> int:
    """Batch by batch, each in its own transaction, until nothing is due."""
    total, last = 0, list[int]()
    while (ids := list(eraser.due(before))) and ids != last:
        Tombstone(eraser=eraser.name, at=now, ids=ids).save()
        with transaction.atomic():
            count = eraser.erase(ids, now=now)
            Erasure(eraser=eraser.name, at=now, count=count).save()
        total, last = total + count, ids
    return total


def erase_now(name: str, ids: list[int], *, now: datetime) -> int:
    """Erase before the time has run out, because somebody asked for it; kept after a restore."""
    eraser = next(eraser for eraser in all_erasers() if eraser.name == name)
    Tombstone(eraser=name, at=now, ids=ids).save()
    count = eraser.erase(ids, now=now)
    Erasure(eraser=name, at=now, count=count).save()
    return count


def erase_again(since: datetime, *, now: datetime) -> dict[str, int]:
    """After a restore: what was erased since the copy was taken; then whatever is due.

    Older marks are left alone: a number may have gone to another row after an earlier restore.
    """
    erasers = {eraser.name: eraser for eraser in all_erasers()}
    for stone in Tombstone.objects.filter(at__gte=since).order_by("pk").iterator():
        if eraser := erasers.get(stone.eraser):
            with transaction.atomic():
                eraser.erase(stone.ids, now=now)
    counts = erase_due(now=now)
    _wipe_logs()
    return counts


def _wipe_logs() -> None:
    """Overwrite what SQLite's write-ahead log still holds of deleted rows."""
    for connection in connections.all():
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@job("privacy.erase_due", daily_at=time(3, 10))
def erase_due_nightly(payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """The nightly erasure."""
    return erase_due(now=clock.now())
