"""What the gates saw: how each stands now, and who went through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from tongzhou.core import clock
from tongzhou.formats import pass_codes
from tongzhou.formats.gate_rules import Way
from tongzhou.gates import access
from tongzhou.gates.choices import CrossingHow, NoteKind
from tongzhou.gates.models import Crossing
from tongzhou.gates.models.crossings import AGAINST
from tongzhou.gates.queries import findings
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place
from tongzhou.registry.models.tree import in_readers_language


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate today: people, not households; `outside` are out and not back."""

    place: Place
    went_out: int
    came_in: int
    visitors: int
    last_at: datetime | None
    queue: int | None
    handover: str
    to_look_at: int

    @property
    def outside(self) -> int:
        """Out since midnight and not back."""
        return max(0, self.went_out - self.came_in)


def board(acting: Acting, *, now: datetime) -> list[Gate]:
    """The gates of one's committee as they stand (three queries)."""
    notes = access.notes(acting).filter(place=OuterRef("pk")).order_by("-at")
    counted = notes.filter(kind=NoteKind.COUNT, queue__isnull=False)
    handed = notes.filter(kind=NoteKind.HANDOVER)
    places = registry.places_in_use(acting).filter(kind=PlaceKind.GATE).select_related("committee")
    rows = places.annotate(
        queue_now=Subquery(counted.values("queue")[:1]),
        handed_over=Subquery(handed.values("note")[:1]),
    ).order_by("committee", "name")
    gates = list(rows)
    seen, waiting = _today(acting, gates, now), findings.waiting_by_place(acting)
    return [_gate(place, seen.get(place.pk, {}), waiting.get(place.pk, 0)) for place in gates]


def _today(
    acting: Acting, gates: Sequence[Place], now: datetime
) -> Mapping[int, Mapping[str, object]]:
    """Sums of each gate, by an index that holds them: the gates are named, so that it serves."""
    since = clock.day_start(clock.local_date(now))
    is_visitor = Q(how=CrossingHow.VISITOR)
    sums = (
        access.crossings(acting)
        .filter(place__in=gates, at__gte=since)
        .values("place_id")
        .annotate(
            went_out=Sum("persons", filter=Q(direction=Way.OUT) & ~is_visitor),
            came_in=Sum("persons", filter=Q(direction=Way.IN) & ~is_visitor),
            visitors=Sum("persons", filter=Q(direction=Way.IN) & is_visitor),
            last_at=Max("at"),
        )
        .order_by()
    )
    return {row["place_id"]: row for row in sums}


def _gate(place: Place, seen: Mapping[str, object], to_look_at: int) -> Gate:
    return Gate(
        place=place,
        to_look_at=to_look_at,
        last_at=seen.get("last_at"),  # type: ignore[arg-type]
        queue=place.queue_now,  # type: ignore[attr-defined]
        handover=place.handed_over or "",  # type: ignore[attr-defined]
        **{  # type: ignore[arg-type]
            name: seen.get(name) or 0 for name in ("went_out", "came_in", "visitors")
        },
    )


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SHOWN: Mapping[str, Q] = {
    "all": Q(),
    "out": Q(direction=Way.OUT),
    "in": Q(direction=Way.IN),
    "visitors": Q(how=CrossingHow.VISITOR),
    "against": AGAINST,
}
# What a list needs, and neither temperature nor the word of a guard nor for what somebody went.
COLUMNS = ("place", "direction", "persons", "at", "doubt", "how", "verdict", "word", "of")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ends: what comes after is older. Millions of rows are never counted."""

    at: datetime
    pk: int

    @classmethod
    def of(cls, row: Crossing) -> Self:
        """The mark behind this row."""
        return cls(row.at, row.pk)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """From an address, or None where that makes no sense."""
        micros, _dash, pk = text.partition("-")
        if not (micros.isdecimal() and pk.isdecimal() and len(text) < 40):
            return None
        try:
            return cls(EPOCH + timedelta(microseconds=int(micros)), int(pk))
        except OverflowError:
            return None

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A crossing, the code of its pass and the compound it belongs to; never the door."""

    row: Crossing
    code: str
    compound: str

    @property
    def who(self) -> str:
        """How the gate knew them: by a pass, or without one."""
        return self.code or str(self.row.get_how_display())


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some crossings, newest first, and the mark of what is older, if there is more."""

    seen: Sequence[Seen]
    older: Mark | None


def listing(
    acting: Acting, shown: str, *, place: int | None, after: Mark | None, size: int
) -> Stretch:
    """Crossings by gate, time, way, outcome and the code of the pass, no door: one query."""
    rows = access.crossings(acting).filter(SHOWN[shown])
    if place is not None:
        rows = rows.filter(place=place)
    only = rows.select_related("place").only(*COLUMNS, "place__name", "place__name_en")
    return _stretch(only, after, size)


def fevers(acting: Acting, *, after: Mark | None, size: int) -> Stretch:
    """Fevers at gates for the health desk: which gate, when, how high, no door yet: one query."""
    return _stretch(access.fevers(acting).select_related("place"), after, size)


def _stretch(rows: QuerySet[Crossing], after: Mark | None, size: int) -> Stretch:
    """So many crossings that are older than a mark."""
    if after:
        rows = rows.filter(~Q(at=after.at, pk__gte=after.pk), at__lte=after.at)
    found = list(with_codes(rows).order_by("-at", "-pk")[: size + 1])
    older = Mark.of(found[size - 1]) if len(found) > size else None
    return Stretch([seen(row) for row in found[:size]], older)


def with_codes(rows: QuerySet[Crossing]) -> QuerySet[Crossing]:
    """Crossings with the code and the compound of their pass beside them."""
    return rows.annotate(
        code=F("of__code"),
        compound=F("of__household__building__compound__name"),
        compound_en=F("of__household__building__compound__name_en"),
    )


def seen(row: Crossing) -> Seen:
    """A crossing of `with_codes`."""
    code, compound = row.code, row.compound  # type: ignore[attr-defined]
    named = in_readers_language(compound, row.compound_en) if compound else ""  # type: ignore[attr-defined]
    return Seen(row, pass_codes.spoken(code) if code else "", named)


def households_of(rows: Sequence[Crossing]) -> list[int]:
    """Whose crossings these are."""
    return [row.household for row in rows if row.household]  # type: ignore[attr-defined]
