"""What changes a published roster: call-outs, who was asked to step in, swaps, repairs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongzhou.core.models import Job
from tongzhou.core.personal import Personal
from tongzhou.privacy.fields import SealedField
from tongzhou.roster.choices import Answer, RepairState, SwapState
from tongzhou.roster.models.rosters import Assignment, Roster, Shift
from tongzhou.roster.models.volunteers import ERASER, RETENTION, Volunteer

WHO = settings.AUTH_USER_MODEL


class CallOut(models.Model):
    """Somebody cannot come to a duty after all; `word` is what they said, under their own key."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="call_out")
    at = models.DateTimeField()
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    key_id = models.UUIDField(null=True)
    word = SealedField()
    taken_back_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "word": Personal("why somebody could not come to a duty", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("at", "taken_back_at")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="call_out_at")]

    def __str__(self) -> str:
        return f"call-out of {self.assignment_id}"


class Asked(models.Model):
    """Somebody was asked whether they step in, and what they said; the last answer counts."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="asked")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer)
    at = models.DateTimeField()
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")

    impersonal: ClassVar = ("at",)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["shift", "at"], name="asked_for_shift")]

    def __str__(self) -> str:
        return f"{self.volunteer_id} for {self.shift_id}: {self.answer}"


class Swap(models.Model):
    """A duty its owner would give away, and perhaps the duty somebody would give for it.

    Until it is done whoever has a duty keeps it.
    """

    offered = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="offered_in")
    returned = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, null=True, related_name="returned_in"
    )
    state = models.CharField(max_length=5, choices=SwapState, default=SwapState.OPEN)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    impersonal: ClassVar = ("made_at", "asked_at", "closed_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["offered"],
                condition=Q(state__in=(SwapState.OPEN, SwapState.ASKED)),
                name="swap_offered_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=SwapState.ASKED) | Q(returned__isnull=False),
                name="swap_asked_for_a_duty",
            ),
        ]

    def __str__(self) -> str:
        return f"swap of {self.offered_id}: {self.state}"


class Repair(models.Model):
    """The least change that fills what is empty, as the planner found and proved it.

    `content` names people, shifts and assignments by row number: `added` [[volunteer, shift]],
    `removed` [assignment], `moved` [[assignment, shift]], and what is proven. It holds as long as
    the roster is at `version`.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="repairs")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=RepairState, default=RepairState.ASKED)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    content = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    impersonal: ClassVar = ("content", "made_at", "closed_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["roster"],
                condition=Q(state__in=(RepairState.ASKED, RepairState.READY)),
                name="repair_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"repair of {self.roster_id}: {self.state}"
