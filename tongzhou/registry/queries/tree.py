"""The street from above: committees, compounds, buildings, doors; and who stands beside them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import (
    Building,
    Committee,
    Compound,
    Household,
    NeighbourGroup,
    Resident,
)


@dataclass(frozen=True, slots=True)
class CompoundLine:
    """A compound with what it holds."""

    compound: Compound
    buildings: int
    households: int


@dataclass(frozen=True, slots=True)
class CommitteeLine:
    """A committee with its compounds and how many people live there."""

    committee: Committee
    residents: int
    compounds: Sequence[CompoundLine]

    @property
    def households(self) -> int:
        """Doors of all compounds together."""
        return sum(line.households for line in self.compounds)


def tree(acting: Acting) -> list[CommitteeLine]:
    """Committees one acts for, with compounds and counts (five queries)."""
    rows = access.committees(acting)
    if not acting.is_whole_street:
        rows = rows.filter(pk=acting.committee_id or 0)
    compounds: dict[int, list[Compound]] = defaultdict(list)
    for compound in access.compounds(acting).order_by("name"):
        compounds[compound.committee_id].append(compound)
    homes = _counts(access.households(acting), "building_id")
    people = _counts(access.residents(acting).filter(left_on=None), "committee_id")
    buildings, doors = Counter[int](), Counter[int]()
    for pk, compound_id in access.buildings(acting).values_list("pk", "compound_id"):
        buildings[compound_id] += 1
        doors[compound_id] += homes[pk]
    return [
        CommitteeLine(
            committee,
            people[committee.pk],
            [CompoundLine(c, buildings[c.pk], doors[c.pk]) for c in compounds[committee.pk]],
        )
        for committee in rows
    ]


def _counts(rows: QuerySet, column: str) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list(column).annotate(n=Count("pk"))))


@dataclass(frozen=True, slots=True)
class Door:
    """A door in the grid of a building."""

    household: Household
    people: int


@dataclass(frozen=True, slots=True)
class BuildingGrid:
    """A building as one sees it from the yard: the top floor first, units beside each other."""

    building: Building
    units: Sequence[str]
    floors: Sequence[tuple[int, Sequence[Sequence[Door]]]]
    households: int
    people: int


def compound(acting: Acting, pk: int) -> Compound:
    """A compound with its committee; raises Http404."""
    return access.get_or_404(access.compounds(acting).select_related("committee"), pk=pk)


def grids(acting: Acting, of: Compound) -> list[BuildingGrid]:
    """All buildings of a compound with their doors (three queries)."""
    homes = access.households(acting).filter(building__compound=of)
    living = access.residents(acting).filter(household__building__compound=of, left_on=None)
    people = _counts(living, "household_id")
    behind: dict[int, list[Door]] = defaultdict(list)
    for home in homes.order_by("unit", "room"):
        behind[home.building_id].append(Door(home, people[home.pk]))
    rows = access.buildings(acting).filter(compound=of).order_by("walk_order", "name")
    return [_grid(building, behind[building.pk]) for building in rows]


def _grid(building: Building, doors: Sequence[Door]) -> BuildingGrid:
    units = list(dict.fromkeys(door.household.unit for door in doors))
    by_floor = sorted(doors, key=lambda door: -door.household.floor)
    floors = [
        (floor, _beside_each_other(list(row), units))
        for floor, row in groupby(by_floor, key=lambda door: door.household.floor)
    ]
    return BuildingGrid(building, units, floors, len(doors), sum(door.people for door in doors))


def _beside_each_other(doors: Sequence[Door], units: Sequence[str]) -> list[list[Door]]:
    return [[door for door in doors if door.household.unit == unit] for unit in units]


@dataclass(slots=True)
class Home:
    """A household with who lives there."""

    household: Household
    people: list[Resident] = field(default_factory=list)


def building(acting: Acting, pk: int) -> Building:
    """A building with compound and committee; raises Http404."""
    return access.get_or_404(access.buildings(acting).select_related("compound__committee"), pk=pk)


def homes_of(acting: Acting, of: Building) -> list[Home]:
    """Households of a building in walking order, each with its people (two queries)."""
    rows = access.households(acting).filter(building=of).order_by("unit", "floor", "room")
    homes = {household.pk: Home(household) for household in rows}
    for person in access.residents(acting).filter(household__building=of).order_by("pk"):
        if person.left_on is None:
            homes[person.household_id].people.append(person)
    return list(homes.values())


@dataclass(slots=True)
class GroupLine:
    """A neighbour group with its doors."""

    group: NeighbourGroup
    households: list[Household] = field(default_factory=list)


def groups(acting: Acting, of: Compound) -> list[GroupLine]:
    """Neighbour groups of a compound with their doors (two queries)."""
    rows = access.groups(acting).filter(compound=of).select_related("leader")
    lines = {group.pk: GroupLine(group) for group in rows.order_by("kind", "number")}
    homes = access.households(acting).filter(building__compound=of)
    for home in homes.order_by("building__walk_order", "unit", "floor", "room"):
        for group_id in filter(None, (home.group_of_five_id, home.group_of_ten_id)):
            lines[group_id].households.append(home)
    return list(lines.values())


def people_of_group(acting: Acting, group: NeighbourGroup) -> list[Resident]:
    """Everybody behind the doors of a group, in walking order."""
    homes = Q(household__group_of_five=group) | Q(household__group_of_ten=group)
    rows = access.residents(acting).filter(homes, left_on=None).select_related("household")
    return list(rows.order_by("household__unit", "household__floor", "household__room", "pk"))
