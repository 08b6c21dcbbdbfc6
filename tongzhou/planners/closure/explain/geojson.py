"""A plan as GeoJSON (RFC 7946), the file that other programs read and the checker checks."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import shapely
from shapely import Geometry
from shapely.geometry import mapping

from tongzhou.planners.closure.explain.fire import Access, fire_access
from tongzhou.planners.closure.explain.lanes import least_lanes
from tongzhou.planners.closure.explain.reasons import reasons
from tongzhou.planners.closure.explain.regions import Regions, regions_of
from tongzhou.planners.closure.problem import Cut, Edge, House, Problem
from tongzhou.planners.closure.problem.pins import Pinned
from tongzhou.planners.closure.solve import Door, Plan, Stand

Feature = dict[str, Any]
CELL_MARGIN = 12.0
DEGREE_DIGITS = 7
METRE_DIGITS = 6
"""Enough for the checker to reckon the cost of walking again to a millionth."""


def to_geojson(problem: Problem, plan: Plan, seconds: float = 0.0) -> dict[str, Any]:
    """The whole plan: closings, buildings, cells and, as `tongzhou`, the summary."""
    writer = _Writer.of(problem, plan)
    features = [*writer.closings(), *writer.buildings(), *writer.cells()]
    return {
        "type": "FeatureCollection",
        "tongzhou": writer.summary(seconds),
        "features": features,
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    problem: Problem
    plan: Plan
    regions: Regions
    access: Sequence[Access]
    doors: Mapping[int, Sequence[Door]]
    served: Mapping[int, Sequence[Door]]
    pinned: Pinned

    @classmethod
    def of(cls, problem: Problem, plan: Plan) -> "_Writer":
        regions = regions_of(problem, plan)
        doors: dict[int, list[Door]] = defaultdict(list)
        served: dict[int, list[Door]] = defaultdict(list)
        for door in plan.doors:
            doors[door.home].append(door)
            served[door.stand].append(door)
        access = fire_access(problem, plan, regions)
        pinned = Pinned(problem.pins)
        return cls(problem, plan, regions, access, doors, served, pinned)

    def closings(self) -> Iterator[Feature]:
        """One point for each fence, fire lane, gate and keyed door, numbered from 1."""
        for index, stand in enumerate(self.plan.stands):
            edge = self.problem.edges[stand.edge]
            yield self._feature(self._middle(edge), self._closing(index, stand, edge))

    def _closing(self, index: int, stand: Stand, edge: Edge) -> dict[str, Any]:
        homes = {home.node: home for home in self.problem.homes}
        doors = self.served.get(index, ())
        cut = edge.cut
        return {
            "kind": stand.kind,
            "number": index + 1,
            "osm_way": cut.way,
            "osm_from": cut.start,
            "osm_to": cut.end,
            "fraction": round(cut.middle, 6),
            "cuts": [_cut(c) for c in (cut, *edge.beside)],
            "width": round(edge.width, 2),
            "width_assumed": edge.is_width_assumed,
            "name": edge.name,
            "highway": edge.highway,
            "layer": edge.layer,
            "existing": edge.lockable,
            "built": self.pinned.stands(stand.kind, cut),
            "fire": edge.is_fire,
            "cell": self._region(stand),
            "homes": len({door.home for door in doors}),
            "households": round(sum(homes[d.home].households * d.share for d in doors)),
            "guards": stand.levels * self.problem.profile.costs.shifts_a_day,
            "cost": round(stand.cost, 2),
            "why": [asdict(reason) for reason in reasons(self.problem, self.plan, index)],
        }

    def _region(self, stand: Stand) -> int | None:
        region = self.regions.of_node.get(stand.inside)
        return None if region is None else region + 1

    def buildings(self) -> Iterator[Feature]:
        """Every building of the area with its gate, its walk, its fire access."""
        for house, access in zip(self.problem.houses, self.access, strict=True):
            yield self._feature(house.footprint, self._building(house, access))

    def _building(self, house: House, access: Access) -> dict[str, Any]:
        doors = self.doors.get(house.node, ()) if house.state == "inside" else ()
        best = max(doors, key=lambda door: (door.share, -door.stand), default=None)
        region = self.regions.of_node.get(house.node)
        return {
            "kind": "building",
            "osm_id": house.id,
            "name": house.name,
            "state": house.state,
            "households": house.households,
            "door": _door(house),
            "cell": None if region is None else region + 1,
            "gate": None if best is None else best.stand + 1,
            "shares": {str(door.stand + 1): door.share for door in doors if door.share < 1},
            "walks": {str(door.stand + 1): round(door.metres, METRE_DIGITS) for door in doors},
            "walk_before": None if best is None else round(best.before, METRE_DIGITS),
            "walk_after": None if best is None else round(best.metres, METRE_DIGITS),
            "hose_metres": _hose(access.hose_metres),
            "fire_entrances": access.entrances,
            "fire_detour": _finite(access.detour),
        }

    def cells(self) -> Iterator[Feature]:
        """The ground of each region: its streets and houses with a margin."""
        counts = Counter(
            self.regions.of_node.get(h.node) for h in self.problem.houses if h.state == "inside"
        )
        households: Counter[int] = Counter()
        for home in self.problem.homes:
            if home.node in self.regions.of_node:
                households[self.regions.of_node[home.node]] += home.households
        for region, shape in sorted(self._grounds().items()):
            yield self._feature(
                shape,
                {
                    "kind": "cell",
                    "number": region + 1,
                    "homes": counts[region],
                    "households": households[region],
                },
            )

    def _grounds(self) -> Mapping[int, Geometry]:
        parts: dict[int, list[Geometry]] = defaultdict(list)
        of_node = self.regions.of_node
        for edge in self.problem.edges:
            if of_node.get(edge.u) is not None and of_node.get(edge.u) == of_node.get(edge.v):
                line = shapely.linestrings([self.problem.xy[edge.u], self.problem.xy[edge.v]])
                parts[of_node[edge.u]].append(line)
        for house in self.problem.houses:
            if house.state == "inside" and house.node in of_node:
                parts[of_node[house.node]].append(house.footprint)
        return {
            region: shapely.simplify(
                shapely.union_all(shapely.buffer(shapes, CELL_MARGIN, quad_segs=2)), 1.0
            )
            for region, shapes in parts.items()
        }

    def summary(self, seconds: float) -> dict[str, Any]:
        """The plan's figures as `--json` prints them."""
        kinds = Counter(stand.kind for stand in self.plan.stands)
        inside = [h for h in self.problem.houses if h.state == "inside" and h.households]
        hose = self.problem.profile.fire.hose_metres
        least = least_lanes(self.problem, self.plan, self.regions)
        return {
            "status": self.plan.status,
            "objective": self.plan.objective,
            "bound": self.plan.bound,
            "gap": self.plan.gap,
            "seconds": round(seconds, 3),
            "violations": [],
            "terms": self.plan.terms,
            "cost": self.plan.objective,
            "fences": kinds["fence"],
            "fire_lanes": kinds["fire_lane"],
            "gates": kinds["gate"],
            "keyed_doors": kinds["keyed_door"],
            "kept": len(self.problem.pins.built) - round(self.plan.terms["removal"]["count"]),
            "removed": round(self.plan.terms["removal"]["count"]),
            "least_fire_lanes": {"count": len(least.stands), "saves": least.saves},
            "cells": self.regions.count,
            "homes": len(inside),
            "households": sum(h.households for h in inside),
            "guards": sum(s.levels for s in self.plan.stands)
            * self.problem.profile.costs.shifts_a_day,
            "unreachable_by_fire_before": sum(
                (metres := _hose(a.hose_metres)) is None or metres > hose for a in self.access
            ),
            "disconnected": sorted(
                self.problem.houses[i].id
                for home in self.problem.homes
                if home.node in self.plan.apart
                for i in home.houses
            ),
            "failures": [self._failure(asdict(failure)) for failure in self.plan.failures],
            "input": {"streets": self.problem.digest},
            "area": self._geometry(self.problem.area),
            "attribution": self.problem.attribution,
        }

    def _failure(self, failure: dict[str, Any]) -> dict[str, Any]:
        at = set(failure["homes"])
        ids = [h.id for h in self.problem.houses if h.node in at and h.households]
        return {"buildings": ids, "sentence": failure["sentence"]}

    def _middle(self, edge: Edge) -> Geometry:
        u, v = self.problem.xy[edge.u], self.problem.xy[edge.v]
        return shapely.Point((u + v) / 2)

    def _feature(self, shape: Geometry, properties: dict[str, Any]) -> Feature:
        return {"type": "Feature", "geometry": self._geometry(shape), "properties": properties}

    def _geometry(self, shape: Geometry) -> dict[str, Any]:
        degrees = self.problem.plane.shape_in_degrees(shape)
        return mapping(shapely.set_precision(degrees, 10**-DEGREE_DIGITS, mode="pointwise"))


def _cut(cut: Cut) -> dict[str, Any]:
    return {
        "way": cut.way, "from": cut.start, "to": cut.end, "fraction": round(cut.middle, 6),
    }  # fmt: skip


def _door(house: House) -> dict[str, Any] | None:
    if house.door is None:
        return None
    way, start, end, fraction = house.door
    return {"way": way, "from": start, "to": end, "fraction": round(fraction, 6)}


def _hose(metres: float) -> float | None:
    """Rounded up, so that a hose that is too short by a hand is not said to be long enough."""
    return None if math.isinf(metres) else math.ceil(metres * 10) / 10


def _finite(value: float) -> float | None:
    return None if math.isinf(value) else round(value, 1)
