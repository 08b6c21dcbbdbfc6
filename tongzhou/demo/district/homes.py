"""What the map has to know of the registry: each compound's buildings, and how high they are."""

from dataclasses import dataclass

from tongzhou.demo.street import Street

FITS = {"walkup": 6, "tower": 6, "courtyard": 48}


@dataclass(frozen=True, slots=True)
class House:
    """A building of the registry."""

    name: str
    levels: int
    flats: int


@dataclass(frozen=True, slots=True)
class Homes:
    """A compound with its buildings, in walking order."""

    key: str
    committee: str
    name: str
    name_en: str
    kind: str
    houses: tuple[House, ...]


def homes_of(street: Street) -> list[Homes]:
    """Every compound somebody lives in. A street with many more people than the usual demo has the
    same ground: what does not fit is missing on the map, as new buildings are on real ones.
    """
    found: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for home in street.households:
        houses = found.setdefault(home.compound, {})
        houses.setdefault(home.door.building, []).append((home.door.walk_order, home.door.floor))
    return [
        Homes(c.key, c.committee, c.name, c.name_en, c.kind, _houses(found[c.key])[: FITS[c.kind]])
        for c in street.compounds
        if c.key in found
    ]


def _houses(doors: dict[str, list[tuple[int, int]]]) -> tuple[House, ...]:
    rows = sorted((min(places)[0], name, places) for name, places in doors.items())
    return tuple(House(name, max(f for _, f in places), len(places)) for _, name, places in rows)
