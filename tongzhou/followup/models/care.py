"""Alarms to the health desk, and what a household needs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongzhou.core.personal import Personal
from tongzhou.followup.choices import (
    UNMET_NEEDS,
    UNSETTLED_ALARMS,
    AlarmState,
    NeedKind,
    NeedState,
)
from tongzhou.followup.models.checks import FollowUp
from tongzhou.followup.models.observations import ERASER, RETENTION, Observation
from tongzhou.privacy.fields import SealedField


class Alarm(models.Model):
    """A fever or a serious symptom: at most one unsettled alarm a person.

    A further alarming check while it stands counts in `times`, and opens it again when it was
    already handled. `words` are those of somebody who raised it by hand.
    """

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="alarms")
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, related_name="alarms"
    )
    state = models.CharField(max_length=12, choices=AlarmState, default=AlarmState.OPEN)
    times = models.PositiveSmallIntegerField(default=1)
    key_id = models.UUIDField()
    words = SealedField()
    deed = SealedField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    personal: ClassVar = {
        "words": Personal("why somebody raised an alarm", RETENTION, ERASER),
        "deed": Personal("what was done about it", RETENTION, ERASER),
    }
    impersonal: ClassVar = (
        "opened_at", "last_at", "acknowledged_at", "handled_at", "settled_at",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["observation"],
                condition=Q(state__in=UNSETTLED_ALARMS),
                name="alarm_one_unsettled",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "last_at"], name="alarm_waiting")]

    def __str__(self) -> str:
        return f"alarm {self.pk}"

    @property
    def is_unsettled(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in UNSETTLED_ALARMS


class Need(models.Model):
    """Something a household cannot fetch itself. `errand_ref` is set by the corridor."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="needs")
    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, null=True, related_name="needs"
    )
    kind = models.CharField(max_length=9, choices=NeedKind)
    key_id = models.UUIDField()
    text = SealedField()
    state = models.CharField(max_length=9, choices=NeedState, default=NeedState.OPEN)
    errand_ref = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    personal: ClassVar = {"text": Personal("what to bring", RETENTION, ERASER)}
    impersonal: ClassVar = ("asked_at", "settled_at")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=NeedState.ERRAND) | Q(errand_ref__isnull=False),
                name="need_errand_is_named",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"], name="need_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_unmet(self) -> bool:
        """Whether the household still waits for it."""
        return self.state in UNMET_NEEDS
