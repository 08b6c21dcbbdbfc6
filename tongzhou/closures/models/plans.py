"""A closure plan: what was asked for, and what the planner answered."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongzhou.closures.choices import BUSY, PlanState
from tongzhou.closures.models.maps import StreetMap
from tongzhou.core.models import Job
from tongzhou.registry.models import Committee

TONES = {
    PlanState.DRAFT: "calm",
    PlanState.QUEUED: "info",
    PlanState.RUNNING: "info",
    PlanState.READY: "done",
    PlanState.FAILED: "warning",
}


class ClosurePlan(models.Model):
    """`committee` empty means the street office's own plan. `result` is compressed JSON: the plan
    as GeoJSON, its proof, the reasons, the table of limits. Nothing is in it that `check` refused.
    `previous_cost` is what the plan before the last wish cost.
    """

    map = models.ForeignKey(StreetMap, on_delete=models.PROTECT, related_name="plans")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=80)
    boundary = models.JSONField(null=True)
    is_around_homes = models.BooleanField(default=False)
    walk_metres = models.PositiveIntegerField()
    volunteers = models.PositiveIntegerField(default=0)
    pins = models.JSONField(default=list)
    seed = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=PlanState, default=PlanState.DRAFT)
    progress = models.JSONField(default=list)
    result = models.BinaryField(default=b"")
    summary = models.JSONField(default=dict)
    failure = models.JSONField(default=dict)
    previous_cost = models.FloatField(null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    solved_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)

    impersonal: ClassVar = (
        "title", "boundary", "pins", "progress", "result", "summary", "failure", "made_at",
        "solved_at", "adopted_at", "superseded_at", "review_on",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=PlanState.READY) | Q(solved_at__isnull=False),
                name="closure_plan_ready_is_solved",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(adopted_at__isnull=False),
                name="closure_plan_superseded_was_adopted",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "made_at"], name="closure_plan_made"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its name; a plan that was given none goes by its day, in the reader's language."""
        if self.title:
            return self.title
        day = date_format(timezone.localtime(self.made_at), pgettext("closure plan", "j M H:i"))
        return _("Closure plan of %(day)s") % {"day": day}

    @property
    def is_busy(self) -> bool:
        """Whether the planner has it."""
        return self.state in BUSY

    @property
    def is_ready(self) -> bool:
        """Whether there is a checked plan to look at."""
        return self.state == PlanState.READY

    @property
    def is_in_force(self) -> bool:
        """Whether its barriers are the ones that count."""
        return self.adopted_at is not None and self.superseded_at is None

    @property
    def tone(self) -> str:
        """How the state is drawn."""
        return TONES[PlanState(self.state)]

    @property
    def price(self) -> float | None:
        """What the last wish costs, in yuan."""
        cost = self.summary.get("cost")
        if self.previous_cost is None or cost is None or not self.is_ready:
            return None
        return float(cost) - self.previous_cost

    @property
    def profile(self) -> dict[str, Any]:
        """What overrides the planner's default profile."""
        public = sorted({pin["way"] for pin in self.pins if pin["kind"] == "public"})
        return {
            "walking": {"limit_metres": self.walk_metres},
            "gates": {"volunteers": self.volunteers},
            "public": {"ways": public},
        }
