"""Doors of the three kinds of compound: towers, walk-ups without a lift, old courtyards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

# Of all doors this share is lived in; the rest stand empty.
LIVED_IN = 0.9


@dataclass(frozen=True, slots=True)
class Door:
    """Where one household lives; a courtyard has no unit, its room is a number."""

    building: str
    walk_order: int
    unit: str
    floor: int
    room: str


def doors(kind: str, wanted: int, rng: Random) -> list[Door]:
    """Return `wanted` lived-in doors of a compound, in walking order."""
    needed = round(wanted / LIVED_IN) + 1
    found: list[Door] = []
    for building in count(1):
        found += _KINDS[kind](building, rng)
        if len(found) >= needed:
            break
    return [found[index] for index in sorted(rng.sample(range(len(found)), wanted))]


def _tower(building: int, rng: Random) -> Iterator[Door]:
    units, floors, wide = rng.randint(1, 2), rng.randint(9, 16), rng.randint(2, 4)
    return _stacked(building, units, floors, wide)


def _walkup(building: int, rng: Random) -> Iterator[Door]:
    return _stacked(building, rng.randint(2, 4), rng.randint(4, 6), rng.randint(2, 3))


def _stacked(building: int, units: int, floors: int, wide: int) -> Iterator[Door]:
    for unit in range(1, units + 1):
        for floor in range(1, floors + 1):
            for room in range(1, wide + 1):
                yield Door(f"{building}号楼", building, f"{unit}单元", floor, f"{floor}{room:02}")


def _courtyard(building: int, rng: Random) -> Iterator[Door]:
    # Door numbers of an alley skip gates, sheds and shops.
    number = building + building // 5
    for room in range(1, rng.randint(2, 8) + 1):
        yield Door(f"{number}号院", building, "", 1, f"{room}")


_KINDS: dict[str, Callable[[int, Random], Iterator[Door]]] = {
    "tower": _tower,
    "walkup": _walkup,
    "courtyard": _courtyard,
}
