"""Somebody goes to the shop or the hospital for a household."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tongzhou.core.personal import Personal
from tongzhou.desk.models.papers import Attachment
from tongzhou.desk.models.requests import ERASER, RETENTION, ServiceRequest
from tongzhou.privacy.fields import SealedField


class Errand(models.Model):
    """Who goes and what it cost. Amounts in fen; `runner_name` for helpers without an account."""

    request = models.OneToOneField(ServiceRequest, on_delete=models.CASCADE, related_name="errand")
    runner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    runner_name = models.CharField(max_length=60, default="", blank=True)
    set_out_at = models.DateTimeField(null=True)
    advanced_fen = models.PositiveIntegerField(default=0)
    spent_fen = models.PositiveIntegerField(default=0)
    returned_fen = models.PositiveIntegerField(default=0)
    receipt = models.ForeignKey(Attachment, on_delete=models.SET_NULL, null=True, related_name="+")

    personal: ClassVar = {
        "runner_name": Personal("who went", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("set_out_at",)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(returned_fen=0) | Q(returned_fen__lte=F("advanced_fen")),
                name="errand_returns_what_it_had",
            )
        ]

    def __str__(self) -> str:
        return f"errand {self.pk}"

    @property
    def in_hand_fen(self) -> int:
        """What the runner still holds of the money taken along; negative: they are owed."""
        return self.advanced_fen - self.spent_fen - self.returned_fen


class ErrandLine(models.Model):
    """One thing to buy or to fetch."""

    errand = models.ForeignKey(Errand, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    key_id = models.UUIDField()
    text = SealedField()
    quantity = models.CharField(max_length=40, default="", blank=True)
    is_got = models.BooleanField(default=False)
    cost_fen = models.PositiveIntegerField(null=True)

    personal: ClassVar = {
        "text": Personal("what to buy", RETENTION, ERASER),
        "quantity": Personal("how much of it", RETENTION, ERASER),
    }

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["errand", "order"], name="errand_line_order")
        ]

    def __str__(self) -> str:
        return f"line {self.order}"
