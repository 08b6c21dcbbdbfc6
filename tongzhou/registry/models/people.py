"""Households first, then who lives in them."""

from datetime import date
from typing import ClassVar

from django.db import models

from tongzhou.core.personal import Personal
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.choices import GroupKind, Language, Relation, Sex
from tongzhou.registry.models.tree import Building, Committee, Compound

RESIDENT = "resident"
RESIDENTS = "registry.residents"
HOUSEHOLDS = "registry.households"


class NeighbourGroup(models.Model):
    """Five or ten neighbouring households with a leader among them."""

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(max_length=4, choices=GroupKind)
    number = models.PositiveIntegerField()
    leader = models.ForeignKey(
        "registry.Resident", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compound", "kind", "number"], name="group_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Household(models.Model):
    """One door. The unit of work: the address is kept once, here.

    `committee` repeats what the building says, because every question is asked within a
    committee. `door` is what is read aloud ("3号楼 2单元 501"); `search` holds the door in every
    way it is typed.
    """

    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="households")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="households")
    unit = models.CharField(max_length=20, default="", blank=True)
    room = models.CharField(max_length=20, default="", blank=True)
    floor = models.SmallIntegerField(default=0)
    door = models.CharField(max_length=120)
    search = models.TextField(default="")
    language = models.CharField(max_length=8, choices=Language, default=Language.MANDARIN)
    key_id = models.UUIDField(null=True)
    phone = SealedField()
    phone_index = models.BigIntegerField(null=True, db_index=True)
    phone_tail_index = models.BigIntegerField(null=True, db_index=True)
    may_open = SealedField()
    notes = SealedField()
    group_of_five = models.ForeignKey(
        NeighbourGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    group_of_ten = models.ForeignKey(
        NeighbourGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    personal: ClassVar = {
        "phone": Personal("to reach the household", RESIDENT, HOUSEHOLDS),
        "may_open": Personal("who opens the door to helpers", RESIDENT, HOUSEHOLDS),
        "notes": Personal("what helpers must know at the door", RESIDENT, HOUSEHOLDS),
    }
    impersonal: ClassVar = ("unit", "room", "door", "search")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["building", "unit", "room"], name="household_door")
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "building", "floor"], name="household_walk"),
            models.Index(fields=["committee", "search"], name="household_search"),
        ]

    def __str__(self) -> str:
        return self.door

    @property
    def place(self) -> str:
        """Compound and door in one line; the building's compound must be loaded."""
        return f"{self.building.compound.label} {self.door}"


class Resident(models.Model):
    """A person who lives in a household. Names and pinyin are in clear, so that they are found."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residents")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    key_id = models.UUIDField(null=True)
    name = models.CharField(max_length=60)
    search = models.TextField(default="")
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    relation = models.CharField(
        max_length=12, choices=Relation, default=Relation.UNKNOWN, blank=True
    )
    id_number = SealedField()
    id_index = models.BigIntegerField(null=True, db_index=True)
    phone = SealedField()
    phone_index = models.BigIntegerField(null=True, db_index=True)
    phone_tail_index = models.BigIntegerField(null=True, db_index=True)
    notes = SealedField()
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    personal: ClassVar = {
        "name": Personal("to know whom we serve", RESIDENT, RESIDENTS),
        "search": Personal("to be found by name or pinyin", RESIDENT, RESIDENTS),
        "sex": Personal("to address and to serve", RESIDENT, RESIDENTS),
        "birth_on": Personal("to know who is old or small", RESIDENT, RESIDENTS),
        "relation": Personal("to know who belongs together", RESIDENT, RESIDENTS),
        "id_number": Personal("to do papers on their behalf", RESIDENT, RESIDENTS),
        "phone": Personal("to reach them", RESIDENT, RESIDENTS),
        "notes": Personal("what helpers must know", RESIDENT, RESIDENTS),
        "left_on": Personal("since when they no longer live here", RESIDENT, RESIDENTS),
    }

    class Meta:
        # Search reads this index instead of the table, which is six times as wide.
        indexes: ClassVar = [
            models.Index(
                fields=["committee", "left_on", "search", "household"], name="resident_search"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def age_on(self, day: date) -> int | None:
        """Full years of age on a day, or None where the birth date is unknown."""
        if self.birth_on is None:
            return None
        had_birthday = (day.month, day.day) >= (self.birth_on.month, self.birth_on.day)
        return day.year - self.birth_on.year - (not had_birthday)


class HouseholdLink(models.Model):
    """A household's own page without an account, opened by a secret link or its QR.

    Only a digest of the secret is stored; a lost paper is replaced by a new link.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="links")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    impersonal: ClassVar = ("digest", "made_at", "expires_on", "revoked_at")

    def __str__(self) -> str:
        return f"link of household {self.household_id}"
