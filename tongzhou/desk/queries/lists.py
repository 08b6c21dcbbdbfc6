"""Lists of requests: filtered, sorted, counted, one page at a time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import cached_property

from tongzhou.desk import access
from tongzhou.desk.choices import CLOSED, TO_DO, State
from tongzhou.desk.models import Service, ServiceRequest
from tongzhou.privacy import blind
from tongzhou.registry.acting import Acting
from tongzhou.registry.queries.search import people

CODE = re.compile(r"(?:r-?)?([2-9a-hj-kmnp-z]{2,5})", re.IGNORECASE)
FOUND_AT_MOST = 50
GOING_AT_MOST = 200
GOING = (
    State.RECEIVED, State.IN_PROGRESS, State.REOPENED, State.READY, State.OUT_FOR_DELIVERY,
)  # fmt: skip

SORTS: Mapping[str, tuple[str, ...]] = {
    "due": ("due_at",),
    "closed": ("closed_at",),
    "received": ("received_at",),
    "code": ("code",),
    "service": ("service__sort",),
    "door": ("household__building__compound_id", "household__building__walk_order", "household"),
    "state": ("state",),
    "department": ("department_id",),
}
USUAL = ("priority", "due_at", "pk")


class Shown(TypedDict):
    """Whom a page shows, as the access log takes it."""

    residents: list[int]
    households: list[int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list was asked to show."""

    view: str = "open"
    state: str = ""
    service: int | None = None
    department: int | None = None
    text: str = ""
    sort: str = ""


class Counted(Paginator):
    """A paginator that was told how many rows there are."""

    def __init__(self, rows: QuerySet[Any], size: int, total: int) -> None:
        super().__init__(rows, size)
        self.total = total

    @cached_property
    def count(self) -> int:
        """The total it was told."""
        return self.total


def views(acting: Acting, now: datetime) -> Mapping[str, Q]:
    """The chips above the list, each a condition."""
    to_do = Q(state__in=TO_DO)
    return {
        "open": ~Q(state__in=CLOSED),
        "mine": to_do & Q(assigned_to_id=acting.user_id),
        "nobody": to_do & Q(assigned_to__isnull=True, department__isnull=True),
        "overdue": overdue(now),
        "hold": Q(state=State.ON_HOLD),
        "answer": Q(state=State.DELIVERED),
        "closed": Q(state__in=CLOSED),
    }


def counts(rows: QuerySet[ServiceRequest], conditions: Mapping[str, Q]) -> dict[str, int]:
    """How many rows each condition has (one query)."""
    return rows.aggregate(**{name: Count("pk", filter=q) for name, q in conditions.items()})


def page_of_requests(
    acting: Acting, wanted: Wanted, *, now: datetime, number: str | None, size: int
) -> tuple[Page[ServiceRequest], dict[str, int]]:
    """One page of the list and the numbers on the chips (three queries; five with a search)."""
    conditions = dict(views(acting, now))
    rows = _narrowed(access.requests(acting), acting, wanted)
    shown = conditions.get(wanted.view, Q())
    found = counts(rows, conditions | {"shown": shown})
    ordered = _ordered(rows.filter(shown), wanted)
    page = Counted(_with_relations(ordered), size, found.pop("shown")).get_page(number)
    return page, found


def page_of_referred(
    acting: Acting, wanted: Wanted, *, number: str | None, size: int
) -> Page[ServiceRequest]:
    """A department's own list: what waits for it first."""
    rows = _narrowed(access.requests(acting), acting, wanted)
    if wanted.view == "open":
        rows = rows.filter(state__in=[State.REFERRED, State.IN_PROGRESS, State.ON_HOLD])
    return Paginator(_with_relations(_ordered(rows, wanted)), size).get_page(number)


def _narrowed(
    rows: QuerySet[ServiceRequest], acting: Acting, wanted: Wanted
) -> QuerySet[ServiceRequest]:
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.service:
        rows = rows.filter(service_id=wanted.service)
    if wanted.department:
        rows = rows.filter(department_id=wanted.department)
    return rows.filter(_meant(acting, wanted.text)) if wanted.text.strip() else rows


