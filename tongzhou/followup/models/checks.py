"""The daily follow-ups and what they said before they were corrected."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tongzhou.core.personal import Personal
from tongzhou.followup.choices import Cause, CheckState, Part, Way, check_word
from tongzhou.followup.models.observations import ERASER, RETENTION, Observation
from tongzhou.followup.models.settings import ALARM_TENTHS
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.models import Committee, Membership


class FollowUp(models.Model):
    """One check of one person: a slot with a window, then what was found.

    `findings` is sealed JSON (`Findings` in queries): temperature, source, symptoms, note. Only
    whether it raised an alarm is in clear, because lists ask for it. `alarm_tenths` is the alarm line of its
    day. `committee`, `walk` (the order of doors) and `key_id` repeat what the observation says, so that a round is read from
    one index. `team` is empty where the daily quota is used up. `client_id` is made by the phone
    or page that records: the same id sent twice is stored once.
    """

    observation = models.ForeignKey(
        Observation, on_delete=models.PROTECT, related_name="follow_ups"
    )
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    walk = models.CharField(max_length=60, default="")
    day = models.DateField()
    part = models.CharField(max_length=8, choices=Part)
    window_start = models.DateTimeField()
    due_at = models.DateTimeField()
    is_extra = models.BooleanField(default=False)
    alarm_tenths = models.PositiveSmallIntegerField(default=ALARM_TENTHS)
    team = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=13, choices=CheckState, default=CheckState.NOT_PERFORMED)
    way = models.CharField(max_length=5, choices=Way, default="", blank=True)
    has_alarm = models.BooleanField(default=False)
    asks_visit = models.BooleanField(default=False)
    key_id = models.UUIDField()
    findings = SealedField()
    performed_at = models.DateTimeField(null=True)
    performed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    client_id = models.UUIDField(null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    personal: ClassVar = {
        "walk": Personal("to walk from door to door", RETENTION, ERASER),
        "findings": Personal("how a person is", RETENTION, ERASER),
        "performed_at": Personal("when somebody was asked", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("day", "window_start", "due_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["observation", "day", "part"],
                condition=Q(is_extra=False),
                name="followup_one_a_part",
            ),
            models.CheckConstraint(
                condition=Q(window_start__lte=F("due_at")), name="followup_window"
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.NOT_PERFORMED)
                | Q(performed_at__isnull=True, has_alarm=False),
                name="followup_not_performed_is_empty",
            ),
        ]
        indexes: ClassVar = [
            # A round of one committee, and of the street, in walking order.
            models.Index(
                fields=["committee", "day", "part", "walk", "state"], name="followup_round"
            ),
            models.Index(fields=["day", "part", "walk", "state"], name="followup_street_round"),
            # Holds all that is counted, so that no row is read.
            models.Index(
                fields=[
                    "day", "committee", "part", "state", "team", "is_extra", "has_alarm", "due_at",
                    "performed_at",
                ],
                name="followup_counts",
            ),
            models.Index(
                fields=["committee", "due_at"],
                condition=Q(state=CheckState.NOT_PERFORMED),
                name="followup_due",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state=CheckState.NOT_PERFORMED),
                name="followup_street_due",
            ),
            models.Index(
                fields=["committee", "due_at"], condition=Q(asks_visit=True), name="followup_visit"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.day} {self.part}"

    @property
    def state_word(self) -> str:
        """What became of it, in words."""
        return check_word(self.state, is_recorded=self.performed_at is not None)

    @property
    def may_be_recorded(self) -> bool:
        """Whether nobody has recorded it yet; the clock alone may have marked it missed."""
        return self.state == CheckState.NOT_PERFORMED or self.is_missed_by_clock

    @property
    def is_unreached(self) -> bool:
        """Somebody tried, and nobody answered."""
        return self.state == CheckState.MISSED and self.performed_at is not None

    @property
    def is_late(self) -> bool:
        """Recorded after its window had passed, when the clock had marked it missed."""
        return not self.is_extra and bool(self.performed_at and self.performed_at > self.due_at)

    @property
    def is_missed_by_clock(self) -> bool:
        """Marked missed because its window passed, by nobody."""
        return self.state == CheckState.MISSED and self.performed_at is None


class FollowUpVersion(models.Model):
    """What a follow-up said before it was corrected or taken back. Append-only."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="versions")
    state = models.CharField(max_length=13, choices=CheckState)
    way = models.CharField(max_length=5, choices=Way, default="", blank=True)
    has_alarm = models.BooleanField(default=False)
    key_id = models.UUIDField()
    findings = SealedField()
    performed_at = models.DateTimeField(null=True)
    performed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    client_id = models.UUIDField(null=True)
    cause = models.CharField(max_length=9, choices=Cause)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    personal: ClassVar = {
        "findings": Personal("what was recorded first", RETENTION, ERASER),
        "performed_at": Personal("when somebody was asked", RETENTION, ERASER),
        "replaced_at": Personal("when it was corrected", RETENTION, ERASER),
    }

    def __str__(self) -> str:
        return f"{self.cause} {self.follow_up_id}"

    @property
    def state_word(self) -> str:
        """What it said, in words."""
        return check_word(self.state, is_recorded=self.performed_at is not None)
