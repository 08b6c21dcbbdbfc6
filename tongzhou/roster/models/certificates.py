"""Certificates of hours: what somebody served, on paper, and whether the paper is genuine."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tongzhou.core.personal import Personal
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.models import Committee
from tongzhou.roster.models.volunteers import ERASER, RETENTION, Volunteer


class Certificate(models.Model):
    """The hours somebody served in some days, as they were printed.

    Whoever has the paper finds it by the code on it. Of the code only a digest can be searched;
    the code itself lies sealed, so that the same paper can be printed again.
    """

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="certificates")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    digest = models.BinaryField(unique=True)
    key_id = models.UUIDField(null=True)
    code = SealedField()
    name = SealedField()
    first_on = models.DateField()
    last_on = models.DateField()
    duties = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    night_minutes = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=200, default="", blank=True)

    personal: ClassVar = {
        "code": Personal("to print the same certificate again", RETENTION, ERASER),
        "name": Personal("whose hours a certificate tells", RETENTION, ERASER),
        "reason": Personal("why a certificate does not hold any more", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("digest", "first_on", "last_on", "issued_at", "revoked_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "year", "serial"], name="certificate_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="certificate_from_to"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number on the paper."""
        return f"{self.year}-{self.committee_id:02}-{self.serial:04}"
