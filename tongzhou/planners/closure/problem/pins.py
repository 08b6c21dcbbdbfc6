"""What a person has decided: pins that become fixed variables, each with its price."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Protocol


class BadPins(Exception):
    """A file of pins cannot be used; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a raw segment of a way, as files and maps name it: what part of it from `start`.

    `kind` says what stands there, if something does; without it a fence or a fire lane.
    """

    way: int
    start: int
    end: int
    fraction: float = 0.5
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pins:
    """Fixed decisions: a gate here, never close here, close here; what stands here already, which
    is a fact and no wish; `widths` are measured ones in metres, by way.
    """

    gates: frozenset[Spot] = frozenset()
    open: frozenset[Spot] = frozenset()
    closed: frozenset[Spot] = frozenset()
    built: frozenset[Spot] = frozenset()
    widths: tuple[tuple[int, float], ...] = ()


NO_PINS = Pins()
SPOTS = ("gates", "open", "closed", "built")
STANDING = ("fence", "fire_lane", "gate", "keyed_door")
UNNAMED = ("fence", "fire_lane")
"""What a barrier is of which no pin says more."""


class Part(Protocol):
    """Part of a raw segment, between two fractions of the way from `start` to `end`."""

    @property
    def way(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


class Pinned:
    """Pins by kind and raw segment, each as the part of the segment from its smaller node."""

    def __init__(self, pins: Pins) -> None:
        self._parts: dict[tuple[str, int, int, int], list[float]] = defaultdict(list)
        self._standing: dict[tuple[int, int, int], list[tuple[str, float]]] = defaultdict(list)
        for spot in pins.built:
            at = _fraction(spot.start, spot.end, spot.fraction)
            self._standing[_segment(spot.way, spot.start, spot.end)].append((spot.kind, at))
        for kind in SPOTS:
            for spot in getattr(pins, kind):
                at = _fraction(spot.start, spot.end, spot.fraction)
                self._parts[kind, *_segment(spot.way, spot.start, spot.end)].append(at)

    def has(self, kind: str, part: Part) -> bool:
        """Whether a pin of a kind stands on part of a segment."""
        low, high = sorted(
            _fraction(part.start, part.end, fraction) for fraction in (part.low, part.high)
        )
        found = self._parts.get((kind, *_segment(part.way, part.start, part.end)), ())
        return any(low <= at <= high for at in found)

    def stands(self, kind: str, part: Part) -> bool:
        """Whether something of a kind (fence, fire_lane, gate, keyed_door) stands on a part."""
        low, high = sorted(
            _fraction(part.start, part.end, fraction) for fraction in (part.low, part.high)
        )
        names = (kind, "") if kind in UNNAMED else (kind,)
        found = self._standing.get(_segment(part.way, part.start, part.end), ())
        # What stands at a door belongs to one of the two parts that meet there, not to both.
        return any(n in names and (low <= at < high or at == high == 1.0) for n, at in found)


def _segment(way: int, start: int, end: int) -> tuple[int, int, int]:
    return way, min(start, end), max(start, end)


def _fraction(start: int, end: int, fraction: float) -> float:
    return fraction if start < end else 1.0 - fraction


def read_pins(text: str) -> Pins:
    """Pins from JSON: `{"gates": [[way, from, to, fraction], ...], "widths": {"way": metres}}`.

    What is built may name its kind after the fraction: `[way, from, to, fraction, "gate"]`.
    """
    try:
        given = json.loads(text)
        unknown = sorted(set(given) - {*SPOTS, "widths"})
        if unknown:
            raise BadPins(f"Pins of the kind {unknown[0]!r} are unknown; there are {SPOTS}.")
        spots = {name: frozenset(_spot(entry) for entry in given.get(name, ())) for name in SPOTS}
        widths = {int(way): float(metres) for way, metres in given.get("widths", {}).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise BadPins(
            f'The pins cannot be read ({error}); write {{"gates": [[way, from, to, fraction]]}}.'
        ) from error
    return Pins(**spots, widths=tuple(sorted(widths.items())))


def as_json(pins: Pins) -> dict[str, Any]:
    """The same as `read_pins` reads it, in a fixed order."""
    spots = {
        kind: sorted(
            [s.way, s.start, s.end, s.fraction, *([s.kind] if s.kind else [])]
            for s in getattr(pins, kind)
        )
        for kind in SPOTS
    }
    return {**spots, "widths": {str(way): metres for way, metres in pins.widths}}


def _spot(entry: Any) -> Spot:
    way, start, end, *more = entry
    fraction = more.pop(0) if more else 0.5
    (kind,) = more or ("",)
    if kind not in ("", *STANDING):
        raise BadPins(f"{kind!r} cannot stand anywhere; there are {STANDING}.")
    return Spot(int(way), int(start), int(end), float(fraction), kind)
