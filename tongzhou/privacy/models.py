"""Keys, look-ups, restrictions, retention. Subjects are numbers here: no keys to upper rooms."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tongzhou.core.ids import uuid7
from tongzhou.core.personal import Personal
from tongzhou.privacy.fields import SealedField


class PersonKey(models.Model):
    """A wrapped data key of one person for one purpose (in the database `keys`)."""

    key_id = models.UUIDField(primary_key=True, default=uuid7)
    wrapped = models.BinaryField()

    impersonal: ClassVar = ("wrapped",)

    def __str__(self) -> str:
        return str(self.key_id)


class Tombstone(models.Model):
    """Which rows an eraser took (in the database `keys`), to erase them again after a restore.

    It lies with the keys, whose copy is always the newest, and goes when every backup from before
    is gone.
    """

    eraser = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)
    ids = models.JSONField()

    impersonal: ClassVar = ("eraser", "at", "ids")

    def __str__(self) -> str:
        return f"{self.eraser} {self.at:%F %T}"


class AccessEntry(models.Model):
    """One page with people on it, shown to one person; or one search they made."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=24)
    unit = models.CharField(max_length=80)
    page = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, default="")

    personal: ClassVar = {
        "at": Personal("so that residents see who looked", "access_log", "privacy.access_log"),
        "reason": Personal("why an unusual look-up was made", "access_log", "privacy.access_log"),
    }
    impersonal: ClassVar = ("role", "unit", "page")

    def __str__(self) -> str:
        return f"{self.page} {self.at:%F %T}"


class AccessSubject(models.Model):
    """Whom a shown page was about."""

    entry = models.ForeignKey(AccessEntry, on_delete=models.CASCADE, related_name="subjects")
    resident_id = models.BigIntegerField(null=True)
    household_id = models.BigIntegerField(null=True)
    volunteer_id = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["resident_id"], name="access_resident"),
            models.Index(fields=["household_id"], name="access_household"),
            models.Index(
                fields=["volunteer_id"],
                condition=models.Q(volunteer_id__isnull=False),
                name="access_volunteer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id or self.household_id or self.volunteer_id}"


class RestrictionState(models.TextChoices):
    """A restriction acts at once, and lapses unless a second person signs in time."""

    PROVISIONAL = "provisional", _("in force, second signature needed")
    CONFIRMED = "confirmed", _("in force")
    LAPSED = "lapsed", _("lapsed without a second signature")
    ENDED = "ended", _("ended")


class Restriction(models.Model):
    """What limits a person: with rule, evidence, an end, and two persons who answer for it."""

    subject_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=24)
    rule = models.CharField(max_length=120)
    key_id = models.UUIDField()
    evidence = SealedField()
    state = models.CharField(
        max_length=12, choices=RestrictionState, default=RestrictionState.PROVISIONAL
    )
    starts_at = models.DateTimeField()
    ends_on = models.DateField()
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirm_by = models.DateTimeField()
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "evidence": Personal("why a person was restricted", "observation", "followup.observations"),
        "starts_at": Personal("when it began", "observation", "followup.observations"),
        "ends_on": Personal("when it must end", "observation", "followup.observations"),
    }
    impersonal: ClassVar = ("rule", "kind", "confirm_by", "second_at", "ended_at")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True)
                | ~models.Q(second_by=models.F("first_by")),
                name="restriction_two_persons",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(second_by__isnull=False),
                name="restriction_confirmed_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class RetentionRule(models.Model):
    """Days a class of personal data is kept, from a day on; the newest rule in force counts."""

    retention = models.CharField(max_length=40)
    days = models.PositiveIntegerField()
    effective_on = models.DateField()

    impersonal: ClassVar = ("retention", "effective_on")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["retention", "effective_on"], name="retention_once")
        ]

    def __str__(self) -> str:
        return f"{self.retention}: {self.days}"


class Erasure(models.Model):
    """That something was erased, by which rule and how much; never what it was."""

    eraser = models.CharField(max_length=40)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    impersonal: ClassVar = ("eraser", "at")

    def __str__(self) -> str:
        return f"{self.eraser} {self.count}"


class SealedFile(models.Model):
    """A document or photo, sealed on disk under the key of what it belongs to."""

    key_id = models.UUIDField()
    name = SealedField()
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    stored_as = models.UUIDField(default=uuid7, unique=True)
    created_at = models.DateTimeField()

    personal: ClassVar = {
        "name": Personal("to find a document again", "request_document", "desk.documents"),
    }
    impersonal: ClassVar = ("content_type", "created_at")

    def __str__(self) -> str:
        return str(self.stored_as)
