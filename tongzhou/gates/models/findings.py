"""What does not fit together in what gates recorded. It is shown until somebody has looked."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongzhou.core.personal import Personal
from tongzhou.gates.choices import FindingKind, FindingState
from tongzhou.gates.models.crossings import RETENTION, Crossing, GateNote
from tongzhou.gates.models.passes import Pass
from tongzhou.registry.models import Committee, Place

ERASER = "gates.findings"


class GateFinding(models.Model):
    """Two entries that contradict each other, a clock, a gap, or a door that was noted.

    `mark` names what it is about, so that the same is found once. `count` is how many records,
    `doubt` by how many seconds their time may be off, `since` and `at` the first and the last.
    """

    mark = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=5, choices=FindingKind)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(
        Pass, on_delete=models.CASCADE, null=True, blank=True, related_name="findings"
    )
    first = models.ForeignKey(Crossing, on_delete=models.CASCADE, null=True, related_name="+")
    second = models.ForeignKey(Crossing, on_delete=models.CASCADE, null=True, related_name="+")
    note = models.ForeignKey(GateNote, on_delete=models.CASCADE, null=True, related_name="+")
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    count = models.PositiveIntegerField(default=1)
    doubt = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=FindingState, default=FindingState.OPEN)
    word = models.CharField(max_length=200, default="", blank=True)
    changed_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    personal: ClassVar = {
        "since": Personal("when a household went out or came home", RETENTION, ERASER),
        "at": Personal("when a household went out or came home", RETENTION, ERASER),
        "word": Personal("why what did not fit together was set aside", RETENTION, ERASER),
        "changed_at": Personal("when somebody looked at it", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("mark",)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=FindingState.ASIDE) | ~Q(word=""),
                name="gate_finding_aside_with_a_word",
            ),
            models.CheckConstraint(
                condition=~Q(kind=FindingKind.TRIPS)
                | Q(of__isnull=False, first__isnull=False, second__isnull=False),
                name="gate_finding_trips_are_two",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "state", "-at"], name="gate_finding_waits"),
            models.Index(fields=["at"], name="gate_finding_at"),
        ]

    def __str__(self) -> str:
        return self.mark

    @property
    def apart(self) -> int:
        """Whole minutes between the first and the last."""
        return (self.at - self.since) // timedelta(minutes=1)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look."""
        return self.state == FindingState.OPEN
