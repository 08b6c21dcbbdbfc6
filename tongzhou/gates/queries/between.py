"""Who went through a gate between two moments: for whoever traces contacts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from tongzhou.gates import access
from tongzhou.gates.models import Crossing
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

# How far around the span to look for clocks more doubtful than so much; steps, for the index.
STEPS = (
    (timedelta(seconds=30), timedelta(minutes=15)),
    (timedelta(minutes=15), timedelta(hours=1)),
    (timedelta(hours=1), timedelta(hours=6)),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One going through, with what a tracer needs to reach the people."""

    row: Crossing
    door: str
    visitor: str
    phone: str
    host: str


def between(acting: Acting, place: int, since: datetime, until: datetime) -> QuerySet[Crossing]:
    """Crossings of a span in their order, and by doubtful clocks up to six hours around it."""
    most = STEPS[-1][1]
    around = Q(at__gte=since - most, at__lt=until + most)  # says the same again, for the index
    was_there = Q(at__gte=since, at__lt=until)
    for least, most in STEPS:
        was_there |= Q(doubt__gt=least.total_seconds(), at__gte=since - most, at__lt=until + most)
    rows = access.crossings_to_trace(acting).filter(around, was_there, place=place)
    doors = {
        "door": F("of__household__door"),
        "household": F("of__household_id"),
        "compound": F("of__household__building__compound__name"),
    }
    return rows.annotate(**doors).order_by("at", "pk")


def passages(rows: Sequence[Crossing]) -> list[Passage]:
    """Rows of a page with visitors' details opened (two queries)."""
    keyring = Keyring.of(row.key_id for row in rows)
    return [_passage(row, keyring) for row in rows]


def _passage(row: Crossing, keyring: Keyring) -> Passage:
    text = keyring.read(row, "visitor") if row.key_id else ""
    said = json.loads(text or "{}")
    door = f"{row.compound} {row.door}" if row.door else ""  # type: ignore[attr-defined]
    return Passage(row, door, said.get("name", ""), said.get("phone", ""), said.get("host", ""))
