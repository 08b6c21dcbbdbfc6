"""Small neighbourhoods by number: invented maps such as `formats.streets.read` would give.

A grid of lanes or grown alleys with dead ends, public streets on some sides and at times through the
middle, ways that engines fit through and ways they do not, bollards, gates that are there already,
hydrants, houses with and without households; and a profile in which another rule bites each time.
The same number makes the same map on every machine.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any

import shapely

from tests.planners.closure.drawn import Place, degrees
from tongzhou.formats.streets import Building, Extract, Way
from tongzhou.formats.streets.extract import Area
from tongzhou.planners.closure.problem import Pins, Problem, Spot

KINDS: Sequence[tuple[str, Mapping[str, str], float]] = (
    ("residential", {}, 20), ("living_street", {}, 8), ("service", {}, 10), ("pedestrian", {}, 4),
    ("footway", {}, 26), ("path", {}, 8), ("steps", {}, 4), ("residential", {"width": "3.2"}, 6),
    ("residential", {"width": "9"}, 4), ("footway", {"width": "4.5"}, 4),
    ("service", {"maxheight": "3.2"}, 3), ("footway", {"motor_vehicle": "private"}, 2),
    ("corridor", {}, 1),
)  # fmt: skip
BARRIERS = ("bollard", "gate", "lift_gate", "block", "swing_gate")
PUBLIC = ("secondary", "tertiary", "primary")
PUBLIC_CLASSES = frozenset(PUBLIC)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """One invented map with the parts of the profile that differ from the defaults."""

    number: int
    extract: Extract
    profile: Mapping[str, Mapping[str, Any]]

    @property
    def has_compartments(self) -> bool:
        """Whether each compound is to be a cell of its own."""
        return bool(self.profile.get("cells", {}).get("compartments"))


def neighbourhood(number: int) -> Neighbourhood:
    """The neighbourhood of a number."""
    chance = random.Random(number)
    draft = _Draft(chance)
    if chance.random() < 0.5:
        _lay_grid(draft)
    else:
        _grow_alleys(draft)
    _add_dead_ends(draft)
    _build_houses(draft)
    profile = _profile(chance)
    if profile.get("cells"):
        _wall_in_compounds(draft)
    return Neighbourhood(number, draft.extract(f"neighbourhood {number}"), profile)


def standing(problem: Problem, number: int) -> Pins:
    """Barriers here and there, mostly of the kind that the law wants there, at times two in a row."""
    chance, spots = random.Random(1_000_003 * number), []
    share = chance.choice((0.15, 0.4, 0.8))
    for edge in problem.edges:
        cut = edge.cut
        while chance.random() < share:
            kinds = (problem.closing(edge).kind, "gate", "keyed_door", "fence", "fire_lane", "")
            kind = chance.choices(kinds, (70, 10, 8, 4, 4, 4))[0]
            at = cut.low + (cut.high - cut.low) * chance.uniform(0.02, 0.98)
            ends = (
                (cut.start, cut.end, at) if chance.random() < 0.5 else (cut.end, cut.start, 1 - at)
            )
            spots.append(Spot(cut.way, *ends, kind))
            if chance.random() < 0.8:
                break
    return Pins(built=frozenset(spots))


@dataclass(slots=True)
class _Draft:
    """What has been drawn so far; places in metres."""

    chance: random.Random
    places: dict[int, Place] = field(default_factory=dict)
    tags: dict[int, dict[str, str]] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    houses: list[Building] = field(default_factory=list)
    compounds: list[Area] = field(default_factory=list)

    def corner(self, x: float, y: float) -> int:
        """A node about there; nothing is exactly as long as something else."""
        ref = len(self.places) + 1
        nudge = self.chance.uniform
        self.places[ref] = (round(x + nudge(-7, 7), 2), round(y + nudge(-7, 7), 2))
        return ref

    def street(self, nodes: Sequence[int], kind: str, **tags: str) -> None:
        """A way along nodes that are there."""
        self.ways.append(Way(len(self.ways) + 1, tuple(nodes), {"highway": kind, **tags}))

    def lane(self, a: int, b: int) -> None:
        """An inner way of some kind, at times bent or with a barrier."""
        kinds = [(kind, tags) for kind, tags, _ in KINDS]
        kind, tags = self.chance.choices(kinds, [weight for _, _, weight in KINDS])[0]
        nodes = [a]
        if self.chance.random() < 0.3:
            (x, y), (to_x, to_y) = self.places[a], self.places[b]
            part = self.chance.uniform(0.35, 0.65)
            nodes.append(self.corner(x + (to_x - x) * part, y + (to_y - y) * part))
            if self.chance.random() < 0.6:
                self.tags[nodes[-1]] = {"barrier": self.chance.choice(BARRIERS)}
            elif self.chance.random() < 0.2:
                self.tags[nodes[-1]] = {"emergency": "fire_hydrant"}
        self.street([*nodes, b], kind, **tags)

    def length(self, a: int, b: int) -> float:
        """Metres between two nodes as the crow flies."""
        return math.dist(self.places[a], self.places[b])

    def extract(self, digest: str) -> Extract:
        """The map as a file reader would have it."""
        return Extract(
            digest=digest,
            nodes={ref: degrees(place) for ref, place in self.places.items()},
            node_tags=self.tags,
            ways=self.ways,
            buildings=self.houses,
            areas=self.compounds,
            bounds=(*degrees((-500, -500)), *degrees((500, 500))),
        )


def _lay_grid(draft: _Draft) -> None:
    """Lanes crossing at right angles, some missing, at times a public street through them."""
    chance = draft.chance
    columns, rows = chance.randint(2, 4), chance.randint(1, 3)
    wide, deep = chance.uniform(45, 100), chance.uniform(40, 90)
    at = {
        (i, j): draft.corner((i - (columns - 1) / 2) * wide, (j - (rows - 1) / 2) * deep)
        for i, j in product(range(columns), range(rows))
    }
    through = chance.randrange(rows) if rows > 1 and chance.random() < 0.25 else None
    for (i, j), node in at.items():
        if (i + 1, j) in at:
            if j == through:
                draft.street([node, at[i + 1, j]], "tertiary")
            elif chance.random() < 0.85:
                draft.lane(node, at[i + 1, j])
        if (i, j + 1) in at and chance.random() < 0.85:
            draft.lane(node, at[i, j + 1])
    rim = {"w": [at[0, j] for j in range(rows)], "e": [at[columns - 1, j] for j in range(rows)],
           "s": [at[i, 0] for i in range(columns)], "n": [at[i, rows - 1] for i in range(columns)]}  # fmt: skip
    _put_avenues(draft, rim, wide * columns / 2 + 25, deep * rows / 2 + 25)


def _grow_alleys(draft: _Draft) -> None:
    """Each new corner is joined to the nearest old one, and a few more are joined across."""
    chance = draft.chance
    nodes = [draft.corner(0, 0)]
    for _ in range(chance.randint(3, 11)):
        nodes.append(draft.corner(chance.uniform(-130, 130), chance.uniform(-110, 110)))
        near = min(nodes[:-1], key=lambda other: draft.length(nodes[-1], other))
        draft.lane(nodes[-1], near)
    for _ in range(chance.randint(0, 5)):
        a, b = chance.sample(nodes, 2)
        if draft.length(a, b) < 150 and not any({a, b} <= set(w.nodes) for w in draft.ways):
            draft.lane(a, b)
    by_x = sorted(nodes, key=lambda node: draft.places[node][0])
    by_y = sorted(nodes, key=lambda node: draft.places[node][1])
    rim = {"w": by_x[:3], "e": by_x[-3:], "s": by_y[:3], "n": by_y[-3:]}
    _put_avenues(draft, rim, 175, 155)


def _put_avenues(
    draft: _Draft, rim: Mapping[str, Sequence[int]], east: float, north: float
) -> None:
    """Public streets on one to four sides, with mouths where lanes lead to them."""
    chance = draft.chance
    sides = chance.sample("wens", chance.choice((1, 2, 2, 3, 4, 4)))
    for number, side in enumerate(sides):
        mouths = [node for node in rim[side] if chance.random() < 0.75]
        if number == 0 and not mouths:
            mouths = [chance.choice(rim[side])]
        is_upright = side in "we"
        along = sorted((draft.places[node][is_upright], node) for node in mouths)
        stops = []
        for metres, node in along:
            x = metres if not is_upright else (east if side == "e" else -east)
            y = metres if is_upright else (north if side == "n" else -north)
            stops.append(draft.corner(x, y))
            draft.lane(node, stops[-1])
        far = 320 if is_upright else 340
        ends = [(east * (1 if side == "e" else -1), m) if is_upright else
                (m, north * (1 if side == "n" else -1)) for m in (-far, far)]  # fmt: skip
        places = [draft.corner(*ends[0]), *stops, draft.corner(*ends[1])]
        places.sort(key=lambda ref: draft.places[ref][is_upright])
        draft.street(places, chance.choice(PUBLIC))


def _add_dead_ends(draft: _Draft) -> None:
    inner = [w for w in draft.ways if w.tags["highway"] not in PUBLIC_CLASSES]
    for _ in range(draft.chance.choice((0, 0, 1, 1, 2, 3))):
        node = draft.chance.choice(draft.chance.choice(inner).nodes)
        if node in draft.tags:
            continue
        (x, y), turn = draft.places[node], draft.chance.uniform(0, 2 * math.pi)
        metres = draft.chance.uniform(25, 60)
        draft.lane(node, draft.corner(x + metres * math.cos(turn), y + metres * math.sin(turn)))


def _build_houses(draft: _Draft) -> None:
    """Houses beside inner ways; a few have no households, a few are taller."""
    chance = draft.chance
    stretches = [
        pair
        for way in draft.ways
        if way.tags["highway"] not in PUBLIC_CLASSES
        for pair in pairwise(way.nodes)
        if draft.length(*pair) > 18
    ]
    for number in range(101, 101 + chance.randint(1, 8)):
        a, b = chance.choice(stretches)
        (x, y), (to_x, to_y), long = draft.places[a], draft.places[b], draft.length(a, b)
        part, side = chance.uniform(0.15, 0.85), chance.choice((-1, 1)) * chance.uniform(9, 16)
        east, north = (to_x - x) / long, (to_y - y) / long
        centre = (x + (to_x - x) * part - north * side, y + (to_y - y) * part + east * side)
        kind = chance.choices(("residential", "apartments", "office"), (60, 30, 10))[0]
        levels = str(chance.choice((1, 2, 6, 6, 11, 18, 32)))
        half = 6.0, chance.uniform(5, 12)
        footprint = shapely.Polygon(
            [
                degrees((centre[0] + half[0] * dx, centre[1] + half[1] * dy))
                for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
            ]
        )
        tags = {"building": kind, "building:levels": levels}
        if chance.random() < 0.02:
            tags["amenity"] = "hospital"
        draft.houses.append(Building(f"way/{number}", tags, footprint))


def _wall_in_compounds(draft: _Draft) -> None:
    """The houses of the west and those of the east are compounds, at times one of them only."""
    edge = draft.chance.uniform(-40, 40)
    sides = [(-480, edge - 2), (edge + 2, 480)]
    for west, east in draft.chance.sample(sides, draft.chance.choice((1, 2, 2))):
        corners = ((west, -480), (east, -480), (east, 480), (west, 480))
        shape = shapely.Polygon([degrees(corner) for corner in corners])
        draft.compounds.append(Area("residential", "", shape))


def _profile(chance: random.Random) -> Mapping[str, Mapping[str, Any]]:
    """The defaults for one map in five; else some figures at which rules begin to bite."""
    given: dict[str, dict[str, Any]] = {"graph": {"rim_metres": 0.0}}
    if chance.random() < 0.2:
        return given
    for table, key, value in _bites(chance):
        given.setdefault(table, {})[key] = value
    return given


def _bites(chance: random.Random) -> Iterator[tuple[str, str, Any]]:
    yield "walking", "limit_metres", chance.choice((60.0, 110.0, 160.0, 220.0, 400.0, 400.0))
    yield "walking", "detour", chance.choice((1.0, 1.3, 1.3, 2.0))
    yield "costs", "door", chance.choice((200.0, 200.0, 900.0, 9000.0, 9000.0))
    yield "costs", "shift", chance.choice((4.0, 12.0, 60.0, 60.0))
    yield "costs", "gate_fixed", chance.choice((300.0, 600.0, 600.0))
    yield "costs", "walk_per_metre", chance.choice((0.0035, 0.02, 0.2))
    yield "fire", "two_above_households", chance.choice((10, 60, 200))
    if chance.random() < 0.35:
        yield "gates", "households", chance.choice((12, 20, 35))
        yield "gates", "levels", chance.choice((1, 2, 3))
    if chance.random() < 0.25:
        yield "gates", "volunteers", chance.choice((5, 6, 12, 18, 24))
    if chance.random() < 0.2:
        yield "cells", "compartments", True
