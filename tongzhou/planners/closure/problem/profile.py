"""The profile of a closure, read from TOML over the defaults that ship with the planner."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


class BadProfile(Exception):
    """A profile names something unknown or of the wrong kind; says where and what to write."""


@dataclass(frozen=True, slots=True)
class Public:
    """What stays open to everybody."""

    classes: frozenset[str]
    bus_routes: bool
    doors: frozenset[str]
    ways: frozenset[int]
    not_ways: frozenset[int]


@dataclass(frozen=True, slots=True)
class Graph:
    """How the map becomes a graph."""

    rim_metres: float
    merge_metres: float
    door_metres: float


@dataclass(frozen=True, slots=True)
class Homes:
    """How many households a building has where nobody counted."""

    levels: float
    use_share: float
    square_metres: float
    uses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Walking:
    """How far the way to the public street may become."""

    limit_metres: float
    detour: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Yuan for the whole closure."""

    days: float
    fence_fixed: float
    fence_per_metre: float
    lane_fixed: float
    lane_per_metre: float
    lockable: float
    door: float
    gate_fixed: float
    removal: float
    shifts_a_day: int
    shift: float
    walk_per_metre: float
    trips_a_day: float

    @property
    def level(self) -> float:
        """One level of guards at a gate."""
        return self.shifts_a_day * self.days * self.shift

    @property
    def walk(self) -> float:
        """One metre more to walk for one household: out and back on each trip."""
        return self.walk_per_metre * self.trips_a_day * self.days


@dataclass(frozen=True, slots=True)
class Gates:
    """What a gate can take, and how many people there are to guard."""

    households: int
    levels: int
    volunteers: int


@dataclass(frozen=True, slots=True)
class Fire:
    """What the fire service needs."""

    jurisdiction: str
    width_metres: float
    height_metres: float
    hose_metres: float
    hose_never_over: float
    detour_metres: float
    detour: float
    two_above_households: int
    lanes: str


@dataclass(frozen=True, slots=True)
class Cells:
    """How the inside is divided."""

    compartments: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """All figures of a closure; `Profile.read()` gives the defaults."""

    public: Public
    graph: Graph
    widths: Mapping[str, float]
    homes: Homes
    walking: Walking
    costs: Costs
    gates: Gates
    fire: Fire
    cells: Cells

    @classmethod
    def read(cls, text: str = "") -> "Profile":
        """The defaults with what the TOML text overrides; raises `BadProfile`."""
        try:
            given = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadProfile(f"The profile is no TOML: {error}.") from error
        return cls.over_defaults(given)

    @classmethod
    def over_defaults(cls, given: Mapping[str, Any]) -> "Profile":
        """The defaults with the tables and keys in `given` put over them."""
        tables = {name: dict(table) for name, table in _defaults().items()}
        for name, table in given.items():
            _put_over(tables, name, table)
        parts = {f.name: f.type for f in fields(cls)}
        made = {name: _made(parts[name], table) for name, table in tables.items()}
        return cls(**made)


def default_text() -> str:
    """The default profile as it is printed: TOML with comments."""
    return files("tongzhou.planners.closure").joinpath("default.toml").read_text("utf-8")


@cache
def _defaults() -> dict[str, dict[str, Any]]:
    return tomllib.loads(default_text())


def _put_over(tables: dict[str, dict[str, Any]], name: str, table: Any) -> None:
    if name not in tables or not isinstance(table, Mapping):
        raise BadProfile(f"[{name}] is unknown. The profile has {', '.join(tables)}.")
    for key, value in table.items():
        is_new_width = name == "widths" and isinstance(value, int | float)
        if key not in tables[name] and not is_new_width:
            raise BadProfile(f"{name}.{key} is unknown. [{name}] has {', '.join(tables[name])}.")
        if not is_new_width and not _is_alike(tables[name][key], value):
            raise BadProfile(f"{name}.{key} is {value!r}; write it like {tables[name][key]!r}.")
        tables[name][key] = value


def _is_alike(default: Any, value: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float) and value >= 0
    return isinstance(value, type(default))


def _made(kind: Any, table: dict[str, Any]) -> Any:
    if not isinstance(kind, type):  # widths, a plain mapping
        return MappingProxyType(table)
    frozen = {k: frozenset(v) if isinstance(v, list) else v for k, v in table.items()}
    return kind(**frozen)
