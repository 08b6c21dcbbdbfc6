"""What all rules look at: the plan on the raw streets, and who walks how far."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tongzhou.formats.streets.extract import Tags
from tongzhou.planners.closure.problem.pins import NO_PINS, Pins
from tongzhou.planners.closure.problem.profile import Profile
from tongzhou.planners.closure.problem.register import Register
from tongzhou.planners.closure.rules.file import Closing, Dwelling, PlanFile
from tongzhou.planners.closure.rules.graph import Graph
from tongzhou.planners.closure.rules.report import Violation
from tongzhou.planners.closure.rules.streets import Key, Streets, key

ROUNDING = 1e-6


@dataclass(frozen=True)
class Scene:
    """A plan on the streets; distances are in metres and made once."""

    plan: PlanFile
    streets: Streets
    register: Register | None
    pins: Pins = NO_PINS

    @property
    def profile(self) -> Profile:
        """The figures that hold."""
        return self.streets.profile

    @cached_property
    def graph(self) -> Graph:
        """The raw streets, cut."""
        return Graph.of(self.streets, self.plan)

    @cached_property
    def public(self) -> Mapping[int, float]:
        """The vertices of public ground, at 0 m from it: raw nodes, and doors on pavements or outside
        the area.
        """
        at, nodes = self.graph.at, self.streets.public_nodes()
        doors = [(home.door, home.id) for home in self.plan.buildings if home.door]
        is_public = self.streets.on_public_ground([spot for spot, _ in doors], nodes)
        fronts = [
            self.graph.doors[name]
            for (_, name), is_on in zip(doors, is_public, strict=True)
            if is_on and name in self.graph.doors
        ]
        return dict.fromkeys((*(at[ref] for ref in nodes if ref in at), *fronts), 0.0)

    @cached_property
    def outside(self) -> Mapping[int, float]:
        """From public ground without passing a closing."""
        return self.graph.walk(self.public)

    @cached_property
    def before(self) -> Mapping[int, float]:
        """From public ground as it is today."""
        return self.graph.walk(self.public, through=self.plan.closings.keys())

    @cached_property
    def fire_segments(self) -> frozenset[int]:
        """The segments that take a fire engine."""
        count = len(self.streets.segments)
        return frozenset(k for k in range(count) if self.streets.takes_engines(k))

    @cached_property
    def disconnected(self) -> frozenset[str]:
        """The homes that the plan reports as joined to nothing."""
        return frozenset(self.plan.summary.get("disconnected", ()))

    @cached_property
    def kept_open(self) -> Mapping[int, float]:
        """The vertices on the ways that stay open to a hospital's door and its like, at 0 m.

        They are as public as a street: whoever looks for help passes there.
        """
        kept: dict[int, float] = {}
        for home in self.plan.buildings:
            door = self.door(home)
            if door is not None and door in self.outside and self.is_open_to_all(home.id):
                back, metres = self.graph.walk({door: 0.0}), self.outside[door]
                kept |= {
                    vertex: 0.0
                    for vertex, far in back.items()
                    if far + self.outside.get(vertex, math.inf) <= metres + ROUNDING
                }
        return kept

    def is_open_to_all(self, building: str) -> bool:
        """Whether everybody may need a building's door."""
        tags, kinds = self._tags.get(building, {}), self.profile.public.doors
        return not kinds.isdisjoint({tags.get("amenity"), tags.get("building")})

    @cached_property
    def _tags(self) -> Mapping[str, Tags]:
        return {building.id: building.tags for building in self.streets.extract.buildings}

    def door(self, home: Dwelling) -> int | None:
        """The vertex of a building's door."""
        return self.graph.doors.get(home.id)

    @cached_property
    def standing(self) -> Mapping[Key, Sequence[str]]:
        """What pins say stands in the area already: kinds by segment, the named ones first."""
        found: dict[Key, list[str]] = defaultdict(list)
        for spot in self.pins.built:
            here = key(spot.way, spot.start, spot.end)
            number = self.streets.number.get(here)
            if number is not None and self.streets.is_touched(number):
                found[here].append(spot.kind)
        return {here: sorted(kinds, reverse=True) for here, kinds in found.items()}

    @cached_property
    def kept(self) -> frozenset[int]:
        """The closings that stand already, each found once in what pins say."""
        left = {here: list(kinds) for here, kinds in self.standing.items()}
        found = set()
        for closing in self.plan.closings.values():
            main = closing.main
            kinds = left.get(key(main.way, main.start, main.end), [])
            names = (closing.kind, "") if not closing.is_passage else (closing.kind,)
            same = next((name for name in kinds if name in names), None)
            if closing.is_built and same is not None:
                kinds.remove(same)
                found.add(closing.number)
        return frozenset(found)

    def is_open(self, closing: Closing) -> bool:
        """Whether one side of a passage is joined to public ground without passing a closing."""
        return any(
            (low in self.outside) != (high in self.outside)
            for low, high in self.graph.sides[closing.number]
        )


def found(rule: str, where: object, message: str) -> Violation:
    """A violation at a closing, a building or a named thing."""
    return Violation(rule, str(where), message)
