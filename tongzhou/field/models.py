"""Phones, shifts, and entries as they came in: append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongzhou.core.personal import Personal
from tongzhou.field.choices import EntryState
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.models import Membership, Place

RETENTION = "field"
ERASER = "field.entries"


class Device(models.Model):
    """One browser on one phone, for one person in one role.

    Its entries are sealed under a key of its own. Up to the sequence number `watermark`
    the phone may forget: a backup holds it, or its time was over. `highest` is the highest number
    that arrived, `missing` how many between the two never did.
    """

    number = models.UUIDField(unique=True)
    digest = models.BinaryField()
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    key_id = models.UUIDField()
    watermark = models.PositiveBigIntegerField(default=0)
    highest = models.PositiveBigIntegerField(default=0)
    missing = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "made_at": Personal("since when somebody works with this phone", RETENTION, ERASER),
        "heard_at": Personal("to know which phone at a gate is silent", RETENTION, ERASER),
        "ended_at": Personal("until when somebody works with this phone", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("digest",)

    def __str__(self) -> str:
        return f"phone {self.number}"


class FieldShift(models.Model):
    """A profile opened on a phone at a place."""

    number = models.UUIDField(unique=True)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="shifts")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    profile = models.CharField(max_length=12)
    opened_at = models.DateTimeField()

    personal: ClassVar = {
        "opened_at": Personal("when somebody began to work outdoors", RETENTION, ERASER)
    }
    impersonal: ClassVar = ("profile",)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place", "opened_at"], name="field_shift_place")]

    def __str__(self) -> str:
        return f"{self.profile} {self.opened_at:%F %T}"


class Entry(models.Model):
    """What a phone wrote, kept as it came.

    A device's number in the sequence with another content is a fork: both stay. `at` is the
    phone's word, corrected by how far its clock was off when it sent.
    """

    number = models.UUIDField(unique=True)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="entries")
    shift = models.ForeignKey(FieldShift, on_delete=models.CASCADE, null=True, related_name="+")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    doubt = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    digest = models.BinaryField()
    key_id = models.UUIDField()
    body = SealedField()
    state = models.CharField(max_length=10, choices=EntryState)
    reason = models.CharField(max_length=300, default="", blank=True)
    word = models.CharField(max_length=200, default="", blank=True)
    mends = models.UUIDField(null=True)
    is_fork = models.BooleanField(default=False)

    personal: ClassVar = {
        "at": Personal("when somebody recorded something outdoors", RETENTION, ERASER),
        "received_at": Personal("when the record arrived", RETENTION, ERASER),
        "body": Personal("what was recorded outdoors, as it came", RETENTION, ERASER),
        "word": Personal("why a record was set aside", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("kind", "digest", "reason")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["device", "seq"], condition=Q(is_fork=False), name="field_entry_in_sequence"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state", "received_at"],
                condition=Q(state=EntryState.REFUSED),
                name="field_entry_tray",
            ),
            models.Index(fields=["received_at"], name="field_entry_received"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"
