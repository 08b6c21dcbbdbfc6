"""The street as rows of the registry."""

from collections.abc import Iterator
from dataclasses import dataclass

from tongzhou.demo.district import District
from tongzhou.demo.people import Person
from tongzhou.demo.street import Group, Household, Place, Street, Unit, Who
from tongzhou.registry import models
from tongzhou.registry.actions.bulk import Added, NewHousehold, NewResident, add_households


@dataclass(frozen=True, slots=True)
class Rows:
    """Where everything of the street is kept; units by key, households by number."""

    office: models.StreetOffice
    departments: dict[str, models.Department]
    committees: dict[str, models.Committee]
    compounds: dict[str, models.Compound]
    buildings: dict[tuple[str, str], models.Building]
    added: list[Added]

    def household_id(self, who: Who) -> int:
        return self.added[who.household].household_id

    def resident_id(self, who: Who) -> int:
        return self.added[who.household].resident_ids[who.member]


def save_street(street: Street, district: District) -> Rows:
    """Write the tree, the doors, the people and what stands beside them, in few statements."""
    office = models.StreetOffice.objects.create(**_named(street.office))
    departments = {
        unit.key: models.Department(office=office, **_named(unit)) for unit in street.departments
    }
    committees = {
        unit.key: models.Committee(office=office, **_named(unit)) for unit in street.committees
    }
    models.Department.objects.bulk_create(departments.values())
    models.Committee.objects.bulk_create(committees.values())
    compounds = _save_compounds(street, committees)
    buildings = _save_buildings(street, compounds)
    added = add_households([_new_household(home, buildings) for home in street.households])
    rows = Rows(office, departments, committees, compounds, buildings, added)
    _save_groups(street, rows)
    _save_places(street, district, rows)
    _save_partners(street, office)
    return rows


def _named(unit: Unit) -> dict[str, str]:
    return {"name": unit.name, "name_en": unit.name_en, "phone": unit.phone}


def _save_compounds(
    street: Street, committees: dict[str, models.Committee]
) -> dict[str, models.Compound]:
    compounds = {
        compound.key: models.Compound(
            committee=committees[compound.committee],
            name=compound.name,
            name_en=compound.name_en,
            address=compound.address,
            has_property_management=not compound.is_old,
        )
        for compound in street.compounds
    }
    models.Compound.objects.bulk_create(compounds.values())
    return compounds


def _save_buildings(
    street: Street, compounds: dict[str, models.Compound]
) -> dict[tuple[str, str], models.Building]:
    orders = {(h.compound, h.door.building): h.door.walk_order for h in street.households}
    buildings = {
        (compound, name): models.Building(
            compound=compounds[compound], name=name, walk_order=walk_order
        )
        for (compound, name), walk_order in orders.items()
    }
    models.Building.objects.bulk_create(buildings.values())
    return buildings


def _new_household(
    home: Household, buildings: dict[tuple[str, str], models.Building]
) -> NewHousehold:
    return NewHousehold(
        building=buildings[home.compound, home.door.building],
        unit=home.door.unit,
        room=home.door.room,
        floor=home.door.floor,
        language=home.family.language,
        phone=home.family.landline,
        may_open=home.family.may_open,
        notes=home.family.notes,
        residents=[_new_resident(person) for person in home.family.people],
    )


def _new_resident(person: Person) -> NewResident:
    return NewResident(
        name=person.name,
        sex=person.sex,
        birth_on=person.born_on,
        relation=person.relation,
        id_number=person.id_number,
        phone=person.phone,
        notes=person.note,
    )


def _save_groups(street: Street, rows: Rows) -> None:
    groups = [_group(group, rows) for group in street.groups]
    models.NeighbourGroup.objects.bulk_create(groups)
    for group, row in zip(street.groups, groups, strict=True):
        members = [rows.added[number].household_id for number in group.households]
        field = f"group_of_{group.kind}"
        models.Household.objects.filter(pk__in=members).update(**{field: row})


def _group(group: Group, rows: Rows) -> models.NeighbourGroup:
    return models.NeighbourGroup(
        compound=rows.compounds[group.compound],
        kind=group.kind,
        number=group.number,
        leader_id=rows.resident_id(group.leader),
    )


def _save_places(street: Street, district: District, rows: Rows) -> None:
    models.Place.objects.bulk_create(_places(street.places, district, rows))


def _places(places: tuple[Place, ...], district: District, rows: Rows) -> Iterator[models.Place]:
    entrances = {key: iter(found) for key, found in district.entrances.items()}
    for place in places:
        at = district.landmarks.get(place.name, (None, None))
        if place.compound in entrances:
            at = next(entrances[place.compound])
        yield models.Place(
            name=place.name,
            name_en=place.name_en,
            kind=place.kind,
            committee=rows.committees[place.committee],
            compound=rows.compounds.get(place.compound),
            longitude=at[0],
            latitude=at[1],
        )


def _save_partners(street: Street, office: models.StreetOffice) -> None:
    models.PartnerUnit.objects.bulk_create(
        models.PartnerUnit(
            office=office, name=partner.name, name_en=partner.name_en, phone=partner.phone
        )
        for partner in street.partners
    )
