"""Reads of the room."""

from tongzhou.gates.queries.story import story

__all__ = ["story"]
