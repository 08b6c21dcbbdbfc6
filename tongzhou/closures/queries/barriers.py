"""Barriers as pages and papers show them: filtered, sorted, in the order of removal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import NullIf
from django.utils.functional import cached_property

from tongzhou.closures import access
from tongzhou.closures.choices import LIVE, OPENING_ORDER, UNDOABLE, BarrierState
from tongzhou.closures.models import Barrier, BarrierEvent, Opening, StreetMap
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

SORTS: Mapping[str, tuple[str, ...]] = {
    "number": ("committee", "number"),
    "alley": ("named", "number"),
    "kind": ("kind", "committee", "number"),
    "state": ("state", "committee", "number"),
    "width": ("width",),
    "checked": ("checked_at",),
}
VIEWS: Mapping[str, Q] = {
    "live": Q(state__in=LIVE),
    "build": Q(state=BarrierState.PLANNED),
    "built": Q(state=BarrierState.BUILT),
    "blocked": Q(blocked_at__isnull=False),
    "remove": Q(state=BarrierState.BUILT, to_remove_at__isnull=False),
    "removed": Q(state=BarrierState.REMOVED),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list was asked to show."""

    view: str = "live"
    kind: str = ""
    committee: int | None = None
    text: str = ""
    sort: str = ""


class Counted(Paginator):
    """A paginator that was told how many rows there are."""

    def __init__(self, found: QuerySet[Barrier], size: int, total: int) -> None:
        super().__init__(found, size)
        self.total = total

    @cached_property
    def count(self) -> int:
        """The total it was told."""
        return self.total


@dataclass(frozen=True, slots=True)
class Record:
    """One barrier with all that happened to it."""

    barrier: Barrier
    events: Sequence[BarrierEvent]

    @property
    def can_undo(self) -> bool:
        """Whether the last thing pressed can be taken back."""
        last = next((event for event in self.events if not event.is_undone), None)
        return last is not None and last.deed in UNDOABLE


def rows(acting: Acting, wanted: Wanted) -> QuerySet[Barrier]:
    """Barriers one may see that fit, in the order asked for."""
    return _ordered(_narrowed(acting, wanted).filter(VIEWS.get(wanted.view, Q())), wanted.sort)


def counts(acting: Acting, wanted: Wanted) -> dict[str, int]:
    """How many fit each chip. One query."""
    found = _narrowed(acting, wanted)
    return found.aggregate(**{name: Count("pk", filter=q) for name, q in VIEWS.items()})


def _narrowed(acting: Acting, wanted: Wanted) -> QuerySet[Barrier]:
    found = access.barriers(acting).select_related("committee")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.committee:
        found = found.filter(committee_id=wanted.committee)
    for word in wanted.text.split():
        fits = Q(alley__icontains=word) | Q(start__icontains=word) | Q(end__icontains=word)
        fits |= Q(key_holder__icontains=word)
        number = word.removeprefix("#")
        if number.isdecimal() and len(number) < 9:
            fits |= Q(number=int(number))
        found = found.filter(fits)
    return found


def _ordered(found: QuerySet[Barrier], sort: str) -> QuerySet[Barrier]:
    found = found.alias(named=NullIf("alley", Value("")))  # an alley without a name comes last
    fields = SORTS.get(sort.removeprefix("-"), SORTS["number"])
    if sort.startswith("-"):
        return found.order_by(*(F(f).desc(nulls_last=True) for f in fields), "-pk")
    return found.order_by(*(F(f).asc(nulls_last=True) for f in fields), "pk")


def record(acting: Acting, pk: int) -> Record:
    """One barrier and its history. Two queries."""
    found = access.barriers(acting).select_related("committee", "plan", "map", "place")
    row = get_or_404(found, pk=pk)
    events = access.events(acting).filter(barrier=row).select_related("by", "photo", "barrier")
    return Record(row, list(events))


def event(acting: Acting, pk: int) -> BarrierEvent:
    """One line of a history that has a photo."""
    found = access.events(acting).select_related("photo", "barrier").exclude(photo=None)
    return get_or_404(found, pk=pk)


def drawn(row: Barrier) -> dict[str, Any]:
    """What the map draws of one barrier."""
    is_known = row.longitude is not None and row.latitude is not None
    focus = [row.longitude, row.latitude] if is_known else None
    return {"features": [_feature(row)] if is_known else [], "homes": [], "focus": focus}


def drawn_on(acting: Acting, row: StreetMap) -> dict[str, Any]:
    """What stands on a map or is to be built there, as far as it is one's own."""
    rows = access.barriers(acting).filter(map=row, state__in=LIVE, longitude__isnull=False)
    return {"features": [_feature(one) for one in rows.order_by("committee", "number")]}


def _feature(row: Barrier) -> dict[str, Any]:
    properties = {
        "kind": row.kind, "number": row.number, "osm_way": row.way, "osm_from": row.cut_from,
        "osm_to": row.cut_to, "width": row.best_width or 4, "barrier": row.pk,
    }  # fmt: skip
    point = {"type": "Point", "coordinates": [row.longitude, row.latitude]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def in_order(found: QuerySet[Barrier], order: Sequence[str] = OPENING_ORDER) -> QuerySet[Barrier]:
    """By committee, then by kind in the order given, those of most households first."""
    place = Case(
        *(When(kind=kind, then=Value(k)) for k, kind in enumerate(order)),
        output_field=IntegerField(),
    )
    return found.order_by("committee", place, "-households", "number").select_related("committee")


def standing(acting: Acting, committee_id: int | None = None) -> QuerySet[Barrier]:
    """What stands there now and is one's own."""
    found = access.barriers(acting).filter(state=BarrierState.BUILT)
    return found.filter(committee_id=committee_id) if committee_id else found


def standing_by_committee(acting: Acting) -> dict[int, int]:
    """How much stands in each committee one may see."""
    found = standing(acting).order_by().values_list("committee").annotate(count=Count("pk"))
    return dict(found)


def opening(acting: Acting, pk: int) -> Opening:
    """One order to open everything."""
    return get_or_404(access.openings(acting).select_related("ordered_by", "ended_by"), pk=pk)


def of_opening(acting: Acting, row: Opening) -> QuerySet[Barrier]:
    """What is to be opened, the most urgent of each committee first."""
    found = access.to_open(acting).filter(state=BarrierState.BUILT)
    if row.committee_id:
        found = found.filter(committee_id=row.committee_id)
    return in_order(found)


def running(acting: Acting) -> Opening | None:
    """The order that is in force; of several the widest, and of those the newest."""
    found = access.openings(acting).filter(ended_at=None)
    return found.order_by(F("committee").asc(nulls_first=True), "-ordered_at").first()
