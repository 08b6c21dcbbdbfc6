"""What was done to a roster, so that two coordinators see each other and the last step is undone."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tongzhou.roster.choices import Edit
from tongzhou.roster.models.rosters import Roster


class RosterEdit(models.Model):
    """One step: which assignments it made and which it ended, by number.

    `version` is the roster's after the step.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="edits")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=Edit)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made = models.JSONField(default=list)
    ended = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    impersonal: ClassVar = ("at", "made", "ended", "undone_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roster", "version"], name="roster_edit_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
