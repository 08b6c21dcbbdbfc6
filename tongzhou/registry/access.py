"""The only way to a row of the registry."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from tongzhou.accounts.choices import Role
from tongzhou.core.tokens import digest_of
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import (
    Building,
    Committee,
    Compound,
    Contact,
    Department,
    Household,
    HouseholdLink,
    Invitation,
    Membership,
    NeighbourGroup,
    PartnerUnit,
    Place,
    Resident,
    RosterImport,
    StreetOffice,
)
from tongzhou.registry.rights import roles_given_by

M = TypeVar("M", bound=Model)

SEES_HOUSEHOLDS = frozenset(
    {Role.COMMITTEE_STAFF, Role.STREET_OFFICER, Role.HEALTH_WORKER, "system"}
)


def get_or_404(rows: QuerySet[M], **lookup: Any) -> M:
    """One row of a set already narrowed to what one may see; anything else does not exist."""
    row = rows.filter(**lookup).first()
    if row is None:
        raise Http404
    return row


def office(acting: Acting) -> StreetOffice | None:
    """The street office of this installation, or None before `init`."""
    return StreetOffice.objects.order_by("pk").first()


def committees(acting: Acting) -> QuerySet[Committee]:
    """Names of all committees are no secret among staff: requests are handed on to them."""
    if acting.role == "resident":
        return Committee.objects.filter(households=acting.household_id)
    return Committee.objects.order_by("pk")


def departments(acting: Acting) -> QuerySet[Department]:
    """All line departments."""
    return Department.objects.order_by("pk")


def units(acting: Acting, kind: str) -> QuerySet[Any]:
    """Units of a kind (office, committee, department), for those who name them."""
    models: dict[str, type[Model]] = {
        "office": StreetOffice, "committee": Committee, "department": Department,
    }  # fmt: skip
    rows = models[kind]._default_manager.order_by("pk")
    return rows if acting.role in {Role.ADMINISTRATOR, Role.STREET_OFFICER} else rows.none()


def english_names() -> QuerySet[Any]:
    """Chinese and English names of everything somebody can act for: they stand in every look."""
    models: tuple[type[Model], ...] = (StreetOffice, Committee, Department, Compound)
    first, *others = (
        model._default_manager.order_by().exclude(name_en="").values_list("name", "name_en")
        for model in models
    )
    return first.union(*others)


def compounds(acting: Acting) -> QuerySet[Compound]:
    """Compounds of one's committee; a building director's own; all for who gives roles in them."""
    if acting.role == Role.ADMINISTRATOR:
        return Compound.objects.all()
    rows = Compound.objects.filter(acting.within_committees())
    return rows.filter(pk=acting.compound_id) if acting.compound_id else rows


def buildings(acting: Acting) -> QuerySet[Building]:
    """Buildings of one's compounds."""
    rows = Building.objects.filter(acting.within_committees("compound__committee"))
    return rows.filter(compound_id=acting.compound_id) if acting.compound_id else rows


def households(acting: Acting) -> QuerySet[Household]:
    """Households whose doors one may know. A building director sees the own compound."""
    rows = Household.objects.all()
    if acting.household_id:
        return rows.filter(pk=acting.household_id)
    if acting.role == Role.BUILDING_DIRECTOR:
        return rows.filter(building__compound_id=acting.compound_id or 0)
    if acting.role not in SEES_HOUSEHOLDS:
        return rows.none()
    return rows.filter(acting.within_committees())


def residents(acting: Acting) -> QuerySet[Resident]:
    """Residents of the households one may know."""
    rows = Resident.objects.all()
    if acting.household_id:
        return rows.filter(household_id=acting.household_id)
    if acting.role == Role.BUILDING_DIRECTOR:
        return rows.filter(household__building__compound_id=acting.compound_id or 0)
    if acting.role not in SEES_HOUSEHOLDS:
        return rows.none()
    return rows.filter(acting.within_committees())


def contacts(acting: Acting) -> QuerySet[Contact]:
    """What was said with the households one may know; a building director sees none of it."""
    if acting.role == Role.BUILDING_DIRECTOR:
        return Contact.objects.none()
    return Contact.objects.filter(household__in=households(acting))


