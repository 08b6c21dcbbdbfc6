"""Somebody waits to hear from us."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongzhou.core.personal import Personal
from tongzhou.desk.choices import Outcome
from tongzhou.desk.models.requests import ERASER, RETENTION, ServiceRequest
from tongzhou.privacy.fields import SealedField


class Callback(models.Model):
    """A call to make; `user` is who took the call, nobody: anyone of the committee."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="callbacks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=Outcome, default="", blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    key_id = models.UUIDField()
    note = SealedField()

    personal: ClassVar = {"note": Personal("what was said on the phone", RETENTION, ERASER)}
    impersonal: ClassVar = ("due_at", "done_at")

    class Meta:
        ordering: ClassVar = ["due_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(outcome="") & Q(done_at__isnull=True))
                | (~Q(outcome="") & Q(done_at__isnull=False)),
                name="callback_done_has_an_outcome",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["done_at", "due_at"], name="callback_queue")]

    def __str__(self) -> str:
        return f"call-back {self.pk}"
