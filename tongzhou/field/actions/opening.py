"""Opening a shift on a phone, and ending what a phone may do."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.core.ids import uuid7
from tongzhou.core.tokens import digest_of, new_token
from tongzhou.field import access, offers
from tongzhou.field.models import Device, FieldShift
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place

USE = "field.device"


@dataclass(frozen=True, slots=True)
class Before:
    """A shift that a phone had before, as the phone remembers it."""

    number: UUID
    profile: str
    place_id: int | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """What a phone says of itself: its number, whose it was, what it forgot, its shifts."""

    number: UUID
    owner: int | None = None
    forgotten: int = 0
    shifts: Sequence[Before] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A shift, the phone it is on with its new secret, and what it holds."""

    device: Device
    secret: str
    shift: FieldShift
    pack: dict[str, Any]


@transaction.atomic
def open_shift(
    acting: Acting, profile: str, *, place_id: int | None, device: Held | None, now: datetime
) -> Opened:
    """Open a shift on a phone: one's own that is known, else a new one."""
    if acting.membership_id is None:
        raise Refusal(_("Only a person with an account can open a shift."))
    room = offers.room_of(profile, acting)
    place = _place(acting, room, profile, place_id)
    secret, digest = new_token(USE)
    row = _held(acting, device, digest, now) or _new(acting.membership_id, device, digest, now)
    for before in device.shifts if device else ():
        _remember(acting, row, before)
    shift = FieldShift(number=uuid7(), device=row, place=place, profile=profile, opened_at=now)
    shift.save(force_insert=True)
    audit.record(
        "field.shift.opened", actor=acting, now=now, obj=shift, profile=profile,
        place=place.pk if place else None,
    )  # fmt: skip
    pack = room.pack(acting, profile, place.pk if place else None, now=now)
    return Opened(row, secret, shift, pack)


@transaction.atomic
def end(acting: Acting, pk: int, *, now: datetime) -> None:
    """A phone is lost, or given back: it gets nothing more and wipes what it holds."""
    row = get_or_404(access.devices(acting).filter(ended_at=None), pk=pk)
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    audit.record("field.phone.ended", actor=acting, now=now, obj=row)


def is_its_secret(device: Device, secret: str) -> bool:
    """Whether this is the secret last given to a phone."""
    return hmac.compare_digest(bytes(device.digest), digest_of(USE, secret))


def _place(acting: Acting, room: Any, profile: str, place_id: int | None) -> Place | None:
    kind = next(p.places for p in room.PROFILES if p.key == profile)
    if not kind:
        return None
    if place_id is None:
        raise Refusal(_("Choose where you stand."), field="place")
    return get_or_404(registry.places_in_use(acting).filter(kind=kind), pk=place_id)


def _held(acting: Acting, held: Held | None, digest: bytes, now: datetime) -> Device | None:
    """The phone again, with its sequence: only whoever it belongs to, and while it may."""
    if held is None:
        return None
    row = access.devices(acting).filter(number=held.number, ended_at=None).first()
    if row:
        row.digest, row.heard_at = digest, now
        row.save(update_fields=["digest", "heard_at"])
    return row


def _new(membership_id: int, held: Held | None, digest: bytes, now: datetime) -> Device:
    """A phone nobody knows keeps its number: the server may be younger than what it recorded."""
    everybodys = access.devices(Acting.system())
    is_own = held is not None and held.owner == membership_id
    is_lost = held and is_own and not everybodys.filter(number=held.number).exists()
    forgotten = held.forgotten if held and is_lost else 0
    _, [key_id] = Keyring.new()
    row = Device(
        number=held.number if held and is_lost else uuid7(), digest=digest,
        membership_id=membership_id, key_id=key_id, made_at=now, heard_at=now,
        watermark=forgotten, highest=forgotten,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _remember(acting: Acting, device: Device, before: Before) -> None:
    """A shift this server does not know (any more), so that its records find their place."""
    if access.shifts(Acting.system()).filter(number=before.number).exists():
        return
    try:
        room = offers.room_of(before.profile, acting)
        place = _place(acting, room, before.profile, before.place_id)
    except (Refusal, Http404):
        return
    FieldShift(
        number=before.number, device=device, place=place, profile=before.profile,
        opened_at=before.opened_at,
    ).save(force_insert=True)  # fmt: skip
