"""What a person has decided: pins that become fixed variables, each with its price."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a raw segment of a way, as files and maps name it."""

    way: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pins:
    """Fixed decisions, by raw segment; `widths` are measured ones, in metres."""

    gates: frozenset[Spot] = frozenset()
    open: frozenset[Spot] = frozenset()
    closed: frozenset[Spot] = frozenset()
    built: frozenset[Spot] = frozenset()
    widths: tuple[tuple[int, float], ...] = ()


NO_PINS = Pins()
