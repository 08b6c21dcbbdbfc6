"""Audit entries and jobs."""

from typing import ClassVar

from django.db import models


class AuditEntry(models.Model):
    """One action of one person: an unbroken chain of digests over salted bodies.

    Bodies hold ids, states and names of fields, never what a personal field says. Body and salt
    can be erased by age; the chain still verifies, because it commits to the body's digest.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=24)
    unit = models.CharField(max_length=80)
    key = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    body = models.TextField(null=True)  # noqa: DJ001  (null means erased)
    salt = models.BinaryField(null=True)
    body_digest = models.BinaryField()
    digest = models.BinaryField()

    impersonal: ClassVar = (
        "at",
        "role",
        "unit",
        "key",
        "object_type",
        "body",
        "salt",
        "body_digest",
        "digest",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.key}"


class JobState(models.TextChoices):
    """Life of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """Work that does not belong into a request."""

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.WAITING)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    run_at = models.DateTimeField()
    once_key = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001
    worker = models.CharField(max_length=60, default="")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    impersonal: ClassVar = (
        "kind", "payload", "created_at", "run_at", "once_key", "worker", "lease_until", "result",
        "finished_at",
    )  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "run_at"], name="job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
