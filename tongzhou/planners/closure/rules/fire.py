"""Rules about fire: whatever an engine drives on can be opened, and it still comes in time."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import igraph
import shapely
from shapely import STRtree
from shapely.ops import substring

from tongzhou.planners.closure.rules.file import Dwelling
from tongzhou.planners.closure.rules.graph import Piece
from tongzhou.planners.closure.rules.report import Violation
from tongzhou.planners.closure.rules.scene import Scene, found

FAR = float("inf")


def fences_let_no_engine_wait(scene: Scene) -> Iterator[Violation]:
    """No fence where an engine drives; a gate there can be driven through and says so."""
    for closing in scene.plan.closings.values():
        place = scene.streets.find(closing.main)
        if place is None or place[0] not in scene.fire_segments:
            continue
        if closing.kind == "fence" and scene.profile.fire.lanes == "all":
            message = f"A fence stands on way {closing.main.way}, and fire engines use it."
            yield found("fire", closing, message)
        if closing.is_passage and not closing.is_fire:
            message = (
                f"Fire engines use this way, and the {closing.kind} is not marked as for them."
            )
            yield found("fire", closing, message)


def engines_arrive(scene: Scene) -> Iterator[Violation]:
    """Every building an engine comes near today it comes near when all is closed, in time."""
    fire = scene.profile.fire
    today = _driven(scene, scene.plan.closings.keys())
    after = _driven(scene, _openings(scene))
    for home, near in _near(scene, today):
        before, then = _least(near, today), _least(near, after)
        limit = max(before + fire.detour_metres, before * fire.detour)
        if before < FAR and then > limit:
            told = (
                "not at all" if then == FAR else f"only after {then:.0f} m instead of {before:.0f}"
            )
            yield found("fire", home, f"A fire engine comes here {told}.")


def two_openings(scene: Scene) -> Iterator[Violation]:
    """A large cell that an engine can enter by two ways today keeps two openings."""
    openings, after = _openings(scene), _driven(scene, _openings(scene))
    for homes, cell in _cells(scene):
        if sum(home.households for home in homes) <= scene.profile.fire.two_above_households:
            continue
        used = {
            number
            for number in openings
            for pair in scene.graph.sides[number]
            for outer, inner in (pair, pair[::-1])
            if inner in cell and outer not in cell and outer in after and inner in after
        }
        if len(used) < 2 and _has_two_ways(scene, cell):
            message = "Fire engines can enter by two ways today, and the plan leaves one opening."
            yield found("fire", homes[0], message)


def _openings(scene: Scene) -> set[int]:
    """Closings on fire-capable ways that can be driven through once opened."""
    return {
        closing.number
        for closing in scene.plan.closings.values()
        if closing.kind == "fire_lane" or (closing.is_passage and closing.is_fire)
    }


def _driven(scene: Scene, through: Collection[int]) -> Mapping[int, float]:
    """Metres an engine drives from public ground to each vertex."""
    on_lanes = {v for p in scene.graph.pieces if p.segment in scene.fire_segments for v in p[:2]}
    starts = {vertex: 0.0 for vertex in scene.public if vertex in on_lanes}
    return scene.graph.walk(starts, through=through, only=scene.fire_segments)


def _near(scene: Scene, today: Mapping[int, float]) -> Iterator[tuple[Dwelling, set[int]]]:
    """Each building with the ends of the stretches within the hose's length that engines reach."""
    pieces = [p for p in scene.graph.pieces if p.segment in scene.fire_segments and p.u in today]
    tree = STRtree([_line(scene, piece) for piece in pieces])
    shapes = {
        building.id: scene.streets.plane.shape(building.footprint)
        for building in scene.streets.extract.buildings
    }
    for home in scene.plan.buildings:
        if home.id in shapes:
            hose = scene.profile.fire.hose_metres
            close = tree.query(shapes[home.id], predicate="dwithin", distance=hose)
            yield home, {end for k in close.tolist() for end in pieces[k][:2]}


def _line(scene: Scene, piece: Piece) -> shapely.Geometry:
    line = scene.streets.segments[piece.segment].line
    if (piece.low, piece.high) == (0.0, 1.0):
        return line
    return substring(line, piece.low, piece.high, normalized=True)


def _least(near: Collection[int], metres: Mapping[int, float]) -> float:
    return min((metres.get(vertex, FAR) for vertex in near), default=FAR)


def _cells(scene: Scene) -> Iterator[tuple[Sequence[Dwelling], Collection[int]]]:
    """The homes that are joined inside, and all vertices joined to them."""
    waiting: dict[int, list[Dwelling]] = defaultdict(list)
    for home in scene.plan.homes:
        door = scene.door(home)
        if door is not None and door not in scene.outside:
            waiting[door].append(home)
    while waiting:
        cell = scene.graph.walk({next(iter(waiting)): 0.0})
        yield [home for door in cell for home in waiting.pop(door, ())], cell


def _has_two_ways(scene: Scene, cell: Collection[int]) -> bool:
    """Whether two ways for engines from public ground to a cell share no stretch (max flow)."""
    source, target = scene.graph.size, scene.graph.size + 1
    pairs = [p[:2] for p in scene.graph.pieces if p.segment in scene.fire_segments]
    pairs += [pair for sides in scene.graph.sides.values() for pair in sides]
    lanes = {vertex for pair in pairs for vertex in pair}
    ends = [(source, v) for v in scene.public if v in lanes]
    ends += [(v, target) for v in cell if v in lanes]
    capacity = [1] * len(pairs) + [len(pairs)] * len(ends)
    graph = igraph.Graph(target + 1, pairs + ends)
    return bool(graph.maxflow_value(source, target, capacity=capacity) >= 2)
