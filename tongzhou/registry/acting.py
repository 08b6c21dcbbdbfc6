"""Acting: one person, in one role, for one unit, in one request."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import BigIntegerField, Q
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core.errors import Refusal
from tongzhou.core.prepared import Slot
from tongzhou.registry.models import Membership

WHOLE_STREET = frozenset({Role.STREET_OFFICER, Role.HEALTH_WORKER})
IDS: Mapping[str, Any] = {
    name: Slot(name, BigIntegerField())
    for name in (
        "user_id", "membership_id", "office_id", "committee_id", "compound_id", "department_id",
        "household_id",
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acting:
    """Who asks. Every function of every `access` takes one; nobody gets a row without it.

    `committee_id` None with `is_whole_street` means all committees; None without it means none.
    """

    user_id: int | None
    role: str
    unit_label: str
    unit_name: str = ""
    name: str = ""
    membership_id: int | None = None
    office_id: int | None = None
    committee_id: int | None = None
    compound_id: int | None = None
    department_id: int | None = None
    household_id: int | None = None
    is_whole_street: bool = False
    is_coordinator: bool = False
    is_supervisor: bool = False
    others: tuple[tuple[int, str], ...] = field(default=())

    @classmethod
    def by_membership(cls, member: Membership, others: tuple[Membership, ...] = ()) -> "Acting":
        """Act as this member; `others` are the roles one can change to."""
        whole = member.role in WHOLE_STREET and member.committee_id is None
        return cls(
            user_id=member.user_id,
            role=member.role,
            unit_label=member.unit_label,
            unit_name=member.unit.name,
            name=member.user.name,
            membership_id=member.pk,
            office_id=member.office_id,
            committee_id=member.committee_id,
            compound_id=member.compound_id,
            department_id=member.department_id,
            is_whole_street=whole,
            is_coordinator=member.is_coordinator,
            is_supervisor=member.is_supervisor,
            others=tuple((o.pk, f"{o.get_role_display()} · {o.unit_label}") for o in others),
        )

    @classmethod
    def system(cls) -> "Acting":
        """The house itself: jobs, imports from the command line, the demo."""
        return cls(user_id=None, role="system", unit_label="", is_whole_street=True)

    @classmethod
    def household(cls, household_id: int) -> "Acting":
        """A household on its own page, opened by link."""
        return cls(user_id=None, role="resident", unit_label="", household_id=household_id)

    def as_slots(self) -> "Acting":
        """Somebody with the same rights whose numbers are left open, to prepare a statement."""
        given = {name: slot for name, slot in IDS.items() if getattr(self, name) is not None}
        return replace(self, **given, unit_label="", unit_name="", name="", others=())

    def values(self) -> dict[str, int | None]:
        """The numbers, for a statement prepared with `as_slots`."""
        return {name: getattr(self, name) for name in IDS}

    @property
    def account_id(self) -> int:
        """The account that answers for a deed; the house itself and a household have none."""
        if self.user_id is None:
            raise Refusal(_("Only a person with an account can sign this."))
        return self.user_id

    @property
    def is_system(self) -> bool:
        """Whether the house itself acts."""
        return self.role == "system"

    @property
    def is_staff(self) -> bool:
        """Committee staff or street officer: those who carry requests and see households."""
        return self.role in {Role.COMMITTEE_STAFF, Role.STREET_OFFICER} or self.is_system

    def within_committees(self, prefix: str = "committee") -> Q:
        """The condition that rows belong to a committee one acts for."""
        if self.is_whole_street:
            return Q()
        if self.committee_id is None:
            return Q(pk__in=[])
        return Q(**{f"{prefix}_id": self.committee_id})
