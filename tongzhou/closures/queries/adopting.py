"""What adopting a plan would mean: what is built, what stays, what goes, and whose each is."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongzhou.accounts.choices import Role
from tongzhou.closures import access
from tongzhou.closures.choices import LIVE
from tongzhou.closures.models import Barrier, ClosurePlan
from tongzhou.closures.queries.places import Point, is_in_or_near, metres, middle
from tongzhou.closures.queries.plans import KINDS, answer
from tongzhou.registry.acting import Acting

SAME_PLACE = 8.0
AT_THE_EDGE = 15.0


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing of the plan with its committee and its place."""

    given: Mapping[str, Any]
    at: Point
    committee_id: int | None


@dataclass(slots=True)
class Consequences:
    """`stays` are pairs of a barrier and the closing it is in the plan."""

    to_build: list[Closing] = field(default_factory=list)
    stays: list[tuple[Barrier, Closing]] = field(default_factory=list)
    goes: list[Barrier] = field(default_factory=list)
    replaced: set[int] = field(default_factory=set)

    @property
    def standing(self) -> Sequence[Barrier]:
        """What has to be taken down."""
        return [barrier for barrier in self.goes if barrier.is_built]

    @property
    def is_unplaced(self) -> bool:
        """Whether nobody knows which committee something belongs to."""
        return any(closing.committee_id is None for closing in self.to_build)


def may_adopt(acting: Acting, row: ClosurePlan) -> bool:
    """The street officer any plan; a committee's supervisor the committee's own."""
    if acting.role == Role.STREET_OFFICER or acting.is_system:
        return True
    is_own = row.committee_id is not None and row.committee_id == acting.committee_id
    return acting.role == Role.COMMITTEE_STAFF and acting.is_supervisor and is_own


def consequences(acting: Acting, row: ClosurePlan) -> Consequences:
    """Compare a plan with what is there. A barrier of the same kind at the same place stays;
    what lies in the plan's area and is not in the plan goes; what lies outside is left alone.
    What the planner was told to stand stays only where the plan says that it keeps it: a few metres
    away there may be a door between.
    """
    whole = answer(row).content
    content, known = whole.get("plan", {}), frozenset(whole.get("standing", ()))
    closings = _closings(row, content.get("features", ()))
    area = content.get("tongzhou", {}).get("area")
    live = access.barriers(acting).filter(state__in=LIVE).order_by("committee", "number")
    if row.committee_id:
        live = live.filter(committee_id=row.committee_id)
    return _compared(closings, list(live), area, known)


def _compared(
    closings: Sequence[Closing],
    live: list[Barrier],
    area: Mapping[str, Any] | None,
    known: Collection[int],
) -> Consequences:
    found = Consequences()
    left = {barrier.pk: barrier for barrier in live}
    for closing in closings:
        same = _same(left.values(), closing, known)
        if same is None:
            found.to_build.append(closing)
        else:
            found.stays.append((left.pop(same.pk), closing))
    found.goes = [
        b for b in left.values() if _place(b) and is_in_or_near(_place(b), area, AT_THE_EDGE)
    ]
    touched = [barrier for barrier, _ in found.stays] + found.goes
    found.replaced = {barrier.plan_id for barrier in touched if barrier.plan_id}
    return found


def _same(left: Iterable[Barrier], closing: Closing, known: Collection[int]) -> Barrier | None:
    """The barrier that a closing is: what the plan keeps, else the nearest."""
    is_kept = bool(closing.given.get("built"))
    found = [b for b in left if (is_kept or b.pk not in known) and _is_same(b, closing)]
    return min(found, key=lambda b: (b.pk not in known, _apart(b, closing)), default=None)


def _apart(barrier: Barrier, closing: Closing) -> float:
    place = _place(barrier)
    return metres(place, closing.at) if place else math.inf


def _is_same(barrier: Barrier, closing: Closing) -> bool:
    given = closing.given
    if barrier.kind != given["kind"]:
        return False
    ends = {given["osm_from"], given["osm_to"]}
    if barrier.way == given["osm_way"] and {barrier.cut_from, barrier.cut_to} == ends:
        return True
    return _apart(barrier, closing) <= SAME_PLACE


def _place(barrier: Barrier) -> Point:
    if barrier.longitude is None or barrier.latitude is None:
        return ()
    return barrier.longitude, barrier.latitude


def _closings(row: ClosurePlan, features: Iterable[Mapping[str, Any]]) -> list[Closing]:
    parts = [f for f in features if f["properties"]["kind"] in KINDS]
    houses = [f for f in features if f["properties"]["kind"] == "building"]
    whose = _whose(row, houses) if row.committee_id is None else {}
    return [
        Closing(part["properties"], part["geometry"]["coordinates"][:2],
                row.committee_id or _committee(part, houses, whose))
        for part in parts
    ]  # fmt: skip


def _whose(row: ClosurePlan, houses: Sequence[Mapping[str, Any]]) -> Mapping[str, int]:
    rows = access.links(Acting.system()).filter(map=row.map_id)
    return dict(rows.values_list("osm_id", "building__compound__committee_id"))


def _committee(
    part: Mapping[str, Any], houses: Sequence[Mapping[str, Any]], whose: Mapping[str, int]
) -> int | None:
    """Whose homes a gate serves; else whose linked building is nearest."""
    number, at = part["properties"]["number"], part["geometry"]["coordinates"]
    linked = [h for h in houses if h["properties"]["osm_id"] in whose]
    served: Counter[int] = Counter()
    for house in linked:
        if house["properties"]["gate"] == number:
            served[whose[house["properties"]["osm_id"]]] += house["properties"]["households"]
    if served:
        return served.most_common(1)[0][0]
    nearest = min(linked, key=lambda h: metres(at, middle(h["geometry"])), default=None)
    return whose[nearest["properties"]["osm_id"]] if nearest else None