def _meant(acting: Acting, text: str) -> Q:
    """A code or part of one, a caller's number, or a household as the registry finds it."""
    code = CODE.fullmatch(text.strip())
    meant = Q(code__contains=code[1].upper()) if code else Q(pk__in=[])
    if sum(c.isdigit() for c in text) >= 7:
        meant |= Q(caller_phone_index=blind.phone_index(text))
    found = people(acting, text, limit=FOUND_AT_MOST)
    households = [h.pk for h in found.households]
    residents = [r.pk for r in found.residents]
    return meant | Q(household_id__in=households) | Q(resident_id__in=residents)


def _ordered(rows: QuerySet[ServiceRequest], wanted: Wanted) -> QuerySet[ServiceRequest]:
    fields = SORTS.get(wanted.sort.removeprefix("-"))
    if fields is None:
        is_over = wanted.view == "closed"
        return rows.order_by("-closed_at", "-pk") if is_over else rows.order_by(*USUAL)
    if wanted.sort.startswith("-"):
        return rows.order_by(*(F(f).desc(nulls_last=True) for f in fields), "-pk")
    return rows.order_by(*(F(f).asc(nulls_last=True) for f in fields), "pk")


def _with_relations(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    return rows.select_related(
        "service", "resident", "household__building__compound", "committee", "department",
        "assigned_to",
    )  # fmt: skip


def to_go(acting: Acting) -> list[ServiceRequest]:
    """Errands and deliveries somebody may go for, in walking order."""
    has_errand = Q(errand__in=access.errands(acting), state__in=GOING)
    rows = access.requests(acting).filter(has_errand | Q(pk__in=to_bring(acting).values("pk")))
    rows = rows.select_related(
        "errand__runner", "courier", "household__building__compound", "service"
    )
    order = (
        F("household__building__compound_id").asc(nulls_last=True),
        F("household__building__walk_order").asc(nulls_last=True),
        "household_id",
        "pk",
    )
    return list(rows.order_by(*order)[:GOING_AT_MOST])


def to_bring(acting: Acting) -> QuerySet[ServiceRequest]:
    """What lies ready for doors one may go to."""
    rows = access.deliveries(acting).filter(something_to_bring())
    return rows.select_related("household__building__compound", "service", "courier", "errand")


def overdue(now: datetime) -> Q:
    """Past the target time, and we still owe something: work, or the way to the door."""
    owed = Q(state__in=TO_DO) & ~Q(state=State.READY)
    return Q(due_at__lt=now) & (owed | (Q(state=State.READY) & something_to_bring()))


def something_to_bring() -> Q:
    """Goods of an errand, or a paper that was made."""
    return (
        Q(errand__isnull=False)
        | Q(pk__in=access.with_papers_to_bring())
        | Q(state=State.OUT_FOR_DELIVERY)
    )


def last_services(acting: Acting, *, limit: int = 5) -> list[Service]:
    """The services somebody took calls for last, newest first (two queries)."""
    taken = access.requests(acting).filter(taken_by_id=acting.user_id).order_by("-pk")
    ids = list(dict.fromkeys(taken.values_list("service_id", flat=True)[:40]))[:limit]
    by_id = {s.pk: s for s in access.services(acting).filter(pk__in=ids, is_active=True)}
    return [by_id[pk] for pk in ids if pk in by_id]


def services_like(acting: Acting, text: str) -> list[Service]:
    """Services whose name or search words hold every word of a text."""
    rows = access.services(acting).filter(is_active=True)
    for word in text.split()[:5]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(name_en__icontains=word) | Q(words__icontains=word)
        )
    return list(rows)


def ids_of(rows: Iterable[ServiceRequest]) -> Shown:
    """Whom a list of requests shows, for the access log."""
    shown = list(rows)
    return {
        "residents": [r.resident_id for r in shown if r.resident_id],
        "households": [r.household_id for r in shown if r.household_id],
    }
