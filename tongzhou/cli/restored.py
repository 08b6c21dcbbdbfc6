"""What happens to a restored folder before anybody is let in."""

from collections.abc import Iterator
from datetime import datetime

from allauth.usersessions.models import UserSession
from cryptography.exceptions import InvalidTag
from django.contrib.sessions.models import Session
from django.db import connections, transaction

from tongzhou.cli.migrations import migrate
from tongzhou.core import audit, clock
from tongzhou.core.backup import Program
from tongzhou.core.jobs import release_dead_leases
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import PersonKey
from tongzhou.privacy.retention import erase_again
from tongzhou.registry.models import Resident

RESTORED = "core.backup.restored"


def settle(taken_at: datetime) -> int:
    """Erased stays erased, signed out stays signed out; returns how many rows were erased."""
    migrate()
    now = clock.now()
    counts = erase_again(taken_at, now=now)
    Session.objects.all().delete()
    UserSession.objects.all().delete()
    release_dead_leases()
    with transaction.atomic():
        audit.record(RESTORED, actor=Program(), now=now, taken_at=taken_at.isoformat())
    return sum(counts.values())


def faults() -> Iterator[str]:
    """What is wrong with the folder, in sentences."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            yield from _unsound(connection.alias)
    if found := next(iter(audit.breaks()), None):
        yield f"the audit log breaks at entry {found['seq']}: {found['reason']}"
    people = Resident.objects.filter(key_id__isnull=False).order_by("-pk")
    newest = people.values_list("key_id", flat=True).first()
    try:
        Keyring.of([newest])
    except InvalidTag:
        yield "this is not the secret that the keys were wrapped with"
    if newest and not PersonKey.objects.filter(key_id=newest).exists():
        yield "these are not the keys of these rows"


def _unsound(alias: str) -> Iterator[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        [[said], *_more] = cursor.fetchall()
        if said != "ok":
            yield f"{alias} is damaged: {said}"
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
