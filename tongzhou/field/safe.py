"""Tells phones what they may forget: what a backup holds."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tongzhou.field import access
from tongzhou.field.models import Device
from tongzhou.field.sequence import gaps_of
from tongzhou.registry.acting import Acting


def mark() -> Mapping[int, int]:
    """By phone, up to which number everything arrived: a record after a gap may still come."""
    rows = access.entries(Acting.system()).filter(is_fork=False).order_by()
    found = rows.values("device").annotate(highest=Max("seq"))
    highest = {row["device"]: row["highest"] for row in found}
    return {device.pk: _whole_until(device, highest[device.pk]) for device in _behind(highest)}


def passed(marked: Mapping[int, int], *, now: datetime) -> None:
    """The backup that was begun after the mark is whole."""
    phones = access.devices(Acting.system())
    with transaction.atomic():
        for pk, seq in marked.items():
            phones.filter(pk=pk, watermark__lt=seq).update(watermark=seq)


def _behind(highest: Mapping[int, int]) -> list[Device]:
    rows = access.devices(Acting.system()).filter(pk__in=list(highest))
    return [device for device in rows if device.watermark < highest[device.pk]]


def _whole_until(device: Device, highest: int) -> int:
    gaps = gaps_of(device)
    return gaps[0][0] - 1 if gaps else highest
