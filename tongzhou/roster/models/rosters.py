"""Rosters: who stands where in which shift."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tongzhou.core.models import Job
from tongzhou.core.personal import Personal
from tongzhou.registry.models import Committee
from tongzhou.roster.choices import Assigned, Ending, RosterState
from tongzhou.roster.models.posts import Post, ShiftKind
from tongzhou.roster.models.volunteers import ERASER, RETENTION, Volunteer


class Roster(models.Model):
    """The duties of one committee over some days.

    `figures` is what the planner proved and counted, with the fairness of loads; it names nobody
    but by row number. `version` goes up with every change, so that two coordinators see each other.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    days = models.PositiveSmallIntegerField(default=7)
    state = models.CharField(max_length=9, choices=RosterState, default=RosterState.DRAFT)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    progress = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    failure = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    planned_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    impersonal: ClassVar = (
        "starts_on", "progress", "figures", "failure", "made_at", "planned_at", "published_at",
        "withdrawn_at",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "starts_on"],
                condition=~Q(state=RosterState.WITHDRAWN),
                name="roster_once_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=28), name="roster_1_to_28_days"
            ),
            models.CheckConstraint(
                condition=~Q(state=RosterState.PUBLISHED) | Q(published_at__isnull=False),
                name="roster_published_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"roster of {self.committee_id} from {self.starts_on}"

    @property
    def ends_on(self) -> Any:
        """Its last day."""
        return self.starts_on + timedelta(days=self.days - 1)


class Shift(models.Model):
    """One part of one day at one post, and how many people it needs.

    `on` is the day it begins; `why` holds, for places that stay empty, the rule that keeps most
    people away and whom it would take least to move.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="shifts")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="shifts")
    kind = models.ForeignKey(ShiftKind, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField()
    why = models.JSONField(default=dict)

    impersonal: ClassVar = ("on", "starts_at", "ends_at", "why")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roster", "post", "on", "kind"], name="shift_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_lasts"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["roster", "on"], name="shift_of_roster"),
            models.Index(fields=["starts_at"], name="shift_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.starts_at:%F %H:%M}"


class Assignment(models.Model):
    """Somebody stands a shift. Never deleted: it ends, and says how.

    Where it breaks a rule, `broken` names the rules and `reason` says why the coordinator decided
    so. `told_at` and `end_told_at` are when whom it concerns learned of it and of its end.
    `minutes` and `night_minutes` are the time served, once it is closed.
    """

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="assignments")
    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="assignments")
    came = models.CharField(max_length=8, choices=Assigned)
    is_pinned = models.BooleanField(default=False)
    broken = models.JSONField(default=list)
    reason = models.CharField(max_length=200, default="", blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ending = models.CharField(max_length=9, choices=Ending, default="", blank=True)
    end_told_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    night_minutes = models.PositiveSmallIntegerField(null=True)

    personal: ClassVar = {
        "reason": Personal("why somebody stood a duty against the rules", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("broken", "made_at", "told_at", "ended_at", "end_told_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shift", "volunteer"],
                condition=Q(ended_at__isnull=True),
                name="assignment_once_a_shift",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="")
                | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="assignment_ends_somehow",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["volunteer", "ended_at"], name="assignment_of"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} at {self.shift_id}"
