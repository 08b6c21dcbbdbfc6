"""Who acts for which unit."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tongzhou.accounts.choices import Role
from tongzhou.core.personal import Personal
from tongzhou.registry.models.tree import (
    Building,
    Committee,
    Compound,
    Department,
    Named,
    StreetOffice,
)


class ForUnit:
    """What belongs to one unit of the tree."""

    office: StreetOffice
    committee: Committee | None
    compound: Compound | None
    department: Department | None

    @property
    def unit(self) -> Named:
        """The unit itself, the narrowest one."""
        return self.compound or self.department or self.committee or self.office

    @property
    def unit_label(self) -> str:
        """Name of the unit in the reader's language."""
        return self.unit.label


class Membership(ForUnit, models.Model):
    """A user's role in one unit, for a time. A user can have several and acts in one of them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    office = models.ForeignKey(StreetOffice, on_delete=models.PROTECT, related_name="members")
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    compound = models.ForeignKey(
        Compound, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    title = models.CharField(max_length=40, default="", blank=True)
    is_coordinator = models.BooleanField(default=False)
    is_supervisor = models.BooleanField(default=False)
    buildings = models.ManyToManyField(Building, related_name="workers", blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    personal: ClassVar = {
        "started_on": Personal("when somebody began to act", "account", "registry.members"),
        "ended_on": Personal("when somebody left", "account", "registry.members"),
        "title": Personal("what colleagues call the post", "account", "registry.members"),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(role__in=[Role.COMMITTEE_STAFF, Role.VOLUNTEER])
                | models.Q(committee__isnull=False),
                name="member_has_committee",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.BUILDING_DIRECTOR)
                | models.Q(compound__isnull=False, committee__isnull=False),
                name="director_has_compound",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.DEPARTMENT_DESK) | models.Q(department__isnull=False),
                name="desk_has_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Invitation(ForUnit, models.Model):
    """A link or QR that makes an account with a role; shown once, used once per person."""

    digest = models.BinaryField(unique=True)
    role = models.CharField(max_length=20, choices=Role)
    office = models.ForeignKey(StreetOffice, on_delete=models.CASCADE, related_name="+")
    committee = models.ForeignKey(
        Committee, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    compound = models.ForeignKey(
        Compound, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    uses_left = models.PositiveSmallIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    impersonal: ClassVar = ("digest", "made_at", "expires_at")

    def __str__(self) -> str:
        return f"invitation as {self.role}"
