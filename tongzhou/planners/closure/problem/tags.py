"""What OpenStreetMap's tags say about a way: its width, whether a fire engine fits, what it is."""

import re
from collections.abc import Mapping

from tongzhou.formats.streets.extract import Tags
from tongzhou.planners.closure.problem.profile import Fire

DRIVEN = frozenset(
    {"motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential",
     "living_street", "service", "pedestrian", "track", "road", "motorway_link", "trunk_link",
     "primary_link", "secondary_link", "tertiary_link", "busway"}
)  # fmt: skip
ROADS = DRIVEN - {"service", "track", "pedestrian"}
LOCKABLE = frozenset({"gate", "lift_gate", "swing_gate", "sliding_gate", "chain", "turnstile",
                      "full-height_turnstile", "hampshire_gate"})  # fmt: skip
BLOCKS = frozenset({"bollard", "block", "jersey_barrier", "kerb_block", "stile", "kissing_gate",
                    "turnstile", "full-height_turnstile", "cycle_barrier", "log"})  # fmt: skip
BESIDE = frozenset({"sidewalk", "crossing", "traffic_island"})
_NUMBER = re.compile(r"\s*([0-9]+(?:[.,][0-9]+)?)")


def number(text: str | None) -> float | None:
    """The first number of a tag's value, such as 3.5 of "3.5 m"; None if there is none."""
    found = _NUMBER.match(text or "")
    return float(found.group(1).replace(",", ".")) if found else None


def mapped_width(tags: Tags) -> float | None:
    """The width somebody mapped, in metres."""
    return number(tags.get("width")) or number(tags.get("est_width"))


def assumed_width(tags: Tags, widths: Mapping[str, float]) -> float:
    """The usual width of such a way, in metres; links are as wide as their street."""
    kind = tags.get("highway", "other").removesuffix("_link")
    lanes = number(tags.get("lanes"))
    return max(widths.get(kind, widths["other"]), 3.0 * lanes if lanes else 0.0)


def is_sidewalk(tags: Tags) -> bool:
    """Whether a way was mapped as part of a road beside it."""
    values = (tags.get(tags.get("highway", "")), tags.get("footway"), tags.get("cycleway"))
    return tags.get("is_sidepath") == "yes" or any(value in BESIDE for value in values)


def is_fire_capable(tags: Tags, width: float | None, fire: Fire) -> bool:
    """Whether a fire engine fits: driven ways by their kind, others only where it is mapped."""
    height = number(tags.get("maxheight"))
    if height and height < fire.height_metres:
        return False
    if width is not None and width < fire.width_metres:
        return False
    if tags.get("highway") in DRIVEN:
        return True
    if tags.get("highway") == "steps":
        return False
    is_driven = tags.get("motor_vehicle") in ("yes", "private", "destination", "permissive")
    return width is not None or is_driven or tags.get("emergency") == "yes"


def depth_of(tags: Tags) -> float:
    """The level a way lies on: its layer, else its storey, else below or above by what it is."""
    told = _signed(tags.get("layer"))
    if told is None:
        told = _signed(tags.get("level"))
    if told is not None:
        return told
    if tags.get("tunnel", "no") not in ("no", "building_passage"):
        return -1.0
    return 1.0 if tags.get("bridge", "no") != "no" else 0.0


def _signed(text: str | None) -> float | None:
    plain = (text or "").strip()
    found = number(plain.removeprefix("-"))
    return -found if found is not None and plain.startswith("-") else found
