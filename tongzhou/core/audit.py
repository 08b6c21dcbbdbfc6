"""The audit log: every action one entry, chained so that tampering shows."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, models

from tongzhou.core import prepared
from tongzhou.core.models import AuditEntry

PG_LOCK = 0x746F6E67
GENESIS = b"\0" * 32


class Actor(Protocol):
    """Who acts, as the audit log names them."""

    @property
    def user_id(self) -> int | None:
        """The account, or None for the system and for residents by link."""

    @property
    def role(self) -> str:
        """The role they act in."""

    @property
    def unit_name(self) -> str:
        """The unit they act for, by the name that does not change with the reader."""


def record(
    key: str, *, actor: Actor, now: datetime, obj: models.Model | None = None, **body: Any
) -> AuditEntry:
    """Append one entry; must run inside the transaction of the action it tells of."""
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry belongs into the transaction of its action.")
    last_seq, last_digest = _tail()
    entry = AuditEntry(
        seq=last_seq + 1,
        at=now,
        actor_id=actor.user_id,
        role=actor.role,
        unit=actor.unit_name[:80],
        key=key,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        body=json.dumps(body, ensure_ascii=False, sort_keys=True, default=str),
        salt=os.urandom(16),
    )
    entry.body_digest = _body_digest(bytes(entry.salt or b""), entry.body or "")
    entry.digest = _digest(entry, last_digest)
    entry.save(force_insert=True)
    return entry


def _tail() -> tuple[int, bytes]:
    """Sequence number and digest of the newest entry; on PostgreSQL writers queue here."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PG_LOCK])
    found = prepared.statement(_newest).rows({}, size=1)
    return (found[0][0], bytes(found[0][1])) if found else (0, GENESIS)


def _newest() -> models.QuerySet[Any, Any]:
    return AuditEntry.objects.order_by("-seq").values_list("seq", "digest")


def _body_digest(salt: bytes, body: str) -> bytes:
    return hashlib.sha256(salt + body.encode()).digest()


def _digest(entry: AuditEntry, previous: bytes) -> bytes:
    head = [
        entry.seq, int(entry.at.timestamp() * 1_000_000), entry.actor_id, entry.role, entry.unit,
        entry.key, entry.object_type, entry.object_id,
    ]  # fmt: skip
    text = json.dumps(head, ensure_ascii=False).encode()
    return hashlib.sha256(previous + text + bytes(entry.body_digest)).digest()


def breaks() -> Iterator[Mapping[str, Any]]:
    """Walk the chain; yield each place where it does not hold, as {"seq", "reason"}."""
    expected, previous = 1, GENESIS
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        if entry.seq != expected:
            yield {"seq": expected, "reason": f"entries {expected} to {entry.seq - 1} are missing"}
        if not hmac.compare_digest(bytes(entry.digest), _digest(entry, previous)):
            yield {"seq": entry.seq, "reason": "the entry does not follow from the one before"}
        if entry.body is not None and _body_digest(bytes(entry.salt or b""), entry.body) != bytes(
            entry.body_digest
        ):
            yield {"seq": entry.seq, "reason": "the body was changed"}
        expected, previous = entry.seq + 1, bytes(entry.digest)


def erase_bodies(seqs: Sequence[int]) -> int:
    """Forget what entries said in detail; the chain and its heads stay."""
    return AuditEntry.objects.filter(seq__in=seqs).update(body=None, salt=None)


def length() -> int:
    """How many entries there are."""
    return AuditEntry.objects.count()
