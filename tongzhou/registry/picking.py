"""Picking a household or one of its people in a search box: values, options, form field."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongzhou.registry.masking import masked_name
from tongzhou.registry.models import Household, Resident
from tongzhou.registry.naming import initials
from tongzhou.registry.queries.search import SearchResult, people_of
from tongzhou.ui import ages
from tongzhou.ui.widgets import Combobox


@dataclass(frozen=True, slots=True)
class Picked:
    """A household, and perhaps one person of it."""

    household_id: int
    resident_id: int | None = None

    @classmethod
    def parse(cls, value: str) -> "Picked | None":
        """Read "12-34" (household and person) or "12-" (household only)."""
        household, dash, resident = value.partition("-")
        if not (dash and household.isdecimal() and (resident.isdecimal() or not resident)):
            return None
        return cls(int(household), int(resident) if resident else None)

    def __str__(self) -> str:
        return f"{self.household_id}-{self.resident_id or ''}"


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the list: a person with the door, or a door.

    The name is masked; `about` tells people behind one door apart, `born` and `initials` are said
    only where it does not.
    """

    value: str
    household_id: int
    name: str
    place: str
    resident_id: int | None = None
    count: int = 0
    about: str = ""
    born: str = ""
    initials: str = ""

    def saying(self, more: str) -> "Option":
        """The same with one thing more about the person, where it is known."""
        known = filter(None, (self.about, getattr(self, more)))
        return replace(self, about=" · ".join(known))

    @property
    def label(self) -> str:
        """What stays to be read when it is picked."""
        return " · ".join(filter(None, (self.name, self.about, self.place)))


def options(found: SearchResult, *, on: date, only: str = "", limit: int) -> list[Option]:
    """People first, then doors with who lives there; `only` "resident" or "household"."""
    made = _options(found, on=on) if only != "household" else map(_door, _homes(found))
    chosen = (o for o in made if o.resident_id or only != "resident")
    unique = {(o.household_id, o.resident_id): o for o in chosen}
    return _told_apart(list(unique.values())[:limit])


def _told_apart(shown: list[Option]) -> list[Option]:
    """Where two look alike, each says a little more: the year of birth, else the initials."""
    for more in ("born", "initials"):
        seen = Counter(option.label for option in shown)
        shown = [option.saying(more) if seen[option.label] > 1 else option for option in shown]
    return shown


def _options(found: SearchResult, *, on: date) -> Iterator[Option]:
    for person in found.residents:
        yield _person(person, person.household, on=on)
    for household in found.households:
        yield _door(household)
        yield from (_person(person, household, on=on) for person in people_of(household))


def _homes(found: SearchResult) -> Iterator[Household]:
    yield from (person.household for person in found.residents)
    yield from found.households


def _person(person: Resident, household: Household, *, on: date) -> Option:
    return Option(
        value=str(Picked(household.pk, person.pk)),
        household_id=household.pk,
        resident_id=person.pk,
        name=masked_name(person.name),
        place=household.place,
        about=_about(person, on=on),
        born=gettext("born %(year)d") % {"year": person.birth_on.year} if person.birth_on else "",
        initials=initials(person.name).upper(),
    )


def _about(person: Resident, *, on: date) -> str:
    """Place in the household, sex and age as a band, as far as they are known."""
    known = (
        person.get_relation_display() if person.relation else "",
        person.get_sex_display() if person.sex else "",
        ages.band(person.birth_on, on=on) if person.birth_on else "",
    )
    return " · ".join(filter(None, map(str, known)))


def _door(household: Household) -> Option:
    return Option(
        value=str(Picked(household.pk)),
        household_id=household.pk,
        name="",
        place=household.place,
        count=len(people_of(household)),
    )


def lookup_address(only: str = "") -> str | Promise:
    """Where a search box asks; `only` "resident" or "household"."""
    return format_lazy("{}?only={}", reverse_lazy("registry:lookup"), only)


class WhoField(forms.CharField):
    """A form field that is filled by search; cleans to a `Picked`."""

    default_error_messages = {
        "required": _("Type a name, a telephone number or a door, and pick from the list."),
        "unpicked": _("Pick one from the list, so that it is clear who is meant."),
    }

    def __init__(self, *, only: str = "", **kwargs: Any) -> None:
        words = _("Name, pinyin, end of the phone, or 3-2-501")
        kwargs.setdefault("widget", Combobox(lookup_address(only), placeholder=words))
        super().__init__(**kwargs)
        self.only = only

    def clean(self, value: Any) -> Any:
        """The `Picked`, or None where nothing is picked and nothing is required."""
        text = super().clean(value)
        picked = Picked.parse(text) if text else None
        if text and (picked is None or (self.only == "resident" and not picked.resident_id)):
            raise forms.ValidationError(self.error_messages["unpicked"], code="unpicked")
        return picked
