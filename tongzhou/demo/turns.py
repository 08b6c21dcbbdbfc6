"""One thing that is to happen at its time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What to do when the history has come to `at`."""

    at: datetime
    act: Callable[[], object]
