"""How volunteers are forgotten: in place, so that the days still count how many took part."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tongzhou.core import clock
from tongzhou.core.personal import Eraser
from tongzhou.privacy.keyring import destroy_keys
from tongzhou.roster.choices import Kind, VolunteerState
from tongzhou.roster.models import (
    Asked,
    Assignment,
    Attendance,
    CallOut,
    Certificate,
    Volunteer,
    VolunteerEvent,
    VolunteerLink,
    VolunteerOffer,
)
from tongzhou.roster.models.volunteers import ERASER, RETENTION

BATCH = 500
BLANK = b""


def _left(before: datetime) -> Sequence[int]:
    """Volunteers who left before a moment and still have a name."""
    rows = Volunteer.objects.filter(
        state=VolunteerState.LEFT, left_at__lt=before, erased_at__isnull=True
    )
    return list(rows.order_by("left_at").values_list("pk", flat=True)[:BATCH])


def forget(ids: Sequence[int], *, now: datetime) -> int:
    """Destroy keys, blank columns; of the days stay the dates, of the duties the hours.

    Of a certificate stays that there was one, so that whoever holds the paper reads why it no
    longer says anything.
    """
    rows = Volunteer.objects.filter(pk__in=ids)
    written = Attendance.objects.filter(volunteer__in=ids)
    destroy_keys([*rows.values_list("key_id", flat=True), *_keys(written)])
    written.delete()
    Asked.objects.filter(volunteer__in=ids).delete()
    CallOut.objects.filter(assignment__volunteer__in=ids).update(word=BLANK, key_id=None)
    Assignment.objects.filter(volunteer__in=ids).update(reason="")
    Certificate.objects.filter(volunteer__in=ids).update(name=BLANK, code=BLANK, reason="")
    for model, path in (
        (VolunteerOffer, "volunteer"),
        (VolunteerLink, "volunteer"),
        (VolunteerEvent, "of"),
    ):
        model._default_manager.filter(**{f"{path}__in": ids}).delete()
    found = list(rows.only("joined_at", "left_at", "accepted_at"))
    for row in found:
        row.joined_at = _day(row.joined_at)
        row.accepted_at = _day(row.accepted_at) if row.accepted_at else None
        row.left_at = _day(row.left_at or now)
    Volunteer.objects.bulk_update(found, ["joined_at", "accepted_at", "left_at"], batch_size=BATCH)
    return rows.update(
        state=VolunteerState.LEFT, kind=Kind.RESIDENT, name="", search="", unit="", phone=BLANK,
        phone_index=None, phone_tail_index=None, birth_year=None, health=BLANK, together=BLANK,
        notes=BLANK, may_nights=True, may_cold=True, may_stand=True, may_lead=False, wish=None,
        parts=0, consented_at=None, paused_until=None, thanked_from=None, erased_at=now,
    )  # fmt: skip


def _keys(rows: QuerySet[Attendance]) -> list[UUID]:
    return [key for key in rows.values_list("key_id", flat=True) if key]


def _day(moment: datetime) -> datetime:
    return clock.day_start(clock.local_date(moment))


ERASERS = (Eraser(ERASER, RETENTION, _left, forget),)
