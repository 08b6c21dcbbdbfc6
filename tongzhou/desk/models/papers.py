"""A procedure done on somebody's behalf: its steps, its papers and its files."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tongzhou.core.personal import Personal
from tongzhou.desk.choices import Direction, Shows, Where
from tongzhou.desk.models.requests import ERASER, RETENTION, ServiceRequest
from tongzhou.privacy.fields import SealedField
from tongzhou.privacy.models import SealedFile
from tongzhou.registry.models.tree import in_readers_language

DOCUMENTS = "request_document"
DOCUMENT_ERASER = "desk.documents"
USER = settings.AUTH_USER_MODEL


class ProcedureStep(models.Model):
    """A step of the catalogue, copied when the procedure begins, with who did it and when."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, default="", blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    key_id = models.UUIDField()
    note = SealedField()

    personal: ClassVar = {"note": Personal("what came up at a step", RETENTION, ERASER)}
    impersonal: ClassVar = ("text", "text_en", "done_at")

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "order"], name="procedure_step_order")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The step in the reader's language."""
        return in_readers_language(self.text, self.text_en)


class RequestDocument(models.Model):
    """A paper of a request and where it is now."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="documents")
    direction = models.CharField(max_length=8, choices=Direction)
    where = models.CharField(max_length=10, choices=Where, default=Where.WITH_RESIDENT)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    key_id = models.UUIDField()
    name = SealedField()

    personal: ClassVar = {
        "name": Personal("to know which paper is where", DOCUMENTS, DOCUMENT_ERASER),
    }
    impersonal: ClassVar = ("moved_at",)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.direction} {self.where}"


class Attachment(models.Model):
    """A photo or paper kept with a request; its file is sealed and goes early."""

    request = models.ForeignKey(
        ServiceRequest, on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.ForeignKey(SealedFile, on_delete=models.CASCADE, related_name="+")
    shows = models.CharField(max_length=10, choices=Shows, default=Shows.DOCUMENT)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    impersonal: ClassVar = ("added_at",)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.shows} {self.pk}"
