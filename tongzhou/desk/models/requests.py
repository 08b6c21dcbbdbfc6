"""The request itself."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tongzhou.core.personal import Personal
from tongzhou.desk.choices import CLOSED, SOLVED, Channel, Priority, Reason, State
from tongzhou.desk.models.catalogue import Service
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.models import Committee, Department, Household, Resident

RETENTION = "request"
ERASER = "desk.requests"
USER = settings.AUTH_USER_MODEL


class ServiceRequest(models.Model):
    """A resident asks for something; somebody answers for it until the resident confirms.

    `committee` is where the household is; `taken_by_committee` names another that took the call.
    Callers who are in no register have an `address` instead of a household. Texts are sealed
    under `key_id`, names of papers and their files under `document_key_id`, which goes earlier;
    a request reopened after that gets a new one.
    """

    code = models.CharField(max_length=12, unique=True)
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, related_name="requests"
    )
    resident = models.ForeignKey(Resident, on_delete=models.SET_NULL, null=True, related_name="+")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="requests")
    taken_by_committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, related_name="+"
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="requests")
    state = models.CharField(max_length=16, choices=State, default=State.RECEIVED)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PHONE)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    reason = models.CharField(max_length=20, choices=Reason, default="", blank=True)

    key_id = models.UUIDField()
    document_key_id = models.UUIDField(null=True)
    caller_name = SealedField()
    caller_phone = SealedField()
    caller_phone_index = models.BigIntegerField(null=True, db_index=True)
    address = SealedField()
    details = SealedField()
    outcome = SealedField()

    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    is_contact_free = models.BooleanField(null=True)

    taken_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_to = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    courier = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="+"
    )
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="duplicates"
    )
    client_id = models.UUIDField(null=True, unique=True)
    source = models.CharField(max_length=40, default="", blank=True)
    link_digest = models.BinaryField(null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    personal: ClassVar = {
        "caller_name": Personal("to know whom to call back", RETENTION, ERASER),
        "caller_phone": Personal("to call back", RETENTION, ERASER),
        "address": Personal("where somebody outside the register lives", RETENTION, ERASER),
        "details": Personal("what was asked for", RETENTION, ERASER),
        "outcome": Personal("what came of it", RETENTION, ERASER),
        "link_digest": Personal("the resident's own page", RETENTION, ERASER),
    }
    impersonal: ClassVar = (
        "code", "received_at", "due_at", "solved_at", "delivered_at", "closed_at", "escalated_at",
        "erased_at", "source",
    )  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["committee", "state", "due_at"], name="request_due"),
            models.Index(fields=["department", "state"], name="request_department"),
            models.Index(fields=["assigned_to", "state"], name="request_assigned"),
            models.Index(fields=["state", "closed_at"], name="request_closed"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="request_state"),
            models.CheckConstraint(
                condition=~Q(state=State.REFERRED) | Q(department__isnull=False),
                name="request_referred_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ON_HOLD, State.IMPOSSIBLE]) | ~Q(reason=""),
                name="request_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | (~Q(state__in=sorted(CLOSED)) & Q(closed_at__isnull=True)),
                name="request_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(SOLVED)) | Q(solved_at__isnull=False),
                name="request_solved_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_by_committee__isnull=True)
                | ~Q(taken_by_committee=F("committee")),
                name="request_taken_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
                name="request_not_its_own_duplicate",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("received_at")), name="request_due_after_received"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_closed(self) -> bool:
        """Whether nothing more happens unless it is reopened."""
        return self.state in CLOSED

    @property
    def is_erased(self) -> bool:
        """Whether the personal part is gone by rule."""
        return self.erased_at is not None
