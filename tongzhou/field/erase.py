"""How records from outdoors are forgotten: the rows go; a phone without rows goes with its key."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, QuerySet

from tongzhou.core.personal import Eraser
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
    entries = Entry.objects.filter(pk__in=[pk for pk in ids if pk > 0])
    _remember_numbers(entries)
    return gone + entries.delete()[0]


def _remember_numbers(entries: QuerySet[Entry]) -> None:
    """What is erased is not missing: the phone need not send it again."""
    highest = entries.filter(is_fork=False).order_by().values("device").annotate(to=Max("seq"))
    for device, to in highest.values_list("device", "to"):
        Device.objects.filter(pk=device, erased_to__lt=to).update(erased_to=to)


ERASERS = (Eraser(ERASER, RETENTION, _old, _forget),)
