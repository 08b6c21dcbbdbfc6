"""Rules about where a closing stands: never on a door, indoors, on a public street, at a hydrant."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely

from tongzhou.planners.closure.rules.file import Closing
from tongzhou.planners.closure.rules.reading import INDOORS, stays_open
from tongzhou.planners.closure.rules.report import Violation
from tongzhou.planners.closure.rules.scene import Scene, found

DOOR_METRES = 0.1
HYDRANT_METRES = 10.0


def never(scene: Scene) -> Iterator[Violation]:
    """Nothing stands on a door, in a building, on a public street or before a hydrant's stretch."""
    doors: dict[int, list[float]] = defaultdict(list)
    for home in scene.plan.buildings:
        if home.door and (place := scene.streets.find(home.door)):
            doors[place[0]].append(place[1])
    for closing in scene.plan.closings.values():
        for spot in closing.cuts:
            place = scene.streets.find(spot)
            if place is not None:
                yield from _stands_well(scene, closing, *place, doors[place[0]])


def _stands_well(
    scene: Scene, closing: Closing, number: int, fraction: float, doors: list[float]
) -> Iterator[Violation]:
    segment = scene.streets.segments[number]
    if any(abs(fraction - door) * segment.length < DOOR_METRES for door in doors):
        yield found("never", closing, f"The {closing.kind} stands on a building's door.")
    if closing.kind != "gate" and segment.way.tags.get("highway") in INDOORS:
        yield found("never", closing, f"The {closing.kind} stands in a building.")
    if stays_open(segment.way, scene.streets.extract, scene.profile):
        yield found("never", closing, f"The {closing.kind} stands on a public street.")


def stretches_of_hydrants(scene: Scene) -> Iterator[Violation]:
    """The stretch of a fire lane beside a hydrant stays free of fences and barriers."""
    lanes = sorted(scene.fire_segments)
    tree = shapely.STRtree([scene.streets.segments[k].line for k in lanes])
    points = shapely.points(_hydrants(scene))
    which, near = tree.query_nearest(points, max_distance=HYDRANT_METRES, all_matches=False)
    closed = _barriers_by_segment(scene)
    for i, lane in zip(which.tolist(), near.tolist(), strict=True):
        segment = scene.streets.segments[lanes[lane]]
        at = float(segment.line.project(points[i]))
        for fraction, closing in closed.get(lanes[lane], ()):
            if abs(fraction * segment.length - at) < HYDRANT_METRES:
                yield found("never", closing, f"The {closing.kind} stands at a fire hydrant.")


def _hydrants(scene: Scene) -> np.ndarray:
    extract = scene.streets.extract
    places = [
        extract.nodes[ref]
        for ref, tags in extract.node_tags.items()
        if tags.get("emergency") == "fire_hydrant"
    ]
    return scene.streets.plane.metres(np.array(places).reshape(-1, 2))


def _barriers_by_segment(scene: Scene) -> Mapping[int, Sequence[tuple[float, Closing]]]:
    closed: dict[int, list[tuple[float, Closing]]] = defaultdict(list)
    for closing in scene.plan.closings.values():
        place = scene.streets.find(closing.main)
        if place is not None and closing.kind != "gate":
            closed[place[0]].append((place[1], closing))
    return closed


def open_to_all(scene: Scene) -> Iterator[Violation]:
    """To a hospital and its like everybody comes without passing a closing."""
    for home in scene.plan.buildings:
        door = scene.door(home)
        is_shut = door in scene.before and door not in scene.outside
        if is_shut and scene.is_open_to_all(home.id):
            yield found("never", home, "Everybody may need this door, and the way is closed.")