def groups(acting: Acting) -> QuerySet[NeighbourGroup]:
    """Neighbour groups of one's compounds."""
    return NeighbourGroup.objects.filter(compound__in=compounds(acting))


def partners(acting: Acting) -> QuerySet[PartnerUnit]:
    """Partner units, for those who carry the work."""
    return PartnerUnit.objects.all() if acting.is_staff else PartnerUnit.objects.none()


def places(acting: Acting) -> QuerySet[Place]:
    """Places of one's committee, with those that are no more: what happened there stays."""
    return Place.objects.filter(acting.within_committees())


def places_in_use(acting: Acting) -> QuerySet[Place]:
    """Places where somebody can be sent."""
    return places(acting).filter(ended_on=None)


def memberships(acting: Acting) -> QuerySet[Membership]:
    """Colleagues: one's committee's; all for the street office and the administrator."""
    rows = Membership.objects.select_related(
        "user", "office", "committee", "compound", "department"
    )
    if acting.role == Role.ADMINISTRATOR or acting.is_whole_street:
        return rows
    if acting.department_id:
        return rows.filter(department_id=acting.department_id)
    return rows.filter(acting.within_committees())


def managed_members(acting: Acting) -> QuerySet[Membership]:
    """Memberships one may end or change: never one's own, never above one's own rights."""
    rows = memberships(acting).filter(role__in=roles_given_by(acting))
    if acting.role == Role.COMMITTEE_STAFF:
        rows = rows.filter(is_supervisor=False)
    return rows.exclude(user_id=acting.user_id or 0)


def is_wholly_managed(acting: Acting, user_id: int) -> bool:
    """Whether one may manage everything an account acts as; else it is not one's to open."""
    active = Membership.objects.filter(user_id=user_id, ended_on__isnull=True)
    return not active.exclude(pk__in=managed_members(acting).values("pk")).exists()


def invitations(acting: Acting) -> QuerySet[Invitation]:
    """Invitations one made; those of the whole street for who manages it."""
    rows = Invitation.objects.select_related(
        "made_by", "office", "committee", "compound", "department"
    )
    if acting.role in {Role.ADMINISTRATOR, Role.STREET_OFFICER}:
        return rows.filter(role__in=roles_given_by(acting))
    return rows.filter(made_by_id=acting.user_id)


def invitations_made_by(user_id: int) -> QuerySet[Invitation]:
    """What somebody invited to and nobody has used up."""
    return Invitation.objects.filter(made_by_id=user_id, uses_left__gt=0)


def open_invitations(digest: bytes, *, now: datetime) -> QuerySet[Invitation]:
    """The invitation behind a secret, while it can be used: the secret is the permission."""
    rows = Invitation.objects.filter(digest=digest, uses_left__gt=0, expires_at__gt=now)
    return rows.select_related("made_by", "office", "committee", "compound", "department")


def roster_imports(acting: Acting) -> QuerySet[RosterImport]:
    """Uploads of one's committee; all for the street officer."""
    if not acting.is_staff:
        return RosterImport.objects.none()
    rows = RosterImport.objects.filter(acting.within_committees())
    return rows.select_related("uploaded_by", "file", "job", "committee")


def links(acting: Acting) -> QuerySet[HouseholdLink]:
    """Links in force of the households one may know."""
    return HouseholdLink.objects.filter(household__in=households(acting), revoked_at=None)


def household_by_token(token: str, *, on: date) -> Household:
    """The household whose page a secret opens on a day: the secret is the permission."""
    rows = HouseholdLink.objects.filter(
        digest=digest_of("household", token), revoked_at=None, expires_on__gte=on
    )
    return get_or_404(rows.select_related("household__building__compound__committee")).household


def committee_of_link(token: str) -> Committee | None:
    """Whom to call about a household's link that may no longer hold; not whose link it was."""
    links = HouseholdLink.objects.filter(digest=digest_of("household", token))
    link = links.select_related("household__committee").first()
    return link.household.committee if link else None
