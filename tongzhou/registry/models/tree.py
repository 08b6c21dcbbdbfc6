"""From the street office down to the building, and who stands beside the tree."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language

from tongzhou.core.personal import Personal
from tongzhou.registry.choices import PlaceKind


def is_english_wanted() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def in_readers_language(text: str, text_en: str) -> str:
    """The English text for English readers where there is one, else the Chinese."""
    return text_en if text_en and is_english_wanted() else text


class Named(models.Model):
    """Something with a Chinese name and, where wanted, an English one."""

    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_readers_language(self.name, self.name_en)


class StreetOffice(Named):
    """The street office this installation serves."""

    phone = models.CharField(max_length=30, default="", blank=True)

    impersonal: ClassVar = ("name", "name_en", "phone")


class Department(Named):
    """A line department of the street, with a desk to which requests are referred."""

    office = models.ForeignKey(StreetOffice, on_delete=models.PROTECT, related_name="departments")
    phone = models.CharField(max_length=30, default="", blank=True)

    impersonal: ClassVar = ("name", "name_en", "phone")


class Committee(Named):
    """A neighbourhood committee."""

    office = models.ForeignKey(StreetOffice, on_delete=models.PROTECT, related_name="committees")
    phone = models.CharField(max_length=30, default="", blank=True)

    impersonal: ClassVar = ("name", "name_en", "phone")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="committee_name")
        ]


class Compound(Named):
    """A residential compound; without property management it has a building director."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="compounds")
    address = models.CharField(max_length=120, default="", blank=True)
    has_property_management = models.BooleanField(default=True)

    impersonal: ClassVar = ("name", "name_en", "address")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["committee", "name"], name="compound_name")
        ]


class Building(models.Model):
    """A building, or a courtyard with a door number of its own."""

    compound = models.ForeignKey(Compound, on_delete=models.PROTECT, related_name="buildings")
    name = models.CharField(max_length=40)
    walk_order = models.PositiveIntegerField(default=0)

    impersonal: ClassVar = ("name",)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["compound", "name"], name="building_name")
        ]

    def __str__(self) -> str:
        return self.name


class PartnerUnit(Named):
    """A company, station or school that carries the neighbourhood along (共建单位)."""

    office = models.ForeignKey(StreetOffice, on_delete=models.PROTECT, related_name="partners")
    contact = models.CharField(max_length=60, default="", blank=True)
    phone = models.CharField(max_length=30, default="", blank=True)
    ended_on = models.DateField(null=True, blank=True)

    personal: ClassVar = {
        "contact": Personal("whom to call at a partner", "account", "registry.partners"),
        "phone": Personal("whom to call at a partner", "account", "registry.partners"),
    }
    impersonal: ClassVar = ("name", "name_en", "ended_on")


class Place(Named):
    """Anything one can stand at or store in."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="places")
    compound = models.ForeignKey(
        Compound, on_delete=models.PROTECT, null=True, blank=True, related_name="places"
    )
    kind = models.CharField(max_length=12, choices=PlaceKind)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    impersonal: ClassVar = ("name", "name_en", "ended_on")
