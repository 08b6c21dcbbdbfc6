"""Passes of households, the keys that sign them, and what happened to them."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tongzhou.core.personal import Personal
from tongzhou.formats import pass_codes, passes
from tongzhou.gates.choices import CURRENT, TONES, Event, Ground, PassState
from tongzhou.privacy.fields import SealedField
from tongzhou.privacy.models import Restriction
from tongzhou.registry.models import Committee, Household

RETENTION = "pass"
ERASER = "gates.passes"


class PassKey(models.Model):
    """A signing key of one committee: signs for a week, verifies as long as a pass of it holds.

    Its private half is sealed, and is destroyed when the week is over.
    """

    number = models.PositiveIntegerField(unique=True)
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="+")
    public = models.BinaryField()
    key_id = models.UUIDField(null=True)
    private = SealedField()
    signs_from = models.DateTimeField()
    signs_until = models.DateTimeField()
    verifies_until = models.DateTimeField()

    impersonal: ClassVar = ("public", "private", "signs_from", "signs_until", "verifies_until")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__lte=65535), name="pass_key_fits_two_bytes"),
            models.CheckConstraint(
                condition=Q(signs_from__lt=F("signs_until"))
                & Q(signs_until__lte=F("verifies_until")),
                name="pass_key_verifies_longest",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "signs_until"], name="pass_key_signs")
        ]

    def __str__(self) -> str:
        return f"key {self.number}"


class Pass(models.Model):
    """A household's pass: whoever goes, takes it along. It shows no name.

    Its last moment is `until`; the token counts whole hours, so both are. Erasure deletes the row.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="passes")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(PassKey, on_delete=models.PROTECT, related_name="passes")
    public_id = models.BinaryField(unique=True)
    code = models.CharField(max_length=pass_codes.LENGTH, unique=True)
    signature = models.BinaryField()
    scope = models.PositiveIntegerField()
    is_essential = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=PassState, default=PassState.ACTIVE)
    ground = models.CharField(max_length=8, choices=Ground, default="", blank=True)
    issued_at = models.DateTimeField()
    until = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    personal: ClassVar = {
        "public_id": Personal("to know a household's pass at the gate", RETENTION, ERASER),
        "code": Personal("to know a household's pass at the gate", RETENTION, ERASER),
        "signature": Personal("to know that we made the pass", RETENTION, ERASER),
        "issued_at": Personal("from when the pass holds", RETENTION, ERASER),
        "until": Personal("until when the pass holds", RETENTION, ERASER),
        "changed_at": Personal("since when the pass holds no more", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("printed_at",)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(state__in=list(CURRENT)),
                name="pass_one_current",
            ),
            models.CheckConstraint(condition=Q(issued_at__lt=F("until")), name="pass_ends_later"),
            models.CheckConstraint(
                condition=~Q(state=PassState.REVOKED) | ~Q(ground=""), name="pass_revoked_on_ground"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "state"], name="pass_state"),
            models.Index(fields=["state", "until"], name="pass_until"),
        ]

    def __str__(self) -> str:
        return f"pass {self.pk}"

    @property
    def spoken(self) -> str:
        """The code in groups, to read aloud and to type."""
        return pass_codes.spoken(self.code)

    @property
    def tone(self) -> str:
        """How its state is drawn."""
        return TONES[self.state]

    @property
    def body(self) -> passes.Body:
        """What the token says; the key must be loaded."""
        return passes.Body(
            key=self.key.number,
            pass_id=bytes(self.public_id),
            scope=self.scope,
            starts_at=int(self.issued_at.timestamp()),
            hours=(self.until - self.issued_at) // timedelta(hours=1),
            flags=passes.ESSENTIAL if self.is_essential else 0,
        )

    @property
    def token(self) -> str:
        """What stands in the QR code; the key must be loaded."""
        return passes.written(self.body, bytes(self.signature))


class PassRestriction(models.Model):
    """Whom the revocation of a pass restricts: one row for each person who lives behind the door."""

    of = models.ForeignKey(Pass, on_delete=models.CASCADE, related_name="restrictions")
    restriction = models.OneToOneField(Restriction, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"restriction {self.restriction_id} of pass {self.of_id}"


class PassEvent(models.Model):
    """One line in the story of a pass."""

    of = models.ForeignKey(Pass, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Event)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    personal: ClassVar = {"at": Personal("what happened to a pass, when", RETENTION, ERASER)}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["of", "at"], name="pass_event_story")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %T}"
