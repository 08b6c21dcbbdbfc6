"""How far people walk on the streets of a map while a plan is in force: fences are not climbed."""

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import igraph
from django.db.models import F, Q

from tongzhou.closures import access
from tongzhou.closures.models import ClosurePlan
from tongzhou.closures.queries.maps import drawing
from tongzhou.closures.queries.places import Point, metres, middle
from tongzhou.closures.queries.plans import answer
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting

CLOSED = frozenset({"fence", "fire_lane"})
Pairs = Mapping[tuple[int, int], float]


def metres_through_gates(
    committee_id: int, compounds: Collection[int], places: Collection[int]
) -> Pairs:
    """Metres from the middle of each compound's buildings to each place, where there is a way."""
    plan = _in_force(committee_id)
    content = drawing(plan.map) if plan else b""
    if plan is None or not content:
        return {}
    features = json.loads(gzip.decompress(content))["features"]
    streets = _Streets(features, _cuts(plan))
    homes = _homes(plan, compounds, features)
    return streets.metres(homes, _spots(places)) if homes and streets.nodes else {}


def _in_force(committee_id: int) -> ClosurePlan | None:
    """The committee's own plan, else that of the street office: the newest that counts."""
    rows = access.plans(Acting.system()).filter(
        Q(committee=committee_id) | Q(committee=None), adopted_at__isnull=False, superseded_at=None
    )
    return rows.order_by(F("committee").desc(nulls_last=True), "-adopted_at").first()


def _cuts(plan: ClosurePlan) -> set[frozenset[int]]:
    """Segments nobody walks along any more."""
    return {
        frozenset((cut["from"], cut["to"]))
        for closing in answer(plan).closings
        if closing["kind"] in CLOSED
        for cut in closing["cuts"]
    }


def _homes(
    plan: ClosurePlan, compounds: Collection[int], features: Iterable[Mapping[str, Any]]
) -> dict[int, Point]:
    """Where compounds lie: the middle of those of their buildings that are on the map."""
    linked = access.links(Acting.system()).filter(map=plan.map, building__compound__in=compounds)
    of_building: dict[str, list[int]] = defaultdict(list)
    for osm_id, compound in linked.values_list("osm_id", "building__compound_id"):
        of_building[osm_id].append(compound)
    found: dict[int, list[Point]] = defaultdict(list)
    for feature in features:
        for compound in of_building.get(feature["properties"].get("osm_id", ""), ()):
            found[compound].append(middle(feature["geometry"]))
    return {compound: _mean(points) for compound, points in found.items()}


def _mean(points: Sequence[Point]) -> Point:
    return [sum(point[k] for point in points) / len(points) for k in (0, 1)]


def _spots(places: Collection[int]) -> dict[int, Point]:
    rows = registry.places(Acting.system()).filter(
        pk__in=places, longitude__isnull=False, latitude__isnull=False
    )
    return {
        pk: (longitude or 0.0, latitude or 0.0)
        for pk, longitude, latitude in rows.values_list("pk", "longitude", "latitude")
    }


class _Streets:
    """The streets as a graph, without the segments that are closed."""

    def __init__(
        self, features: Iterable[Mapping[str, Any]], cuts: Collection[frozenset[int]]
    ) -> None:
        lines = [f for f in features if f["properties"]["kind"] == "street"]
        places = {
            node: place
            for line in lines
            for node, place in zip(
                line["properties"]["nodes"], line["geometry"]["coordinates"], strict=False
            )
        }
        self.nodes = sorted(places)
        self.places = [places[node] for node in self.nodes]
        number = {node: index for index, node in enumerate(self.nodes)}
        edges = [
            (number[a], number[b]) for a, b in _segments(lines) if frozenset((a, b)) not in cuts
        ]
        self.graph = igraph.Graph(n=len(self.nodes), edges=edges)
        self.graph.es["metres"] = [metres(self.places[a], self.places[b]) for a, b in edges]

    def metres(self, homes: Mapping[int, Point], spots: Mapping[int, Point]) -> Pairs:
        """From each home to each spot, with the steps to the nearest corner at both ends."""
        sources = {key: self._nearest(point) for key, point in homes.items()}
        targets = {key: self._nearest(point) for key, point in spots.items()}
        found: dict[tuple[int, int], float] = {}
        ends = sorted({index for index, _ in targets.values()})
        for home, (start, before) in sources.items():
            ways = self.graph.distances(source=start, target=ends, weights="metres")[0]
            by_node = dict(zip(ends, ways, strict=True))
            for spot, (end, behind) in targets.items():
                if math.isfinite(by_node[end]):
                    found[home, spot] = before + by_node[end] + behind
        return found

    def _nearest(self, point: Point) -> tuple[int, float]:
        distances = [metres(point, place) for place in self.places]
        index = min(range(len(distances)), key=distances.__getitem__)
        return index, distances[index]


def _segments(lines: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, int]]:
    for line in lines:
        yield from pairwise(line["properties"]["nodes"])
