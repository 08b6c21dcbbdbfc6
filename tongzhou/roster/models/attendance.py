"""The muster of the morning, and who came, when they began and ended: append-only."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tongzhou.core.personal import Personal
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.models import Committee
from tongzhou.roster.choices import Attended
from tongzhou.roster.models.posts import ShiftKind
from tongzhou.roster.models.rosters import Shift
from tongzhou.roster.models.volunteers import ERASER, RETENTION, Volunteer


class Muster(models.Model):
    """The roll of one committee before one part of one day: opened, read out, closed."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.ForeignKey(ShiftKind, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    read_out_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    impersonal: ClassVar = ("on", "opened_at", "read_out_at", "closed_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["committee", "on", "kind"], name="muster_once")
        ]

    def __str__(self) -> str:
        return f"muster of {self.committee_id} {self.on} {self.kind_id}"


class Attendance(models.Model):
    """One thing that happened with somebody on duty, as staff or a phone wrote it.

    `is_fit` is what was said before duty; a temperature is kept in `word`, and only where it sends
    somebody home. `entry` is made where it is written, so that a record sent twice counts once; `at` may be in
    doubt by so many seconds. What somebody says later does not change what was said before: a
    press that was a mistake is undone by a record of its own.
    """

    entry = models.UUIDField(unique=True)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="attendance")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="attendance")
    kind = models.CharField(max_length=9, choices=Attended)
    at = models.DateTimeField()
    doubt = models.PositiveIntegerField(default=0)
    is_fit = models.BooleanField(null=True)
    key_id = models.UUIDField(null=True)
    word = SealedField()
    minutes = models.PositiveSmallIntegerField(null=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    personal: ClassVar = {
        "at": Personal("when somebody came to a duty and went", RETENTION, ERASER),
        "word": Personal("what was said about somebody's duty", RETENTION, ERASER),
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["shift", "volunteer", "at"], name="attendance_of_shift"),
            models.Index(fields=["volunteer", "at"], name="attendance_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %T}"
