"""A plan file read without trust: each feature with what the rules need, or what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import shapely
from shapely.geometry import shape

from tongzhou.planners.closure.rules.report import Violation

CLOSINGS = ("fence", "fire_lane", "gate", "keyed_door")
STATES = ("inside", "front", "apart")
SUMMARY = ("fences", "fire_lanes", "gates", "keyed_doors", "cells", "homes", "households",
           "objective", "unreachable_by_fire_before")  # fmt: skip
Where = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a raw segment: `fraction` of the way from node `start` to node `end`."""

    way: int
    start: int
    end: int
    fraction: float


@dataclass(frozen=True, slots=True)
class Closing:
    """A fence, fire lane, gate or keyed door; `main` is the spot it stands on."""

    feature: int
    kind: str
    number: int
    main: Spot
    cuts: Sequence[Spot]
    width: float
    guards: int
    households: float
    cost: float
    is_fire: bool
    is_existing: bool
    is_built: bool
    where: Where

    @property
    def is_passage(self) -> bool:
        """Whether people go in and out here."""
        return self.kind in ("gate", "keyed_door")

    def __str__(self) -> str:
        return f"feature {self.feature} ({self.where[0]:.6f},{self.where[1]:.6f})"


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A building; `uses` has for each closing it goes out by the share of people and the metres."""

    feature: int
    id: str
    state: str
    households: int
    door: Spot | None
    gate: int | None
    uses: Mapping[int, tuple[float, float]]
    before: float | None
    hose: float | None
    where: Where

    def __str__(self) -> str:
        return f"{self.id} ({self.where[0]:.6f},{self.where[1]:.6f})"


@dataclass(slots=True)
class PlanFile:
    """The features of a plan by kind, its summary, and what could not be read."""

    summary: Mapping[str, Any] = field(default_factory=dict)
    closings: dict[int, Closing] = field(default_factory=dict)
    buildings: list[Dwelling] = field(default_factory=list)
    cells: int = 0
    malformed: list[Violation] = field(default_factory=list)

    @property
    def homes(self) -> list[Dwelling]:
        """The buildings inside in which people live."""
        return [b for b in self.buildings if b.state == "inside" and b.households]


class _Malformed(Exception):
    """A field that cannot be used: its name, and what it must be."""


def read_plan(plan: Mapping[str, Any]) -> PlanFile:
    """Read every feature; one sentence for each that is not as the contract says."""
    found = PlanFile()
    _guarded(found, "tongzhou", partial(_read_summary, found, plan))
    features = plan.get("features")
    for number, feature in enumerate(features if isinstance(features, list) else (), start=1):
        _guarded(found, f"feature {number}", partial(_read, found, number, feature))
    return found


def _guarded(found: PlanFile, name: str, read: Callable[[], None]) -> None:
    try:
        read()
    except _Malformed as error:
        fault, message = error.args
        found.malformed.append(Violation("well_formed", f"{name}, {fault}", message))


def _read_summary(found: PlanFile, plan: Mapping[str, Any]) -> None:
    if not isinstance(plan.get("features"), list):
        raise _Malformed("features", "A plan is a GeoJSON FeatureCollection with features.")
    found.summary = _take(plan, "tongzhou", dict)
    for name in SUMMARY:
        _take(found.summary, name, int, float)


def _read(found: PlanFile, number: int, feature: Any) -> None:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise _Malformed("properties", "A feature needs properties.")
    where = _where(feature)
    told = feature["properties"]
    kind = _take(told, "kind", str)
    if kind in CLOSINGS:
        closing = _closing(number, kind, told, where)
        if closing.number in found.closings:
            raise _Malformed("number", f"{closing.number} is another closing's number.")
        found.closings[closing.number] = closing
    elif kind == "building":
        found.buildings.append(_dwelling(number, told, where))
    elif kind == "cell":
        found.cells += 1
    else:
        raise _Malformed("kind", f"{kind!r} is none of {', '.join(CLOSINGS)}, building, cell.")


def _where(feature: Mapping[str, Any]) -> Where:
    try:
        point = shapely.point_on_surface(shape(feature["geometry"]))
        return float(point.x), float(point.y)
    except (KeyError, TypeError, ValueError, AttributeError, shapely.GEOSException) as error:
        raise _Malformed("geometry", f"It cannot be drawn: {error}.") from error


def _take(told: Mapping[str, Any], name: str, *kinds: type) -> Any:
    value = told.get(name)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        wanted = " or ".join(kind.__name__ for kind in kinds)
        raise _Malformed(name, f"It is {value!r} and must be {wanted}.")
    return value


def _closing(number: int, kind: str, told: Mapping[str, Any], where: Where) -> Closing:
    main = {"way": told.get("osm_way"), "from": told.get("osm_from"), "to": told.get("osm_to"),
            "fraction": told.get("fraction", 0.5)}  # fmt: skip
    return Closing(
        feature=number,
        kind=kind,
        number=_take(told, "number", int),
        main=_spot("osm_way", main),
        cuts=[_spot("cuts", cut) for cut in _take(told, "cuts", list)],
        width=float(_take(told, "width", int, float)),
        guards=_take(told, "guards", int),
        households=float(_take(told, "households", int, float)),
        cost=float(_take(told, "cost", int, float)),
        is_fire=bool(told.get("fire")),
        is_existing=bool(told.get("existing")),
        is_built=bool(told.get("built")),
        where=where,
    )


def _spot(name: str, told: Any) -> Spot:
    if not isinstance(told, dict):
        raise _Malformed(name, f"{told!r} has no way, from, to and fraction.")
    spot = Spot(
        _take(told, "way", int), _take(told, "from", int), _take(told, "to", int),
        float(_take(told, "fraction", int, float)),
    )  # fmt: skip
    if not 0 <= spot.fraction <= 1:
        raise _Malformed(name, f"The fraction {spot.fraction} is not between 0 and 1.")
    return spot


def _dwelling(number: int, told: Mapping[str, Any], where: Where) -> Dwelling:
    state = _take(told, "state", str)
    if state not in STATES:
        raise _Malformed("state", f"{state!r} is none of {', '.join(STATES)}.")
    gate = _take(told, "gate", int, type(None))
    hose = _take(told, "hose_metres", int, float, type(None))
    door = told.get("door")
    if door is None and state != "apart":
        raise _Malformed("door", "Only a building apart from every way has no door.")
    return Dwelling(
        feature=number,
        id=_take(told, "osm_id", str),
        state=state,
        households=_take(told, "households", int),
        door=None if door is None else _spot("door", door),
        gate=gate,
        uses=_uses(told, gate),
        before=_take(told, "walk_before", int, float, type(None)),
        hose=hose,
        where=where,
    )


def _uses(told: Mapping[str, Any], gate: int | None) -> Mapping[int, tuple[float, float]]:
    """Share of the people and metres by closing; who uses one gate has no `shares`."""
    if gate is None:
        return {}
    shares = told.get("shares") or {}
    if not shares:
        return {gate: (1.0, float(_take(told, "walk_after", int, float)))}
    walks = _take(told, "walks", dict)
    if not isinstance(shares, dict) or not all(name.isdigit() for name in shares):
        raise _Malformed("shares", "They name closings by their numbers.")
    return {
        int(name): (
            float(_take(shares, name, int, float)),
            float(_take(walks, name, int, float)),
        )
        for name in shares
    }
