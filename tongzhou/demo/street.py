"""The invented street: its units, its doors and who lives behind them.

Pure: the same seed, size and day always make the same street. Units are named by keys: a
committee "liuyin", its third compound "liuyin3"; households by their place in `Street.households`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random
from typing import Any

from tongzhou.demo.data import read
from tongzhou.demo.doors import Door, doors
from tongzhou.demo.families import Family, FamilyMaker
from tongzhou.demo.numbers import LANDLINE_PREFIX
from tongzhou.demo.people import Person, PersonMaker


@dataclass(frozen=True, slots=True)
class Unit:
    """A named unit: the office, a department or a committee."""

    key: str
    name: str
    name_en: str
    phone: str


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound; an old one has a building director and no property management."""

    key: str
    committee: str
    name: str
    name_en: str
    kind: str
    is_old: bool
    share: int
    address: str


@dataclass(frozen=True, slots=True)
class Household:
    """One door with its family; `number` is its place in `Street.households`."""

    number: int
    committee: str
    compound: str
    door: Door
    family: Family


@dataclass(frozen=True, slots=True)
class Who:
    """One resident: the household's number and the place in the family, head 0."""

    household: int
    member: int


@dataclass(frozen=True, slots=True)
class Group:
    """Five or ten neighbouring households (kind "five" or "ten") and who leads them."""

    compound: str
    kind: str
    number: int
    households: tuple[int, ...]
    leader: Who


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner unit."""

    name: str
    name_en: str
    phone: str


@dataclass(frozen=True, slots=True)
class Place:
    """Something one can stand at or store in; kind in registry words."""

    name: str
    name_en: str
    kind: str
    committee: str
    compound: str = ""


@dataclass(frozen=True, slots=True)
class Street:
    """Everything that stands and everybody who lives on the street on the day `until`."""

    until: date
    office: Unit
    departments: tuple[Unit, ...]
    committees: tuple[Unit, ...]
    compounds: tuple[Compound, ...]
    households: tuple[Household, ...]
    groups: tuple[Group, ...]
    partners: tuple[Partner, ...]
    places: tuple[Place, ...]

    def person(self, who: Who) -> Person:
        return self.households[who.household].family.people[who.member]

    def told(self, key: str) -> Household:
        """Return the household of the story called `key`."""
        return next(h for h in self.households if h.family.key == key)

    @property
    def residents(self) -> int:
        return sum(len(household.family.people) for household in self.households)


def build(*, residents: int, rng: Random, until: date) -> Street:
    """Make the street with exactly `residents` people (at least about a thousand)."""
    compounds = tuple(_compounds())
    households = tuple(_households(compounds, residents, rng, until))
    return Street(
        until=until,
        office=_unit({"key": "office", **read("street")["office"]}, 0),
        departments=tuple(_units("department", 10)),
        committees=tuple(_units("committee", 20)),
        compounds=compounds,
        households=households,
        groups=tuple(_groups(compounds, households, until)),
        partners=tuple(_partners()),
        places=tuple(_places(compounds)),
    )


def _unit(entry: dict[str, Any], line: int) -> Unit:
    return Unit(entry["key"], entry["name"], entry["name_en"], _office_phone(line))


def _office_phone(line: int) -> str:
    return f"{LANDLINE_PREFIX}-8{line:02}0000"


def _units(table: str, first_line: int) -> Iterator[Unit]:
    for line, entry in enumerate(read("street")[table], start=first_line):
        yield _unit(entry, line)


def _compounds() -> Iterator[Compound]:
    for committee in read("street")["committee"]:
        for number, entry in enumerate(committee["compounds"], start=1):
            yield Compound(
                key=f"{committee['key']}{number}",
                committee=committee["key"],
                name=entry["name"],
                name_en=entry["name_en"],
                kind=entry["kind"],
                is_old=entry.get("old", False),
                share=entry["share"],
                address=f"同安街道{entry['name']}",
            )


def _households(
    compounds: tuple[Compound, ...], residents: int, rng: Random, until: date
) -> Iterator[Household]:
    maker = FamilyMaker(rng, PersonMaker(rng, until))
    number = 0
    for compound, size in zip(compounds, _sizes(compounds, residents), strict=True):
        families = list(_families(compound, size, maker))
        for door, family in zip(doors(compound.kind, len(families), rng), families, strict=True):
            yield Household(number, compound.committee, compound.key, door, family)
            number += 1


def _sizes(compounds: Iterable[Compound], residents: int) -> Iterator[int]:
    """Share out the residents by `share` so that they add up exactly."""
    shares = list(accumulate(compound.share for compound in compounds))
    before = 0
    for share in shares:
        after = residents * share // shares[-1]
        yield after - before
        before = after


def _families(compound: Compound, size: int, maker: FamilyMaker) -> Iterator[Family]:
    """Yield families of `size` people together; those of the story come first."""
    told = [maker.cast(e) for e in read("families")["cast"] if e["compound"] == compound.key]
    while size > 0:
        family = (told.pop(0) if told else maker.draw(compound.kind)).cut(size)
        size -= len(family.people)
        yield family


def _groups(
    compounds: Iterable[Compound], households: Iterable[Household], until: date
) -> Iterator[Group]:
    """Fives in the old compounds, tens elsewhere, in walking order."""
    behind: dict[str, list[Household]] = {}
    for household in households:
        behind.setdefault(household.compound, []).append(household)
    for compound in compounds:
        kind, size = ("five", 5) if compound.is_old else ("ten", 10)
        neighbours = behind.get(compound.key, [])
        for start in range(0, len(neighbours), size):
            members = neighbours[start : start + size]
            yield Group(
                compound=compound.key,
                kind=kind,
                number=start // size + 1,
                households=tuple(household.number for household in members),
                leader=_leader(members, until),
            )


def _leader(households: list[Household], until: date) -> Who:
    """Pick the neighbour nearest to fifty-five years of age."""
    people = (
        (abs(person.age(until) - 55), household.number, member)
        for household in households
        for member, person in enumerate(household.family.people)
    )
    _, household, member = min(people)
    return Who(household, member)


def _partners() -> Iterator[Partner]:
    for line, entry in enumerate(read("street")["partner"], start=40):
        yield Partner(entry["name"], entry["name_en"], _office_phone(line))


def _places(compounds: Iterable[Compound]) -> Iterator[Place]:
    for committee in read("street")["committee"]:
        name, name_en = committee["name"], committee["name_en"]
        yield Place(f"{name}办公室", f"{name_en} office", "office", committee["key"])
        yield Place(f"{name}物资点", f"{name_en} depot", "depot", committee["key"])
    for entry in read("street")["place"]:
        yield Place(**entry)
    for compound in compounds:
        for ending, ending_en, kind in _ENTRANCES[compound.kind]:
            yield Place(
                compound.name + ending,
                f"{compound.name_en}, {ending_en}",
                kind,
                compound.committee,
                compound.key,
            )


_ENTRANCES = {
    "tower": [("东门", "east gate", "gate"), ("西门", "west gate", "gate")],
    "walkup": [("大门", "main gate", "gate"), ("北门", "north gate", "gate")],
    "courtyard": [("东口", "east end", "alley_end"), ("西口", "west end", "alley_end")],
}
