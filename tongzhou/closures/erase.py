"""How the room forgets who held a key, and what photos and notes of a barrier that is gone show."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from tongzhou.closures.models import Barrier, BarrierEvent
from tongzhou.closures.models.barriers import ERASER, RETENTION
from tongzhou.core.personal import Eraser
from tongzhou.privacy import files
from tongzhou.privacy.keyring import destroy_keys

BATCH = 500


def _gone(before: datetime) -> Sequence[int]:
    telling = BarrierEvent.objects.filter(barrier=OuterRef("pk")).exclude(note="", photo=None)
    named = ~Q(key_holder="") | ~Q(key_phone="") | Exists(telling)
    rows = Barrier.objects.filter(named, removed_at__lt=before)
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _forget(ids: Sequence[int], *, now: datetime) -> int:
    events = BarrierEvent.objects.filter(barrier__in=ids)
    photos = [event.photo for event in events.exclude(photo=None).select_related("photo")]
    events.update(note="", photo=None)
    destroy_keys([photo.key_id for photo in photos if photo])
    for photo in photos:
        if photo:
            files.remove(photo)
    return Barrier.objects.filter(pk__in=ids).update(key_holder="", key_phone="")


ERASERS = (Eraser(ERASER, RETENTION, _gone, _forget),)
