"""An uploaded roster on its way into the registry."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tongzhou.core.models import Job
from tongzhou.core.personal import Personal
from tongzhou.privacy.fields import SealedField
from tongzhou.privacy.models import SealedFile
from tongzhou.registry.choices import ImportState
from tongzhou.registry.models.tree import Committee

TONES = {
    ImportState.READING: "info",
    ImportState.READ: "warning",
    ImportState.APPLYING: "info",
    ImportState.APPLIED: "done",
    ImportState.FAILED: "alarm",
    ImportState.DISCARDED: "calm",
}


class RosterImport(models.Model):
    """One upload: its file, what was found in it, and what became of it."""

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey(SealedFile, on_delete=models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    sheet = models.CharField(max_length=80, default="")
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    key_id = models.UUIDField()
    problems = SealedField()
    failure = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "problems": Personal("to mend the rows that were wrong", "import_file", "registry.imports"),
    }
    impersonal: ClassVar = ("uploaded_at", "sheet", "failure", "finished_at")

    def __str__(self) -> str:
        return f"roster {self.pk}"

    @property
    def tone(self) -> str:
        """How the state is drawn."""
        return TONES[ImportState(self.state)]
