"""The files of test vectors that Python and the browser both pass."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tongzhou.formats.gate_rules import (
    Asked,
    Deliveries,
    Interval,
    Need,
    Rules,
    Standing,
    Vehicles,
    Visitors,
    Way,
    Who,
    decide,
)

FOLDER = Path(__file__).parent
MEANS: Mapping[str, Any] = {
    "interval": Interval, "visitors": Visitors, "vehicles": Vehicles, "deliveries": Deliveries,
    "who": Who, "way": Way, "need": lambda word: Need(word) if word else None,
    "exempt": lambda words: frozenset(map(Need, words)),
}  # fmt: skip


def read(name: str) -> Any:
    """One file of vectors."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def run(case: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict of Python on one case of rules.json."""
    verdict = decide(
        Rules(**_meant(case["rules"])),
        Standing(case["standing"]),
        Asked(**_meant(case["asked"])),
        went_out=case["went_out"],
        offset=case["offset"],
    )
    return {name: getattr(verdict, name) for name in verdict.__slots__}


def _meant(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: MEANS[name](value) if name in MEANS else value for name, value in given.items()}
