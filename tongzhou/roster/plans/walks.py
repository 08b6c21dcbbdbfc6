"""How long people walk to a post, as well as it is known."""

import math
from collections.abc import Collection, Mapping
from typing import Any

from tongzhou.core import rooms
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place
from tongzhou.roster.models import Post

# Slow enough for the old and for ice; streets are longer than the line between two places.
METRES_A_MINUTE, STREET_FACTOR = 70.0, 1.3
METRES_A_DEGREE = 111_320
AT_HOME = 2.0
# Half of what is allowed: who lives we know not where is neither preferred nor left out.
UNKNOWN = 7.0

Spot = tuple[float, float]
Known = Mapping[tuple[int, int], float]


def minutes(
    committee_id: int, homes: Collection[int | None], posts: Collection[Post]
) -> dict[int | None, dict[int, float]]:
    """Minutes from each compound (None: unknown) to each post.

    A room with a module `walking` may know the streets: `walking.minutes(committee_id, compounds,
    places)` gives minutes by compound and place. Else it is the straight line, made longer.
    """
    compounds = sorted(home for home in homes if home is not None)
    streets = _by_streets(committee_id, compounds, [p.place_id for p in posts if p.place_id])
    spots = _spots(compounds)
    return {
        home: {post.pk: _minutes(home, post, streets, spots) for post in posts} for home in homes
    }


def _by_streets(committee_id: int, compounds: Collection[int], places: Collection[int]) -> Known:
    found: dict[tuple[int, int], float] = {}
    for room in rooms.with_module("walking"):
        found |= room.minutes(committee_id, compounds, places)
    return found


def _spots(compounds: Collection[int]) -> dict[int, Spot]:
    """The middle of what is known to lie in a compound: one query."""
    found: dict[int, list[Spot]] = {}
    for place in registry.places(Acting.system()).filter(compound__in=compounds):
        if spot := _spot(place):
            found.setdefault(place.compound_id or 0, []).append(spot)
    return {
        compound: (sum(x for x, _ in there) / len(there), sum(y for _, y in there) / len(there))
        for compound, there in found.items()
    }


def _minutes(home: int | None, post: Post, streets: Known, spots: Mapping[int, Spot]) -> float:
    if home is None:
        return UNKNOWN
    known = streets.get((home, post.place_id or 0))
    if known is not None:
        return round(known, 1)
    here, there = spots.get(home), _spot(post.place)
    if here and there:
        return round(_metres(here, there) * STREET_FACTOR / METRES_A_MINUTE, 1)
    return AT_HOME if home == post.compound_id else UNKNOWN


def _spot(place: Place | None) -> Spot | None:
    if place is None or place.longitude is None or place.latitude is None:
        return None
    return place.longitude, place.latitude


def _metres(a: Any, b: Any) -> float:
    squeeze = math.cos(math.radians(a[1]))
    return METRES_A_DEGREE * math.hypot((a[0] - b[0]) * squeeze, a[1] - b[1])
