"""AES-256-GCM under one key per person and purpose; the keys wrapped by the installation's.

Destroying a key makes everything sealed under it unreadable, in old backups too.
"""

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, models, router, transaction

from tongzhou.core import prepared
from tongzhou.core.ids import uuid7
from tongzhou.core.prepared import Places
from tongzhou.core.secrets import derived
from tongzhou.privacy.models import PersonKey

NONCE = 12
BATCH = 500
KEY_IDS = Places("key_id", models.UUIDField())


class Keyring:
    """The opened keys of the people on one page.

    A value whose key was destroyed reads as the empty text; a value that was tampered with
    raises `ValueError`.
    """

    def __init__(self, keys: dict[UUID, AESGCM]) -> None:
        self._keys = keys

    @classmethod
    def of(cls, key_ids: Iterable[UUID | None]) -> Self:
        """Open the keys with these ids: one query (per 500 keys)."""
        wanted = [k for k in dict.fromkeys(key_ids) if k is not None]
        keys: dict[UUID, AESGCM] = {}
        for room, values in KEY_IDS.batches(wanted):
            for key_id, wrapped in prepared.statement(_wrapped, room).rows(values):
                keys[key_id] = AESGCM(_unwrap(key_id, bytes(wrapped)))
        return cls(keys)

    @classmethod
    def new(cls, count: int = 1) -> tuple[Self, list[UUID]]:
        """Make fresh keys, stored at once: a key without rows harms nobody."""
        fresh = [(uuid7(), AESGCM.generate_key(256)) for _ in range(count)]
        _store([(i, _wrap(i, k)) for i, k in fresh])
        return cls({i: AESGCM(k) for i, k in fresh}), [i for i, _ in fresh]

    def seal(self, row: models.Model, field: str, text: str) -> bytes:
        """Seal a text for one column of one row; set it on the row and return it."""
        sealed = self.seal_bytes(row.key_id, _place(row, field), text.encode()) if text else b""  # type: ignore[attr-defined]
        setattr(row, field, sealed)
        return sealed

    def read(self, row: models.Model, field: str) -> str:
        """The text of a sealed column, or "" when it is empty or its key is gone."""
        return self.open_bytes(
            row.key_id,  # type: ignore[attr-defined]
            _place(row, field),
            bytes(getattr(row, field)),
        ).decode()

    def seal_bytes(self, key_id: UUID, place: str, content: bytes) -> bytes:
        """Seal bytes under a key, bound to a place such as `registry_resident.phone`."""
        nonce = os.urandom(NONCE)
        return nonce + self._keys[key_id].encrypt(nonce, content, _bound(place, key_id))

    def open_bytes(self, key_id: UUID | None, place: str, sealed: bytes) -> bytes:
        """Open sealed bytes; empty when nothing is there or the key was destroyed."""
        return self.open_all(key_id, place, [sealed])[0] if sealed else b""

    def open_all(self, key_id: UUID | None, place: str, sealed: Iterable[bytes]) -> list[bytes]:
        """Open what is sealed for one place under one key; the key is looked up once."""
        key = self._keys.get(key_id) if key_id else None
        if key is None or key_id is None:
            return [b"" for _ in sealed]
        bound = _bound(place, key_id)
        try:
            return [key.decrypt(s[:NONCE], s[NONCE:], bound) if s else b"" for s in sealed]
        except InvalidTag:
            raise ValueError(f"a sealed value in {place} was altered or moved") from None


def _wrapped(room: int) -> models.QuerySet[Any, Any]:
    rows = PersonKey.objects.filter(key_id__in=KEY_IDS.slots(room))
    return rows.values_list("key_id", "wrapped")


def destroy_keys(key_ids: Iterable[UUID | None]) -> int:
    """Destroy keys for good; returns how many existed."""
    wanted = [k for k in key_ids if k is not None]
    return sum(
        PersonKey.objects.filter(key_id__in=wanted[start : start + BATCH]).delete()[0]
        for start in range(0, len(wanted), BATCH)
    )


def _place(row: models.Model, field: str) -> str:
    return f"{row._meta.db_table}.{field}"


def _bound(place: str, key_id: UUID) -> bytes:
    return place.encode() + key_id.bytes


def _wrap(key_id: UUID, key: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + _wrapping().encrypt(nonce, key, key_id.bytes)


def _unwrap(key_id: UUID, wrapped: bytes) -> bytes:
    return _wrapping().decrypt(wrapped[:NONCE], wrapped[NONCE:], key_id.bytes)


def _store(wrapped: Sequence[tuple[UUID, bytes]]) -> None:
    """Insert wrapped keys; an import makes a hundred thousand of them at once."""
    database = router.db_for_write(PersonKey)
    connection = connections[database]
    is_native = connection.features.has_native_uuid_field
    rows = [(i if is_native else i.hex, key) for i, key in wrapped]
    with transaction.atomic(database), connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {PersonKey._meta.db_table} (key_id, wrapped) VALUES (%s, %s)",  # noqa: S608
            rows,
        )


@lru_cache
def _wrapping() -> AESGCM:
    return AESGCM(derived("privacy.key-wrapping"))
