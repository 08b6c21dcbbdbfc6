"""What the gates saw: how each stands now, and who went through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from tongzhou.core import clock
from tongzhou.formats.gate_rules import Way
from tongzhou.gates import access
from tongzhou.gates.choices import CrossingHow, NoteKind
from tongzhou.gates.models import Crossing
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place

FEVER = 373


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate today: people, not households; `outside` are out and not back."""

    place: Place
    went_out: int
    came_in: int
    visitors: int
    fevers: int
    last_at: datetime | None
    queue: int | None
    handover: str

    @property
    def outside(self) -> int:
        """Out since midnight and not back."""
        return max(0, self.went_out - self.came_in)


def board(acting: Acting, *, now: datetime) -> list[Gate]:
    """The gates of one's committee as they stand (two queries)."""
    notes = access.notes(acting).filter(place=OuterRef("pk")).order_by("-at")
    counted = notes.filter(kind=NoteKind.COUNT, queue__isnull=False)
    handed = notes.filter(kind=NoteKind.HANDOVER)
    places = registry.places(acting).filter(kind=PlaceKind.GATE).select_related("committee")
    rows = places.annotate(
        queue_now=Subquery(counted.values("queue")[:1]),
        handed_over=Subquery(handed.values("note")[:1]),
    ).order_by("committee", "name")
    seen = _today(acting, now)
    return [_gate(place, seen.get(place.pk, {})) for place in rows]


def _today(acting: Acting, now: datetime) -> Mapping[int, Mapping[str, object]]:
    since = clock.day_start(clock.local_date(now))
    is_visitor = Q(how=CrossingHow.VISITOR)
    sums = (
        access.crossings(acting)
        .filter(at__gte=since)
        .values("place_id")
        .annotate(
            went_out=Sum("persons", filter=Q(direction=Way.OUT) & ~is_visitor),
            came_in=Sum("persons", filter=Q(direction=Way.IN) & ~is_visitor),
            visitors=Sum("persons", filter=Q(direction=Way.IN) & is_visitor),
            fevers=Count("pk", filter=Q(tenths__gte=FEVER)),
            last_at=Max("at"),
        )
        .order_by()
    )
    return {row["place_id"]: row for row in sums}


def _gate(place: Place, seen: Mapping[str, object]) -> Gate:
    return Gate(
        place=place,
        last_at=seen.get("last_at"),  # type: ignore[arg-type]
        queue=place.queue_now,  # type: ignore[attr-defined]
        handover=place.handed_over or "",  # type: ignore[attr-defined]
        **{  # type: ignore[arg-type]
            name: seen.get(name) or 0 for name in ("went_out", "came_in", "visitors", "fevers")
        },
    )


SHOWN: Mapping[str, Q] = {
    "all": Q(),
    "out": Q(direction=Way.OUT),
    "in": Q(direction=Way.IN),
    "visitors": Q(how=CrossingHow.VISITOR),
    "fever": Q(tenths__gte=FEVER),
    "against": ~Q(word=""),
}


def listing(acting: Acting, shown: str, *, place: int | None) -> QuerySet[Crossing]:
    """Crossings, newest first, with the door of the household where there was a pass."""
    rows = access.crossings(acting).filter(SHOWN[shown])
    if place is not None:
        rows = rows.filter(place=place)
    doors = {
        "door": F("of__household__door"),
        "household": F("of__household_id"),
        "compound": F("of__household__building__compound__name"),
        "compound_en": F("of__household__building__compound__name_en"),
    }
    return rows.select_related("place").annotate(**doors).order_by("-at", "-pk")


def households_of(rows: Sequence[Crossing]) -> list[int]:
    """Whose crossings these are."""
    return [row.household for row in rows if row.household]  # type: ignore[attr-defined]
