"""What this room tells others of walking: minutes through the gates that are open."""

from collections.abc import Collection, Mapping

from tongzhou.closures.queries.walking import metres_through_gates

# Slow enough for the old and for ice.
METRES_A_MINUTE = 70.0


def minutes(
    committee_id: int, compounds: Collection[int], places: Collection[int]
) -> Mapping[tuple[int, int], float]:
    """By compound and place, as far as the committee's adopted plan and its map tell."""
    found = metres_through_gates(committee_id, compounds, places)
    return {pair: metres / METRES_A_MINUTE for pair, metres in found.items()}
