"""An observation: who, why, until when, who answers for it, and how it ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tongzhou.core.personal import Personal
from tongzhou.followup.choices import Level, ObservationState, Outcome
from tongzhou.followup.models.settings import Disease, Reason
from tongzhou.privacy.fields import SealedField
from tongzhou.privacy.models import Restriction
from tongzhou.registry.models import Committee, Household, Membership, Resident

RETENTION = "observation"
ERASER = "followup.observations"


class Observation(models.Model):
    """One person stays at home until a known day, with support.

    `end_on` is the last exposure plus the days of the policy in force at enrolment plus all
    extensions; nothing makes it earlier. `confirmed_at` repeats what the restriction says of the
    second signature, because lists ask for it. `responsible` is the one who calls every day. Erasure
    unties the row from the person; what is left counts.
    """

    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="observations"
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="observations"
    )
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    restriction = models.OneToOneField(
        Restriction, on_delete=models.PROTECT, null=True, related_name="observation"
    )
    disease = models.ForeignKey(Disease, on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level, default=Level.MEDICAL)
    legal_basis = models.CharField(max_length=120)
    last_exposure_on = models.DateField(null=True)
    end_on = models.DateField()
    key_id = models.UUIDField()
    notes = SealedField()
    ending_note = SealedField()
    responsible = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, choices=ObservationState, default=ObservationState.ACTIVE
    )
    outcome = models.CharField(max_length=10, choices=Outcome, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    personal: ClassVar = {
        "last_exposure_on": Personal("from when the days are counted", RETENTION, ERASER),
        "notes": Personal("what those who care must know", RETENTION, ERASER),
        "ending_note": Personal("why the observation ended", RETENTION, ERASER),
    }
    impersonal: ClassVar = (
        "legal_basis", "end_on", "enrolled_at", "confirmed_at", "ended_at", "erased_at",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(state=ObservationState.ACTIVE),
                name="observation_one_active",
            ),
            models.CheckConstraint(
                condition=Q(state=ObservationState.ACTIVE, outcome="", ended_at__isnull=True)
                | (~Q(state=ObservationState.ACTIVE) & ~Q(outcome="") & Q(ended_at__isnull=False)),
                name="observation_ended_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(last_exposure_on__isnull=True) | Q(end_on__gte=F("last_exposure_on")),
                name="observation_ends_after_exposure",
            ),
            models.CheckConstraint(
                condition=~Q(state=ObservationState.ACTIVE) | Q(restriction__isnull=False),
                name="observation_has_restriction",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "state", "end_on"], name="observation_end"),
            models.Index(fields=["committee", "confirmed_at"], name="observation_confirmed"),
            models.Index(fields=["committee", "ended_at"], name="observation_ended"),
        ]

    def __str__(self) -> str:
        return f"observation {self.pk}"

    @property
    def is_active(self) -> bool:
        """Whether the person is under observation now."""
        return self.state == ObservationState.ACTIVE


class Extension(models.Model):
    """More days at home, with the reason and who decided."""

    observation = models.ForeignKey(
        Observation, on_delete=models.CASCADE, related_name="extensions"
    )
    days = models.PositiveSmallIntegerField()
    key_id = models.UUIDField()
    reason = SealedField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    personal: ClassVar = {
        "reason": Personal("why somebody had to stay longer", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("at",)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(days__gte=1), name="extension_is_longer")
        ]

    def __str__(self) -> str:
        return f"+{self.days}"


class Release(models.Model):
    """The co-signed end: a cadre and a medic, two different people, in any order."""

    observation = models.OneToOneField(
        Observation, on_delete=models.CASCADE, related_name="release"
    )
    cadre = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cadre_at = models.DateTimeField(null=True)
    medic = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    medic_at = models.DateTimeField(null=True)

    impersonal: ClassVar = ("cadre_at", "medic_at")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(cadre__isnull=True) | Q(medic__isnull=True) | ~Q(cadre=F("medic")),
                name="release_two_people",
            )
        ]

    def __str__(self) -> str:
        return f"release of {self.observation_id}"

    @property
    def is_complete(self) -> bool:
        """Whether both have signed."""
        return self.cadre_id is not None and self.medic_id is not None
