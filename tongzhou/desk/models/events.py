"""The history of a request, written once."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tongzhou.core.personal import Personal
from tongzhou.desk.choices import EventKind, State, Where
from tongzhou.desk.models.papers import ProcedureStep, RequestDocument
from tongzhou.desk.models.requests import ERASER, RETENTION, ServiceRequest
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.choices import ContactWay
from tongzhou.registry.models import Department


class RequestEvent(models.Model):
    """One thing that happened to a request. Append-only; only the eraser blanks its text."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=24)
    kind = models.CharField(max_length=12, choices=EventKind)
    from_state = models.CharField(max_length=16, choices=State, default="", blank=True)
    to_state = models.CharField(max_length=16, choices=State, default="", blank=True)
    way = models.CharField(max_length=8, choices=ContactWay, default="", blank=True)
    where = models.CharField(max_length=10, choices=Where, default="", blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="+"
    )
    step = models.ForeignKey(ProcedureStep, on_delete=models.SET_NULL, null=True, related_name="+")
    document = models.ForeignKey(
        RequestDocument, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    fen = models.IntegerField(null=True)
    key_id = models.UUIDField()
    text = SealedField()

    personal: ClassVar = {
        "text": Personal("what was said and done", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("at", "role")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["request", "at"], name="event_story")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %T}"
