"""What the registry already knows of the people in a roster; read once, in bulk."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar

from django.db.models import QuerySet

from tongzhou.formats.people import RosterRow
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.addresses import building_key
from tongzhou.registry.models import Building, Committee, Compound, Resident
from tongzhou.registry.naming import reduced

T = TypeVar("T")

CHUNK = 500
_KIND_OF_UNIT = re.compile(
    r"(?:社区)?(?:居民委员会|居委会|居委)$|社区$"
    r"| (?:neighbou?rhood |residents |residential )?(?:committee|community)$"
)


class DoorKey(NamedTuple):
    """A door by the names in a roster, each reduced to what its spellings have in common."""

    committee: str
    compound: str
    building: str
    unit: str
    room: str


class Known(NamedTuple):
    """A stored resident, as far as an import compares."""

    pk: int
    household_id: int
    name: str
    birth_on: date | None
    sex: str
    relation: str
    id_index: int | None
    phone_index: int | None
    left_on: date | None


@lru_cache(maxsize=4096)
def unit_name_key(name: str) -> str:
    """What "柳荫居委会", "柳荫社区" and "柳荫" have in common."""
    text = reduced(name)
    return _KIND_OF_UNIT.sub("", text).replace(" ", "") or text


@lru_cache(maxsize=4096)
def compound_key(name: str) -> str:
    """A compound's name without width, case and spaces."""
    return reduced(name).replace(" ", "")


def door_key(row: RosterRow) -> DoorKey:
    """The door of a row."""
    names = unit_name_key(row.committee), compound_key(row.compound)
    return DoorKey(*names, row.building, row.unit, row.room)


def committees_by_key(acting: Acting) -> dict[str, Committee]:
    """Committees of the street under every name they have."""
    found: dict[str, Committee] = {}
    for committee in access.committees(acting).select_related("office"):
        for name in filter(None, (committee.name, committee.name_en)):
            found.setdefault(unit_name_key(name), committee)
    return found


class Doors:
    """The compounds, buildings and households of the committees one acts for."""

    def __init__(self, acting: Acting) -> None:
        self.compounds: dict[tuple[int, str], Compound] = {}
        for compound in access.compounds(acting).select_related("committee").order_by("pk"):
            for name in filter(None, (compound.name, compound.name_en)):
                place = (compound.committee_id, compound_key(name))
                self.compounds.setdefault(place, compound)
        self.buildings: dict[tuple[int, str], Building] = {}
        for building in access.buildings(acting).select_related("compound").order_by("pk"):
            number = (building.compound_id, building_key(building.name))
            self.buildings.setdefault(number, building)
        rows = access.households(acting).order_by("pk")
        self.households: dict[tuple[int, str, str], int] = {
            (building_id, unit, room): pk
            for pk, building_id, unit, room in rows.values_list("pk", "building_id", "unit", "room")
        }

    def find(self, committee: Committee | None, key: DoorKey) -> int | None:
        """The household behind a door, or None where it is not known yet."""
        compound = self.compounds.get((committee.pk if committee else 0, key.compound))
        building = self.buildings.get((compound.pk, key.building)) if compound else None
        return self.households.get((building.pk, key.unit, key.room)) if building else None


def known_residents(acting: Acting) -> list[Known]:
    """Everybody one may know, moved out or not, oldest entry first."""
    rows = access.residents(acting).exclude(name="").order_by("pk")
    return list(map(Known._make, rows.values_list(*Known._fields).iterator(chunk_size=5000)))


def ids_elsewhere(acting: Acting, id_indexes: Iterable[int]) -> set[int]:
    """Which ID numbers belong to residents outside one's own committee.

    Asked for the whole street on purpose, so that nobody is entered twice; only yes or no goes out.
    """
    rows = access.residents(Acting.system()).exclude(committee_id=acting.committee_id or 0)
    return {
        index
        for chunk in chunks(list(id_indexes))
        for index in rows.filter(id_index__in=chunk).values_list("id_index", flat=True)
        if index is not None
    }


def stored_notes(acting: Acting, pks: Sequence[int]) -> dict[int, str]:
    """What is noted of residents, opened."""
    notes: dict[int, str] = {}
    for chunk in chunks(pks):
        people = list(
            residents_by_pk(acting, chunk).exclude(notes=b"").only("pk", "key_id", "notes")
        )
        keyring = Keyring.of(person.key_id for person in people)
        notes |= {person.pk: keyring.read(person, "notes") for person in people}
    return notes


def keys_of(acting: Acting, pks: Sequence[int]) -> Iterator[Resident]:
    """Residents with nothing loaded but their keys."""
    for chunk in chunks(pks):
        yield from residents_by_pk(acting, chunk).only("pk", "key_id")


def residents_by_pk(acting: Acting, pks: Sequence[int]) -> QuerySet[Resident]:
    """These residents, as far as one may know them."""
    return access.residents(acting).filter(pk__in=pks)


def people_at(known: Iterable[Known]) -> dict[tuple[int, str], list[Known]]:
    """Stored residents by household and name."""
    found: dict[tuple[int, str], list[Known]] = defaultdict(list)
    for person in known:
        found[person.household_id, person.name].append(person)
    return found


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Slices small enough for the parameters of one statement."""
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
