"""Reads of the room, by theme. `story` is what the household page asks every room for."""

from tongzhou.followup.queries.household import for_own_household, story

__all__ = ["for_own_household", "story"]
