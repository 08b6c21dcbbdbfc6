"""Taking in what a phone wrote: all of it is kept, each once, whatever the rooms say of it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, Max, Min, Window
from django.db.models.functions import Lead
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.core.fieldwork import Received
from tongzhou.field import access, offers
from tongzhou.field.choices import TRUSTED_SECONDS, EntryState
from tongzhou.field.models import Device, Entry
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

GAPS_TOLD = 20
FORKED = gettext_lazy("Two different records of this phone have the same number.")


@dataclass(frozen=True, slots=True)
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

    @property
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


@transaction.atomic
def receive(
    device: Device, acting: Acting, sent: Sequence[Sent], *, phone_now: datetime, now: datetime
) -> Receipt:
    """Store a batch and hand each entry on to its room. Repeatable; told of only after commit."""
    receipt = Receipt()
    taking = _Taking(device, acting, sent, ahead=now - phone_now, now=now)
    for entry in sorted(sent, key=lambda each: each.seq):
        row = taking.row_of(entry)
        if row.state == EntryState.REFUSED:
            receipt.refused.append((entry.id, row.reason))
        else:
            receipt.accepted.append(entry.id)
    device.heard_at = now
    device.save(update_fields=["heard_at"])
    if fresh := taking.fresh:
        audit.record("field.entries.received", actor=acting, now=now, obj=device, count=fresh)
    receipt.last, receipt.gaps = _known(device)
    return receipt


class _Taking:
    """One batch of one phone."""

    def __init__(
        self, device: Device, acting: Acting, sent: Sequence[Sent], *,
        ahead: timedelta, now: datetime,
    ) -> None:  # fmt: skip
        self.device, self.acting, self.now, self.fresh = device, acting, now, 0
        self.ahead = ahead if abs(ahead.total_seconds()) > TRUSTED_SECONDS else timedelta(0)
        self.keyring = Keyring.of([device.key_id])
        system = Acting.system()
        shifts = access.shifts(system).filter(device=device, number__in={e.shift for e in sent})
        self.shifts = {shift.number: shift for shift in shifts}
        numbers = {e.id for e in sent} | {e.fork for e in sent}
        rows = access.entries(system)
        self.known = {row.number: row for row in rows.filter(number__in=numbers)}
        in_sequence = rows.filter(device=device, is_fork=False, seq__in={e.seq for e in sent})
        self.taken = set(in_sequence.values_list("seq", flat=True))

    def row_of(self, entry: Sent) -> Entry:
        """The stored row: as it was when it came before, else a new one."""
        same = self.known.get(entry.id)
        if same and same.device_id == self.device.pk and bytes(same.digest) == entry.digest:
            return same
        if fork := self.known.get(entry.fork):
            return fork
        row = self._new(entry, is_fork=same is not None or entry.seq in self.taken)
        self.known[row.number] = row
        self.taken.add(row.seq)
        self.fresh += 1
        return row

    def _new(self, entry: Sent, *, is_fork: bool) -> Entry:
        row = Entry(
            number=entry.fork if is_fork else entry.id, device=self.device, seq=entry.seq,
            shift=self.shifts.get(entry.shift), kind=entry.kind[:40], at=entry.at + self.ahead,
            doubt=entry.doubt + int(abs(self.ahead.total_seconds())), received_at=self.now,
            digest=entry.digest, key_id=self.device.key_id, is_fork=is_fork, mends=entry.mends,
        )  # fmt: skip
        self.keyring.seal(row, "body", json.dumps(dict(entry.body), ensure_ascii=False))
        reason = FORKED if is_fork else offer(self.acting, row, entry.body, now=self.now)
        row.state = EntryState.REFUSED if reason else EntryState.ACCEPTED
        row.reason = str(reason)[:300]
        row.save(force_insert=True)
        if row.mends:
            self._put_aside(row.mends)
        return row

    def _put_aside(self, number: UUID) -> None:
        """The record that this one replaces waits for nobody any more."""
        rows = access.entries(Acting.system()).filter(device=self.device, state=EntryState.REFUSED)
        word = _("put right on the phone, and sent anew")
        rows.filter(number=number).update(state=EntryState.SET_ASIDE, word=word)


def offer(acting: Acting, row: Entry, body: Mapping[str, Any], *, now: datetime) -> str:
    """Hand an entry to the room that takes its kind; "" or why it was refused."""
    accept = offers.taker_of(row.kind)
    if accept is None:
        return _("This kind of record is not known here.")
    if row.shift is None:
        return _("It does not belong to a shift of this phone.")
    received = Received(
        id=row.number, kind=row.kind, at=row.at, doubt=row.doubt, place_id=row.shift.place_id,
        body=body,
    )  # fmt: skip
    try:
        with transaction.atomic():
            accept(acting, received, now=now)
    except Refusal as refusal:
        return str(refusal.sentence)
    except Http404:
        return _("What it is about is not there any more, or is not yours.")
    return ""


def gaps_of(device: Device) -> list[tuple[int, int]]:
    """Numbers of the sequence that never arrived, as ranges, the first of them."""
    return _known(device)[1]


def _known(device: Device) -> tuple[int, list[tuple[int, int]]]:
    """The highest number of a phone, and its gaps; below the watermark nothing is asked for."""
    base = device.watermark
    rows = access.entries(Acting.system()).filter(device=device, is_fork=False, seq__gt=base)
    ends = rows.aggregate(first=Min("seq"), last=Max("seq"))
    first, last = ends["first"], ends["last"]
    if first is None:
        return base, []
    steps = rows.order_by("seq").annotate(following=Window(Lead("seq"), order_by="seq"))
    jumps = steps.filter(following__gt=F("seq") + 1).values_list("seq", "following")
    missing = [(base + 1, first - 1)] if first > base + 1 else []
    gaps = [*missing, *((a + 1, b - 1) for a, b in jumps[:GAPS_TOLD])]
    return last, gaps[:GAPS_TOLD]


def missing(gaps: Iterable[tuple[int, int]]) -> int:
    """How many numbers these ranges hold."""
    return sum(last - first + 1 for first, last in gaps)
