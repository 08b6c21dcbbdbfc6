"""Writes what the matching of a roster decided; runs inside the transaction of the import."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tongzhou.core.errors import Refusal
from tongzhou.formats.people import RosterRow
from tongzhou.privacy import blind
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.bulk import (
    NewHousehold,
    NewResident,
    add_households,
    add_residents,
    update_rows,
)
from tongzhou.registry.actions.roster_matching import SEXES, Change, Entry, Matching
from tongzhou.registry.addresses import building_name
from tongzhou.registry.models import Building, Committee, Compound, Resident
from tongzhou.registry.naming import name_search
from tongzhou.registry.queries.roster import DoorKey, Doors, keys_of
from tongzhou.registry.relations import relation_of

SEALED = ("id_number", "phone", "notes")

Told = Callable[[int], None]


class RosterWriter:
    """Makes the doors a roster names, adds its people, changes those that are known."""

    def __init__(self, acting: Acting, committees: dict[str, Committee], doors: Doors) -> None:
        self.acting = acting
        self.committees = committees
        self.doors = doors
        self.homes: dict[DoorKey, int] = {}

    def write(self, matching: Matching, *, told: Told) -> None:
        """Write everything; `told` hears how many people are done."""
        entries = [*matching.created, *(change.entry for change in matching.changed)]
        self._make_doors(entries)
        told(len(entries) // 4)
        add_residents(self._new_resident(entry) for entry in matching.created)
        told(len(matching.created))
        self._change(matching.changed)
        told(len(entries))

    # --- doors ------------------------------------------------------------------------------

    def _make_doors(self, entries: Sequence[Entry]) -> None:
        fresh: dict[DoorKey, RosterRow] = {}
        for entry in entries:
            if entry.household_id is None:
                fresh.setdefault(entry.door, entry.row)
            else:
                self.homes[entry.door] = entry.household_id
        self._make_committees()
        self._make_compounds(fresh)
        self._make_buildings(fresh)
        added = add_households([self._new_household(key) for key in fresh])
        self.homes |= {key: one.household_id for key, one in zip(fresh, added, strict=True)}

    def _make_committees(self) -> None:
        """In an office without committees the first roster names them."""
        office = access.office(self.acting)
        if office is None:
            raise Refusal(_("There is no street office yet. Run `tongzhou init` first."))
        for key, committee in self.committees.items():
            if committee.pk is None:
                self.committees[key] = Committee.objects.create(office=office, name=committee.name)

    def _make_compounds(self, fresh: dict[DoorKey, RosterRow]) -> None:
        for key, row in fresh.items():
            committee = self.committees[key.committee]
            place = (committee.pk, key.compound)
            if place not in self.doors.compounds:
                made = Compound.objects.create(committee=committee, name=row.compound)
                self.doors.compounds[place] = made

    def _make_buildings(self, fresh: Iterable[DoorKey]) -> None:
        missing: dict[tuple[int, str], Building] = {}
        for key in fresh:
            compound = self._compound(key)
            place = (compound.pk, key.building)
            if place not in self.doors.buildings and place not in missing:
                digits = "".join(c for c in key.building if c.isdigit())[:6]
                missing[place] = Building(
                    compound=compound,
                    name=building_name(key.building),
                    walk_order=int(digits or 0),
                )
        Building.objects.bulk_create(missing.values())
        self.doors.buildings |= missing

    def _compound(self, key: DoorKey) -> Compound:
        return self.doors.compounds[self.committees[key.committee].pk, key.compound]

    def _new_household(self, key: DoorKey) -> NewHousehold:
        building = self.doors.buildings[self._compound(key).pk, key.building]
        building.compound = self._compound(key)
        return NewHousehold(building, unit=key.unit, room=key.room)

    # --- people -----------------------------------------------------------------------------

    def _new_resident(self, entry: Entry) -> tuple[int, int, NewResident]:
        row = entry.row
        person = NewResident(
            name=row.name,
            sex=SEXES[row.sex],
            birth_on=row.birth_date,
            relation=relation_of(row.relation),
            id_number=row.id_number,
            phone=row.phone,
            notes=row.notes,
        )
        return self.homes[entry.door], self.committees[entry.door.committee].pk, person

    def _change(self, changes: Sequence[Change]) -> None:
        """One statement for all people who change in the same columns."""
        keyring, residents = self._keys(changes)
        grouped: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
        for change in changes:
            columns = self._columns(change, keyring, residents.get(change.known.pk))
            grouped[tuple(columns)].append([*columns.values(), change.known.pk])
        for names, rows in grouped.items():
            update_rows(Resident, names, rows)

    def _keys(self, changes: Sequence[Change]) -> tuple[Keyring, dict[int, Resident]]:
        sealed = [c.known.pk for c in changes if not c.values.keys().isdisjoint(SEALED)]
        residents = {person.pk: person for person in keys_of(self.acting, sealed)}
        return Keyring.of(person.key_id for person in residents.values()), residents

    def _columns(
        self, change: Change, keyring: Keyring, resident: Resident | None
    ) -> dict[str, Any]:
        """The columns to write, in an order that is the same for the same set of them."""
        values = dict(sorted(change.values.items()))
        for column in SEALED:
            if column in values and resident is not None:
                text = values[column]
                values[column] = keyring.seal(resident, column, text)
                values |= _indexes(column, text)
        if "name" in values:
            values["search"] = name_search(values["name"])
        if change.is_move:
            values["household_id"] = self.homes[change.entry.door]
            values["committee_id"] = self.committees[change.entry.door.committee].pk
        return values


def _indexes(column: str, text: str) -> dict[str, int | None]:
    if column == "id_number":
        return {"id_index": blind.id_index(text)}
    if column == "phone":
        return {
            "phone_index": blind.phone_index(text),
            "phone_tail_index": blind.phone_tail_index(text),
        }
    return {}
