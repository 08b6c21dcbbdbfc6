"""Who went out and came in, as the gates recorded it; notes of a gate. Append-only."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from tongzhou.core.personal import Personal
from tongzhou.formats.gate_rules import Way
from tongzhou.gates.choices import FEVER, TAKEN_BACK, CrossingHow, NoteKind, Outcome
from tongzhou.gates.models.passes import Pass
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.models import Committee, Place

RETENTION = "crossing"
ERASER = "gates.crossings"
AGAINST = Q(verdict=Outcome.STOP)


class Crossing(models.Model):
    """One going through a gate. `visitor` holds, sealed, who came to see whom."""

    entry = models.UUIDField(unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(
        Pass, on_delete=models.SET_NULL, null=True, blank=True, related_name="crossings"
    )
    direction = models.CharField(max_length=3, choices=[(way.value, way.value) for way in Way])
    persons = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    doubt = models.PositiveIntegerField(default=0)
    how = models.CharField(max_length=7, choices=CrossingHow)
    reason = models.CharField(max_length=20, default="", blank=True)
    verdict = models.CharField(max_length=20, default="", blank=True)
    tenths = models.PositiveSmallIntegerField(null=True)
    first_tenths = models.PositiveSmallIntegerField(null=True)
    word = models.CharField(max_length=200, default="", blank=True)
    key_id = models.UUIDField(null=True)
    visitor = SealedField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    personal: ClassVar = {
        "at": Personal("when a household went out or came home", RETENTION, ERASER),
        "reason": Personal("for what somebody had to go out", RETENTION, ERASER),
        "word": Personal("why somebody was let through against the rules", RETENTION, ERASER),
        "visitor": Personal("to reach a visitor where there was a contact", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("verdict",)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(persons__gte=1), name="crossing_of_somebody")
        ]
        indexes: ClassVar = [
            # With all that the board adds up, so that it reads no rows.
            models.Index(
                fields=["place", "-at", "direction", "how", "persons"], name="crossing_place"
            ),
            models.Index(fields=["committee", "-at"], name="crossing_committee"),
            models.Index(fields=["of", "-at"], name="crossing_pass"),
            models.Index(fields=["at"], name="crossing_at"),
            # What is rare among very many is found by an index of its own.
            models.Index(fields=["-at"], condition=Q(tenths__gte=FEVER), name="crossing_fever"),
            models.Index(
                fields=["committee", "-at"],
                condition=Q(how=CrossingHow.VISITOR),
                name="crossing_visitor",
            ),
            models.Index(fields=["committee", "-at"], condition=AGAINST, name="crossing_against"),
            # The same for who looks at the whole street.
            models.Index(
                fields=["-at"],
                condition=Q(how=CrossingHow.VISITOR),
                name="crossing_street_visitor",
            ),
            models.Index(fields=["-at"], condition=AGAINST, name="crossing_street_against"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.at:%F %T}"

    @property
    def outcome(self) -> str:
        """What the phone said, in words; taken back where nobody went in the end."""
        if self.word == TAKEN_BACK:
            return str(_("taken back: did not go"))
        return str(Outcome(self.verdict).label) if self.verdict in Outcome.values else ""

    @property
    def celsius(self) -> str:
        """The temperature as people read it, or "" where none was taken."""
        return _degrees(self.tenths)

    @property
    def first_celsius(self) -> str:
        """What was measured before resting, where it was measured twice."""
        return _degrees(self.first_tenths)


def _degrees(tenths: int | None) -> str:
    return "" if tenths is None else f"{tenths / 10:.1f} °C"


class GateNote(models.Model):
    """A count of people at a gate, or what one shift hands to the next."""

    entry = models.UUIDField(unique=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=NoteKind)
    at = models.DateTimeField()
    outside = models.PositiveSmallIntegerField(null=True)
    queue = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=500, default="", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    personal: ClassVar = {
        "at": Personal("when somebody was on duty at a gate", RETENTION, ERASER),
        "note": Personal("what one shift hands to the next", RETENTION, ERASER),
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["place", "kind", "-at"], name="gate_note_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %T}"
