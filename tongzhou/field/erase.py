"""How records from outdoors are forgotten: the rows go; a phone without rows goes with its key."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Max, QuerySet

from tongzhou.core.personal import Eraser
from tongzhou.field import sequence
from tongzhou.field.models import ERASER, RETENTION, Device, Entry, FieldShift
from tongzhou.privacy.keyring import destroy_keys

BATCH = 2000


def _old(before: datetime) -> Sequence[int]:
    """Entries that arrived before a moment; then phones that have been silent since."""
    rows = Entry.objects.filter(received_at__lt=before).order_by("received_at")
    if found := list(rows.values_list("pk", flat=True)[:BATCH]):
        return found
    silent = Device.objects.filter(heard_at__lt=before, entries=None)
    return [-pk for pk in silent.values_list("pk", flat=True)[:BATCH]]


def _forget(ids: Sequence[int], *, now: datetime) -> int:
    """Positive numbers are entries, negative ones phones."""
    phones = Device.objects.filter(pk__in=[-pk for pk in ids if pk < 0])
    destroy_keys(phones.values_list("key_id", flat=True))
    FieldShift.objects.filter(device__in=phones).delete()
    gone = phones.delete()[0]
    rows = Entry.objects.filter(pk__in=[pk for pk in ids if pk > 0])
    for device in _let_go(rows):
        sequence.count(device)
        device.save(update_fields=["watermark", "highest", "missing"])
    return gone + rows.delete()[0]


def _let_go(rows: QuerySet[Entry]) -> Iterator[Device]:
    """A phone is not asked again for what was here and is erased, nor does it keep it."""
    highest = rows.filter(is_fork=False).order_by().values("device").annotate(last=Max("seq"))
    for pk, last in list(highest.values_list("device", "last")):
        if device := Device.objects.filter(pk=pk, watermark__lt=last).first():
            device.watermark = last
            yield device


ERASERS = (Eraser(ERASER, RETENTION, _old, _forget),)
