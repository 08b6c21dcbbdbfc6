"""Checks a certificate without a solver: its ways prove how few closings there can be.

Each way leads from public ground to a home, and no two use the same stretch of street; so each of
them needs a closing of its own. That a plan is sealed, and what it costs, `check` says.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely import Geometry, MultiPoint, Point

from tongzhou.formats.streets.extract import Extract
from tongzhou.planners.closure.problem.pins import NO_PINS, Pins
from tongzhou.planners.closure.problem.profile import Profile
from tongzhou.planners.closure.rules.file import Spot, read_plan
from tongzhou.planners.closure.rules.report import Violation
from tongzhou.planners.closure.rules.scene import Scene
from tongzhou.planners.closure.rules.streets import Streets

Stretch = Mapping[str, Any]
SNAP_METRES = 10.0
"""How far along its road a sidewalk's node may have been moved when both became one."""


def verify(
    extract: Extract,
    plan: Mapping[str, Any],
    proof: Mapping[str, Any],
    profile: Profile,
    *,
    boundary: Geometry | None = None,
    pins: Pins = NO_PINS,
) -> list[Violation]:
    """What is wrong with a certificate of a plan; nothing if it proves what it says."""
    try:
        return list(_faults(Streets.of(extract, profile, boundary, pins.widths), plan, proof))
    except (KeyError, TypeError, ValueError) as error:
        return [Violation("certificate", "file", f"The certificate cannot be read: {error!r}.")]


def _faults(
    streets: Streets, plan: Mapping[str, Any], proof: Mapping[str, Any]
) -> Iterator[Violation]:
    summary, ways = plan["tongzhou"], proof["ways"]
    if proof["plan"] != _digest(plan):
        yield _fault("plan", "The certificate belongs to another plan.")
    if proof["input"].get("streets") != streets.extract.digest:
        yield _fault("input", "The certificate belongs to other streets.")
    if (proof["objective"], proof["bound"]) != (summary["objective"], summary["bound"]):
        yield _fault("bound", "Cost and bound are not those of the plan.")
    if proof["bound"] > proof["objective"] + 1e-6:
        yield _fault("bound", "The bound is above the cost.")
    if len(ways) != proof["least_closings"] or len(ways) > proof["closings"]:
        yield _fault("ways", f"{len(ways)} ways do not prove the number that is told.")
    yield from _shared(ways)
    public, doors = _public(streets, plan), _doors(streets, plan)
    for number, way in enumerate(ways, start=1):
        yield from _broken(streets, number, way, public, doors)


def _shared(ways: Sequence[Sequence[Stretch]]) -> Iterator[Violation]:
    """Two ways with a stretch in common prove nothing."""
    used: dict[tuple[int, int, int], list[tuple[float, float]]] = defaultdict(list)
    for way in ways:
        for stretch in way:
            start, end = stretch["from"], stretch["to"]
            span = sorted((stretch["low"], stretch["high"]))
            used[stretch["way"], start, end].append((span[0], span[1]))
    for (way_id, start, end), spans in used.items():
        if any(next_[0] < last[1] - 1e-6 for last, next_ in pairwise(sorted(spans))):
            yield _fault(f"way {way_id}", f"Two ways share a stretch between {start} and {end}.")


def _broken(
    streets: Streets,
    number: int,
    way: Sequence[Stretch],
    public: Geometry,
    doors: Geometry,
) -> Iterator[Violation]:
    """A way begins on public ground, does not jump, and ends at a door."""
    ends = [_ends(streets, stretch) for stretch in way]
    if not ends or any(pair is None for pair in ends):
        yield _fault(f"way {number}", "It uses a street that is not in the file.")
        return
    places = [pair for pair in ends if pair is not None]
    reach = 2 * (streets.profile.graph.merge_metres + SNAP_METRES)
    if min(point.distance(public) for point in places[0]) > reach:
        yield _fault(f"way {number}", "It does not begin on public ground.")
    if min(point.distance(doors) for point in places[-1]) > reach:
        yield _fault(f"way {number}", "It does not end at a home's door.")
    for one, other in pairwise(places):
        if min(a.distance(b) for a in one for b in other) > reach:
            yield _fault(f"way {number}", "It jumps from one street to another.")
            return


def _ends(streets: Streets, stretch: Stretch) -> tuple[Point, Point] | None:
    places: list[Point] = []
    for fraction in (stretch["low"], stretch["high"]):
        spot = Spot(stretch["way"], stretch["from"], stretch["to"], fraction)
        found = streets.find(spot)
        if found is None:
            return None
        line = streets.segments[found[0]].line
        places.append(line.interpolate(found[1], normalized=True))
    return places[0], places[1]


def _public(streets: Streets, plan: Mapping[str, Any]) -> Geometry:
    """The nodes of public ground and of the ways that stay open to a hospital or the like."""
    scene = Scene(read_plan(plan), streets, None)
    nodes = streets.public_nodes()
    nodes |= {ref for ref, vertex in scene.graph.at.items() if vertex in scene.kept_open}
    degrees = np.array([streets.extract.nodes[ref] for ref in nodes]).reshape(-1, 2)
    doors = [home.door for home in scene.plan.buildings if scene.door(home) in scene.kept_open]
    places = shapely.get_coordinates([_place(streets, door) for door in doors if door])
    return MultiPoint(np.concatenate([streets.plane.metres(degrees), places]))


def _doors(streets: Streets, plan: Mapping[str, Any]) -> Geometry:
    """The doors of the homes that are inside."""
    places = []
    for feature in plan["features"]:
        about = feature["properties"]
        if about["kind"] == "building" and about["households"] and about["state"] == "inside":
            door = about["door"]
            spot = Spot(door["way"], door["from"], door["to"], door["fraction"])
            places.append(_place(streets, spot))
    return MultiPoint([place for place in places if not place.is_empty])


def _place(streets: Streets, spot: Spot) -> Point:
    found = streets.find(spot)
    if found is None:
        return Point()
    return streets.segments[found[0]].line.interpolate(found[1], normalized=True)


def _digest(plan: Mapping[str, Any]) -> str:
    text = json.dumps(plan["features"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _fault(where: str, message: str) -> Violation:
    return Violation("certificate", where, message)
