"""Ground one can walk on whether or not a way is mapped there, in metres.

Open ground is the area less buildings, water and walls; ways open the walls they cross, and the
closings of a plan stand as walls. Public streets with their pavements are left out: whoever stands
at their edge is outside.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Geometry, LineString, STRtree

from tongzhou.formats.streets import Extract
from tongzhou.planners.closure.explain.regions import regions_of
from tongzhou.planners.closure.problem import Cut, Edge, House, Problem
from tongzhou.planners.closure.problem.publicity import PAVEMENT_METRES
from tongzhou.planners.closure.solve import Plan

WALLS = frozenset({"wall", "fence", "hedge", "retaining_wall", "city_wall"})
HALF_WALL = 0.1
NARROWEST = 0.5
"""Nobody squeezes through less, in metres (shoulders of an adult: P95 of 0.5 m, ISO 7250)."""
BARRIER_REACH = 2.0
"""A barrier is built up to the walls beside its way, so far in metres beyond its width."""
HALF_PATH = 0.6
PLACES = np.array([0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9])
"""Where on a stretch a barrier may stand, the preferred ones first."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Open ground, the public streets around it, the closed ways on it, and the houses to guard."""

    free: Geometry
    public: np.ndarray
    ways: np.ndarray
    houses: np.ndarray


def ground_of(problem: Problem, extract: Extract, plan: Plan) -> Ground:
    """The open ground under a plan."""
    public = _public_streets(problem)
    walls = shapely.union(_solid(problem, extract), _walls(problem, extract))
    shapely.prepare(walls)
    obstacles = shapely.union_all([walls, *public, *_barriers(problem, extract, plan, walls)])
    free = shapely.difference(problem.area, obstacles)
    return Ground(
        free=_passable(free),
        public=public,
        ways=_strips(problem, [e for e in problem.edges if not _is_public(problem, e)]),
        houses=np.array([h.footprint for h in _guarded(problem, plan)], dtype=object),
    )


def _guarded(problem: Problem, plan: Plan) -> Iterator[House]:
    """Houses with people in them that the plan closes in."""
    regions = regions_of(problem, plan)
    for house in problem.houses:
        if house.state == "inside" and house.households and house.node in regions.of_node:
            yield house


def _is_public(problem: Problem, edge: Edge) -> bool:
    return bool(problem.is_public[edge.u] and problem.is_public[edge.v])


def _public_streets(problem: Problem) -> np.ndarray:
    """The ground of public streets, pavements included, as far as it touches the area."""
    edges = [e for e in problem.edges if _is_public(problem, e) and e.layer == "0"]
    strips = _strips(problem, edges, PAVEMENT_METRES)
    return strips[shapely.intersects(problem.area, strips)]


def _strips(problem: Problem, edges: list[Edge], margin: float = 0.0) -> np.ndarray:
    half = np.array([edge.width / 2 + margin for edge in edges])
    return shapely.buffer(_lines(problem, edges), half, quad_segs=2)


def _lines(problem: Problem, edges: list[Edge]) -> np.ndarray:
    ends = np.array([(e.u, e.v) for e in edges], dtype=np.int64).reshape(-1, 2)
    return shapely.linestrings(problem.xy[ends].reshape(-1, 2, 2))


def _solid(problem: Problem, extract: Extract) -> Geometry:
    """Buildings and water, less the strips of the ways that lead through or over them."""
    buildings = [b.footprint for b in extract.buildings]
    water = [a.shape for a in extract.areas if a.kind == "water"]
    shapes = problem.plane.shape(np.array([*buildings, *water], dtype=object))
    near = shapely.make_valid(shapes[shapely.intersects(problem.area, shapes)])
    level = [edge for edge in problem.edges if edge.layer == "0"]
    lines = _lines(problem, level)
    if not len(near):
        return shapely.Polygon()
    which, _ = STRtree(near).query(lines, predicate="crosses")
    through = shapely.buffer(lines[np.unique(which)], HALF_PATH, cap_style="flat")
    return shapely.difference(shapely.union_all(near), shapely.union_all(through))


def _walls(problem: Problem, extract: Extract) -> Geometry:
    """Mapped walls with an opening, as wide as the way, where a way crosses them."""
    mapped = [line.shape for line in extract.lines if line.kind in WALLS]
    if not mapped:
        return shapely.Polygon()
    walls = problem.plane.shape(np.array(mapped, dtype=object))
    walls = walls[shapely.intersects(problem.area, walls)]
    level = [edge for edge in problem.edges if edge.layer == "0"]
    lines = _lines(problem, level)
    which, crossed = STRtree(walls).query(lines, predicate="intersects")
    meetings = shapely.intersection(lines[which], walls[crossed])
    # A way drawn along a wall meets it in a line and opens nothing.
    is_crossing = shapely.length(meetings) == 0
    half = np.array([level[k].width / 2 for k in which.tolist()])[is_crossing]
    openings = shapely.buffer(meetings[is_crossing], half)
    solid = shapely.buffer(walls, HALF_WALL, cap_style="flat", join_style="mitre")
    return shapely.difference(shapely.union_all(solid), shapely.union_all(openings))


def _barriers(
    problem: Problem, extract: Extract, plan: Plan, walls: Geometry
) -> Iterator[Geometry]:
    """The closings of the plan, gates included: somebody stands there."""
    for stand in plan.stands:
        edge = problem.edges[stand.edge]
        line = _across(problem, edge, walls)
        for cut in edge.beside:
            line = shapely.union(line, _as_far_as(line.centroid, _place(problem, extract, cut)))
        yield shapely.buffer(line, HALF_WALL, cap_style="flat")


def _across(problem: Problem, edge: Edge, walls: Geometry) -> Geometry:
    """A line over a stretch from wall to wall: where there are walls on both sides, else midway.

    A closing may stand anywhere on its stretch, and whoever builds it takes such a place.
    """
    u, v = problem.xy[edge.u], problem.xy[edge.v]
    along = (v - u) / max(float(np.hypot(*(v - u))), 0.1)
    half = np.array([-along[1], along[0]]) * (edge.width / 2 + BARRIER_REACH)
    middles = u + np.outer(PLACES, v - u)
    left = shapely.linestrings(np.stack([middles, middles + half], axis=1))
    right = shapely.linestrings(np.stack([middles, middles - half], axis=1))
    is_walled = shapely.intersects(walls, left) & shapely.intersects(walls, right)
    best = int(np.argmax(is_walled))
    return LineString([middles[best] - half, middles[best] + half])


def _as_far_as(middle: Geometry, place: np.ndarray) -> LineString:
    """From the middle of the road past the sidewalk beside it."""
    start = np.array([middle.x, middle.y])
    away = place - start
    metres = max(float(np.hypot(*away)), 0.1)
    return LineString([start, place + away / metres * BARRIER_REACH])


def _place(problem: Problem, extract: Extract, cut: Cut) -> np.ndarray:
    start, end = problem.plane.metres(np.array([extract.nodes[cut.start], extract.nodes[cut.end]]))
    return start + (end - start) * cut.middle


def _passable(free: Geometry) -> Geometry:
    """What is left without the passages too narrow for a person."""
    half = NARROWEST / 2 - 1e-3
    shrunk = shapely.buffer(free, -half, join_style="mitre")
    return shapely.buffer(shrunk, half, join_style="mitre")
