"""The checker's own reading of OpenStreetMap's tags.

Fire-capable as the profile's [fire] says (GB 50016 in practice: 4 m wide and high, driven on, not
blocked); public as its [public] says.
"""

import re

from tongzhou.formats.streets.extract import Extract, Tags, Way
from tongzhou.planners.closure.problem.profile import Fire, Profile

MAIN = ("motorway", "trunk", "primary", "secondary", "tertiary")
STREETS = {*MAIN, *(f"{kind}_link" for kind in MAIN), "unclassified", "residential",
           "living_street", "service", "pedestrian", "track", "road", "busway"}  # fmt: skip
ENGINE_STOPPERS = {"bollard", "block", "jersey_barrier", "kerb_block", "stile", "kissing_gate",
                   "turnstile", "full-height_turnstile", "cycle_barrier", "log"}  # fmt: skip
GATES = {"gate", "lift_gate", "swing_gate", "sliding_gate", "chain", "turnstile",
         "full-height_turnstile", "hampshire_gate"}  # fmt: skip
INDOORS = {"corridor", "elevator"}
PART_OF_ROAD = {"sidewalk", "crossing", "traffic_island"}
DRIVING_ALLOWED = {"yes", "private", "destination", "permissive"}


def metres(text: str | None) -> float | None:
    """The number at the beginning of a tag's value; a comma counts as a point."""
    found = re.match(r"\s*(\d+([.,]\d+)?)", text or "")
    return float(found[1].replace(",", ".")) if found else None


def mapped_width(tags: Tags) -> float | None:
    """Metres as somebody mapped them."""
    return metres(tags.get("width")) or metres(tags.get("est_width"))


def width(tags: Tags, profile: Profile, known: float | None) -> float:
    """Metres as measured or mapped, else the profile's for the class, at least 3 m a lane."""
    if known is not None:
        return known
    kind = tags.get("highway", "other").removesuffix("_link")
    usual = profile.widths.get(kind, profile.widths["other"])
    return max(usual, 3.0 * (metres(tags.get("lanes")) or 0.0))


def takes_engines(tags: Tags, fire: Fire, known: float | None) -> bool:
    """Whether a fire engine fits through a way of a known width, bollards apart."""
    high = metres(tags.get("maxheight"))
    if known is not None and known < fire.width_metres:
        return False
    if (high and high < fire.height_metres) or tags.get("highway") == "steps":
        return False
    is_driven = tags.get("highway") in STREETS or tags.get("motor_vehicle") in DRIVING_ALLOWED
    return is_driven or known is not None or tags.get("emergency") == "yes"


def stays_open(way: Way, extract: Extract, profile: Profile) -> bool:
    """Whether a way is public by name, class or bus route."""
    public = profile.public
    if way.id in public.ways or way.id in public.not_ways:
        return way.id in public.ways
    is_bus = public.bus_routes and way.id in extract.bus_ways
    return is_bus or way.tags.get("highway") in public.classes


def is_level(way: Way) -> bool:
    """Neither bridge nor tunnel: what lies beside it lies on the same ground."""
    return way.tags.get("layer", "0") == "0" and way.tags.get("tunnel", "no") == "no"


def is_sidewalk(tags: Tags) -> bool:
    """Whether a way is part of a road beside it."""
    kinds = {tags.get(tags.get("highway", "")), tags.get("footway"), tags.get("cycleway")}
    return tags.get("is_sidepath") == "yes" or not PART_OF_ROAD.isdisjoint(kinds)


def is_street(tags: Tags) -> bool:
    """Whether a way is a street that sidewalks belong to."""
    is_minor = tags.get("highway") in ("service", "track", "pedestrian")
    return tags.get("highway") in STREETS and not is_minor and not is_sidewalk(tags)
