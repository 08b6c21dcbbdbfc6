"""What the columns of a cell's programme are about."""

from typing import NamedTuple

from tongzhou.planners.closure.solve.programme import Level


class Gate(NamedTuple):
    """A gate on a chain whose inner end is `inside`; `label` is the compound it serves."""

    chain: int
    inside: int
    outside: int
    label: int


class Use(NamedTuple):
    """A home's way out by a gate: metres to the public street."""

    home: int
    gate: Gate
    metres: float


OUTSIDE = Level()
INSIDE = Level(1.0)
ROUNDING = 1e-6
"""Metres by which the same way may differ when it is added up from the other end."""
