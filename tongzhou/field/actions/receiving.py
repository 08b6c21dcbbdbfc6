"""Taking in what a phone wrote: all of it is kept, each once, whatever the rooms say of it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from threading import Lock
from types import ModuleType
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.core.fieldwork import Received
from tongzhou.core.inserting import insert
from tongzhou.field import access, offers, sequence
from tongzhou.field.choices import TRUSTED_SECONDS, EntryState
from tongzhou.field.models import Device, Entry
from tongzhou.field.queries.kept import Kept, kept, shifts_of
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

# SQLite has one writer, and who waits for it looks again after ever longer sleeps, newcomers first.
# So the batches that this process takes in queue up by themselves.
TURN = Lock()
FORKED = gettext_lazy("Two different records of this phone have the same number.")


@dataclass(frozen=True)
class Sent:
    """One entry as it came over the wire."""

    id: UUID
    seq: int
    shift: UUID
    kind: str
    at: datetime
    doubt: int
    body: Mapping[str, Any]
    mends: UUID | None = None

    @cached_property
    def digest(self) -> bytes:
        """Tells the same content from another."""
        content = [self.seq, str(self.shift), self.kind, self.at.isoformat(), self.body]
        content += [str(self.mends)] if self.mends else []
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).digest()

    @property
    def fork(self) -> UUID:
        """Its number where its own is taken by another content; the same each time."""
        return uuid5(self.id, self.digest.hex())


@dataclass(slots=True)
class Receipt:
    """What is stored now: ids taken, ids kept but refused with a sentence; the highest number, gaps."""

    accepted: list[UUID] = field(default_factory=list)
    refused: list[tuple[UUID, str]] = field(default_factory=list)
    last: int = 0
    gaps: Sequence[tuple[int, int]] = ()


def receive(
    device: Device, acting: Acting, sent: Sequence[Sent], *, phone_now: datetime, now: datetime
) -> Receipt:
    """Store a batch and hand its entries on to their rooms. Repeatable; told only after commit."""
    with _turn(), transaction.atomic():
        return _receive(device, acting, sent, phone_now=phone_now, now=now)


def _turn() -> AbstractContextManager[Any]:
    return TURN if connection.vendor == "sqlite" else nullcontext()


def _receive(
    device: Device, acting: Acting, sent: Sequence[Sent], *, phone_now: datetime, now: datetime
) -> Receipt:
    # Two tabs of one phone send at once: what is known of its sequence is read under the lock.
    locked = access.devices(Acting.system()).select_for_update()
    device.refresh_from_db(fields=("watermark", "highest", "missing"), from_queryset=locked)
    taking = _Taking(device, acting, sent, ahead=now - phone_now, now=now)
    rows = [(entry.id, taking.row_of(entry)) for entry in sorted(sent, key=lambda each: each.seq)]
    taking.store()
    receipt = Receipt()
    for number, row in rows:
        if row.state == EntryState.REFUSED:
            receipt.refused.append((number, row.reason))
        else:
            receipt.accepted.append(number)
    known, device.heard_at = device.missing, now
    sequence.arrived(device, [row.seq for row, _body in taking.fresh if not row.is_fork])
    receipt.last, receipt.gaps = device.highest, sequence.gaps_of(device)
    device.save(update_fields=["heard_at", "highest", "missing"])
    if device.missing != known:
        taking.tell_of_missing()
    if fresh := len(taking.fresh):
        audit.record("field.entries.received", actor=acting, now=now, obj=device, count=fresh)
    return receipt


class _Taking:
    """One batch of one phone. What it asks and writes does not grow with the entries."""

    def __init__(
        self, device: Device, acting: Acting, sent: Sequence[Sent], *,
        ahead: timedelta, now: datetime,
    ) -> None:  # fmt: skip
        self.device, self.acting, self.now = device, acting, now
        self.fresh: list[tuple[Entry, Mapping[str, Any]]] = []
        self.ahead = ahead if abs(ahead.total_seconds()) > TRUSTED_SECONDS else timedelta(0)
        self.keyring = Keyring.of([device.key_id])
        self.shifts = shifts_of(device, [entry.shift for entry in sent])
        self.known: dict[UUID, Kept | Entry] = {}
        self.taken: set[int] = set()
        self._learn(kept(device, [e.id for e in sent], [e.seq for e in sent]))
        # Their second numbers matter only where something does not agree, which is rare.
        if other := [entry for entry in sent if self._is_taken(entry)]:
            self._learn(kept(device, [e.fork for e in other], [e.seq for e in other]))

    def _learn(self, found: Sequence[Kept]) -> None:
        self.known |= {row.number: row for row in found}
        own = (row for row in found if row.device_id == self.device.pk and not row.is_fork)
        self.taken |= {row.seq for row in own}

    def _is_taken(self, entry: Sent) -> bool:
        """Whether its id or its number in the sequence is taken by another content."""
        same = self.known.get(entry.id)
        if same is None:
            return entry.seq in self.taken
        return same.device_id != self.device.pk or bytes(same.digest) != entry.digest

    def row_of(self, entry: Sent) -> Kept | Entry:
        """The row: as it was when it came before, else a new one, which is not stored yet."""
        is_fork = self._is_taken(entry)
        same = self.known.get(entry.fork if is_fork else entry.id)
        if same:
            return same
        row = self._new(entry, is_fork=is_fork)
        self.known[row.number] = row
        self.taken.add(row.seq)
        self.fresh.append((row, entry.body))
        return row

    def _new(self, entry: Sent, *, is_fork: bool) -> Entry:
        row = Entry(
            number=entry.fork if is_fork else entry.id, device=self.device, seq=entry.seq,
            shift=self.shifts.get(entry.shift), kind=entry.kind[:40], at=entry.at + self.ahead,
            doubt=entry.doubt + int(abs(self.ahead.total_seconds())), received_at=self.now,
            digest=entry.digest, key_id=self.device.key_id, is_fork=is_fork, mends=entry.mends,
        )  # fmt: skip
        self.keyring.seal(row, "body", json.dumps(dict(entry.body), ensure_ascii=False))
        return row

    def store(self) -> None:
        """Offer what is new to the rooms, and keep all of it whatever they say."""
        new = [(row, body) for row, body in self.fresh if not row.is_fork]
        refused = offer_all(self.acting, new, now=self.now)
        for row, _body in self.fresh:
            reason = FORKED if row.is_fork else refused.get(row.number, "")
            row.state = EntryState.REFUSED if reason else EntryState.ACCEPTED
            row.reason = str(reason)[:300]
        insert(row for row, _body in self.fresh)
        if mended := {row.mends for row, _body in self.fresh if row.mends}:
            self._put_aside(mended)

    def _put_aside(self, numbers: Iterable[UUID]) -> None:
        """Records that later ones replace wait for nobody any more."""
        rows = access.entries(Acting.system()).filter(device=self.device, state=EntryState.REFUSED)
        word = _("put right on the phone, and sent anew")
        rows.filter(number__in=numbers).update(state=EntryState.SET_ASIDE, word=word)

    def tell_of_missing(self) -> None:
        """The rooms learn how many records of this phone never came, and where it stood last."""
        stood = max(self.shifts.values(), key=lambda each: each.opened_at, default=None)
        for room in offers.rooms_that_miss():
            room.missing(
                self.acting, stood.place_id if stood else None, phone=self.device.number,
                missing=self.device.missing, now=self.now,
            )  # fmt: skip


def offer_all(
    acting: Acting, entries: Sequence[tuple[Entry, Mapping[str, Any]]], *, now: datetime
) -> dict[UUID, str]:
    """Hand entries to the rooms that take their kinds; why some were refused, by number."""
    refused: dict[UUID, str] = {}
    by_room: dict[ModuleType, list[Received]] = {}
    for row, body in entries:
        room = offers.taker_of(row.kind)
        if room is None:
            refused[row.number] = _("This kind of record is not known here.")
        elif row.shift is None:
            refused[row.number] = _("It does not belong to a shift of this phone.")
        else:
            received = Received(row.number, row.kind, row.at, row.doubt, row.shift.place_id, body)
            by_room.setdefault(room, []).append(received)
    for room, several in by_room.items():
        accept_all = getattr(room, "accept_all", None) or partial(_one_by_one, room)
        refused |= accept_all(acting, several, now=now)
    return refused


def _one_by_one(
    room: Any, acting: Acting, several: Sequence[Received], *, now: datetime
) -> dict[UUID, str]:
    """For rooms that take entries singly: one that is refused leaves nothing behind."""
    refused: dict[UUID, str] = {}
    for received in several:
        try:
            with transaction.atomic():
                room.accept(acting, received, now=now)
        except Refusal as refusal:
            refused[received.id] = str(refusal.sentence)
        except Http404:
            refused[received.id] = _("What it is about is not there any more, or is not yours.")
    return refused
