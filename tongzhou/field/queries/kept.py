"""What of a batch was kept before: asked by every batch of every phone, so compiled once."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet, UUIDField

from tongzhou.core import prepared
from tongzhou.core.prepared import Places, Slot
from tongzhou.field import access
from tongzhou.field.models import Device, FieldShift
from tongzhou.registry.acting import Acting

DEVICE = Slot("device", BigIntegerField())
NUMBERS = Places("number", UUIDField())
SEQS = Places("seq", BigIntegerField())
SHIFTS = Places("shift", UUIDField())


class Kept(NamedTuple):
    """An entry as far as a batch has to know it."""

    number: UUID
    device_id: int
    seq: int
    is_fork: bool
    digest: bytes
    state: str
    reason: str


def kept(device: Device, numbers: Sequence[UUID], seqs: Sequence[int]) -> list[Kept]:
    """Entries with these ids, and those of this phone with these numbers: one query."""
    found: list[Kept] = []
    batches = zip(NUMBERS.batches(numbers), SEQS.batches(seqs), strict=True)
    for (room, ids), (_room, places) in batches:
        statement = prepared.statement(_kept, room)
        rows = statement.rows({"device": device.pk, **ids, **places})
        found += [Kept(*row) for row in rows]
    return found


def _kept(room: int) -> QuerySet[Any, Any]:
    rows = access.entries(Acting.system())
    in_sequence = Q(device=DEVICE, is_fork=False, seq__in=SEQS.slots(room))
    same = rows.filter(in_sequence | Q(number__in=NUMBERS.slots(room)))
    return same.values_list("number", "device_id", "seq", "is_fork", "digest", "state", "reason")


def shifts_of(device: Device, numbers: Sequence[UUID]) -> dict[UUID, FieldShift]:
    """The shifts of this phone that a batch names: one query."""
    found: dict[UUID, FieldShift] = {}
    for room, values in SHIFTS.batches(list(dict.fromkeys(numbers))):
        rows = prepared.statement(_shifts, room).instances({"device": device.pk, **values})
        found |= {row.number: row for row in rows}
    return found


def _shifts(room: int) -> QuerySet[FieldShift]:
    rows = access.shifts(Acting.system()).select_related(None)
    return rows.filter(device=DEVICE, number__in=SHIFTS.slots(room))
