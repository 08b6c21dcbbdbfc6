"""Rows of the registry, by theme."""

from tongzhou.registry.models.contacts import Contact
from tongzhou.registry.models.imports import RosterImport
from tongzhou.registry.models.members import Invitation, Membership
from tongzhou.registry.models.people import Household, HouseholdLink, NeighbourGroup, Resident
from tongzhou.registry.models.tree import (
    Building,
    Committee,
    Compound,
    Department,
    PartnerUnit,
    Place,
    StreetOffice,
)

__all__ = [
    "Building",
    "Committee",
    "Compound",
    "Contact",
    "Department",
    "Household",
    "HouseholdLink",
    "Invitation",
    "Membership",
    "NeighbourGroup",
    "PartnerUnit",
    "Place",
    "Resident",
    "RosterImport",
    "StreetOffice",
]
