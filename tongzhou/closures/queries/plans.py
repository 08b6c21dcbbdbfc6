"""Plans as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tongzhou.closures import access
from tongzhou.closures.choices import PinKind
from tongzhou.closures.models import ClosurePlan
from tongzhou.closures.naming import alley_label
from tongzhou.closures.packing import unpacked
from tongzhou.closures.queries.corners import Corners
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

KINDS = ("gate", "fire_lane", "fence", "keyed_door")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the planner answered: closings in the order of their numbers, and the rest."""

    closings: Sequence[dict[str, Any]]
    limits: Sequence[Mapping[str, Any]]
    content: Mapping[str, Any]


def listing(acting: Acting) -> QuerySet[ClosurePlan]:
    """Plans one may see, the newest first, without their answers."""
    return access.plans(acting).defer("result", "boundary").order_by("-made_at", "-pk")


def plan(acting: Acting, pk: int) -> ClosurePlan:
    """One plan with its answer."""
    return get_or_404(access.plans(acting).select_related("made_by", "job"), pk=pk)


def answer(row: ClosurePlan) -> Answer:
    """The plan's answer, empty where there is none."""
    content = unpacked(row.result)
    features = content.get("plan", {}).get("features", ())
    # Copies: what a page adds must not change the plan, whose proof names it by its digest.
    closings = [dict(f["properties"]) for f in features if f["properties"]["kind"] in KINDS]
    for closing, reasons in zip(closings, content.get("reasons", ()), strict=False):
        closing["reasons"] = reasons
    return Answer(closings, content.get("limits", ()), content)


def label_closings(row: ClosurePlan, found: Answer) -> Corners | None:
    """Say of each closing what its alley is called; the map is read where names are wanting."""
    is_wanting = row.pins or not all(closing["name"] for closing in found.closings)
    corners = Corners.of(row.map) if is_wanting else None
    for closing in found.closings:
        where = closing["osm_way"], closing["osm_from"], closing["osm_to"]
        known = closing["name"] or (corners.label(*where) if corners else "")
        closing["label"] = alley_label(known, "")
    return corners


def idle_pins(row: ClosurePlan, found: Answer) -> set[int]:
    """Which wishes, by position, asked for something that the plan did not need: a dead end closed."""
    there = {(c["osm_way"], frozenset((c["osm_from"], c["osm_to"]))) for c in found.closings}
    return {
        position
        for position, pin in enumerate(row.pins)
        if row.is_ready and pin["kind"] in (PinKind.CLOSED, PinKind.GATES)
        if (pin["way"], frozenset((pin["from"], pin["to"]))) not in there
    }


def drawn(row: ClosurePlan) -> dict[str, Any]:
    """What the map page draws of a plan."""
    content = unpacked(row.result)
    features = content.get("plan", {}).get("features", [])
    return {
        "features": [f for f in features if f["properties"]["kind"] != "building"],
        "area": content.get("plan", {}).get("tongzhou", {}).get("area") or row.boundary,
        "homes": row.failure.get("homes", []),
        "pins": row.pins,
    }
