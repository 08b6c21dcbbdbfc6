"""Marks of personal data: each such field is born with purpose, retention and eraser.

A model names them in a class attribute::

    personal = {"name": Personal("to know whom we serve", "resident", "registry.residents")}
    impersonal = ("state_note",)

The house test `tests/house/test_personal.py` fails for a text, date, file or sealed field that is
in neither.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Personal:
    """Why a field is kept, under which retention rule, and which eraser makes it vanish."""

    purpose: str
    retention: str
    eraser: str


@dataclass(frozen=True, slots=True)
class Eraser:
    """One class of personal data that vanishes together.

    `due(before)` gives the ids whose clock ran out before a moment; `erase(ids, now=...)` removes
    them for good and returns how many there were. `erase` must be repeatable.
    """

    name: str
    retention: str
    due: Callable[[datetime], Sequence[int]]
    erase: Callable[..., int]
