"""The certificate: what proves a plan, small enough to be checked again without a solver."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tongzhou.planners.closure.explain.witnesses import intrusion_ways
from tongzhou.planners.closure.problem import Cut, Problem

VERSION = 1


def certificate(problem: Problem, plan: Mapping[str, Any]) -> dict[str, Any]:
    """The proof of a plan given as GeoJSON.

    `least_closings` is the number of `ways` in that share no street: no plan can do with fewer
    fences, fire lanes, doors and gates. `bound` proves the cost.
    """
    ways = intrusion_ways(problem)
    summary = plan["tongzhou"]
    return {
        "version": VERSION,
        "input": summary["input"],
        "plan": digest(plan),
        "objective": summary["objective"],
        "bound": summary["bound"],
        "closings": sum(summary[k] for k in ("fences", "fire_lanes", "gates", "keyed_doors")),
        "least_closings": len(ways),
        "ways": [[_stretch(cut) for cut in way] for way in ways],
        "buildings": [
            {"osm_id": p["osm_id"], "gate": p["gate"], "walk_after": p["walk_after"],
             "hose_metres": p["hose_metres"], "fire_entrances": p["fire_entrances"]}
            for f in plan["features"]
            if (p := f["properties"])["kind"] == "building" and p["gate"] is not None
        ],
    }  # fmt: skip


def digest(plan: Mapping[str, Any]) -> str:
    """SHA-256 of a plan's features in canonical JSON."""
    text = json.dumps(plan["features"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _stretch(cut: Cut) -> dict[str, Any]:
    return {
        "way": cut.way, "from": cut.start, "to": cut.end,
        "low": round(cut.low, 6), "high": round(cut.high, 6),
    }  # fmt: skip
