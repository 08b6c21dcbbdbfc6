"""The rows behind the work list: two tables in one statement.

`_kinds` says which request is which kind of work for whom; the first that fits counts.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.desk import access
from tongzhou.desk.choices import CLOSED, TO_BRING, TO_DO, Attention, State
from tongzhou.desk.queries.lists import overdue, something_to_bring
from tongzhou.registry.acting import Acting

TO_BEGIN = (State.RECEIVED, State.IN_PROGRESS, State.REOPENED)
NOTHING = ""
HOUSEHOLD_LIMIT = 50
WORKS = access.RUNNERS | {Role.COMMITTEE_STAFF, Role.STREET_OFFICER, Role.DEPARTMENT_DESK}


class Line(NamedTuple):
    """One line of work as the database has it; `item` is the request's or the call's number."""

    item: int
    kind: str
    urgency: int
    due: datetime
    code: str
    state: str
    service: str
    service_en: str
    resident: str | None
    compound: str | None
    compound_en: str | None
    door: str | None
    household_id: int | None
    resident_id: int | None
    key_id: UUID
    caller_phone: bytes
    resident_key_id: UUID | None
    resident_phone: bytes | None
    assigned: str | None
    department: str | None
    department_en: str | None


# Where the columns from `code` on are found, seen from a request.
COLUMNS: Mapping[str, str] = {
    "line_code": "code",
    "line_state": "state",
    "line_service": "service__name",
    "line_service_en": "service__name_en",
    "line_resident": "resident__name",
    "line_compound": "household__building__compound__name",
    "line_compound_en": "household__building__compound__name_en",
    "line_door": "household__door",
    "line_household": "household_id",
    "line_person": "resident_id",
    "line_key": "key_id",
    "line_caller_phone": "caller_phone",
    "line_resident_key": "resident__key_id",
    "line_resident_phone": "resident__phone",
    "line_assigned": "assigned_to__name",
    "line_department": "department__name",
    "line_department_en": "department__name_en",
}


class Counted(NamedTuple):
    """Numbers of one kind of work."""

    kind: str
    waiting: int
    overdue: int
    done_today: int
    tomorrow: int


def has_work(acting: Acting) -> bool:
    """Whether the desk has any work for this role at all."""
    return acting.role in WORKS


def waiting(acting: Acting, *, now: datetime, kinds: frozenset[str], limit: int) -> list[Line]:
    """The most urgent lines of the chosen kinds (one query)."""
    chosen = kinds or frozenset(Attention.values)
    requests = _requests(acting, now).filter(kind__in=chosen)
    calls = _calls(acting).filter(done_at__isnull=True, kind__in=chosen)
    both = _columns(requests, "").union(_columns(calls, "request__"), all=True)
    return [Line(*row) for row in both.order_by("urgency", "due", "item")[:limit]]


def of_household(acting: Acting, household_id: int) -> list[Line]:
    """Every open request of a household, whoever works on it (one query)."""
    is_helper = acting.role in access.RUNNERS
    rows = access.requests(acting).filter(household_id=household_id).exclude(state__in=CLOSED)
    rows = rows.annotate(
        kind=Case(
            When(_if(is_helper, Q(errand__runner_id=acting.user_id)), then=Value(Attention.ERRAND)),
            default=Value(Attention.DELIVERY if is_helper else Attention.REQUEST),
            output_field=CharField(),
        ),
        urgency=F("priority"),
    )
    return [Line(*row) for row in _columns(rows, "").order_by("urgency", "due")[:HOUSEHOLD_LIMIT]]


def counts(acting: Acting, *, now: datetime) -> list[Counted]:
    """How much of each kind waits, is late, was done today, comes tomorrow (one query)."""
    made_today = Q(done_at__gte=_today(now), done_by_id=acting.user_id)
    calls = _calls(acting).filter(Q(done_at__isnull=True) | made_today)
    calls = calls.annotate(is_waiting=Case(When(done_at__isnull=True, then=1), default=0))
    requests = _requests(acting, now, with_done=True)
    return [Counted(*row) for row in _tallied(requests, now).union(_tallied(calls, now), all=True)]


def _tallied(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    start = _today(now) + timedelta(days=1)
    is_waiting = Q(is_waiting=1)
    tallied = (
        rows.order_by()
        .values("kind")
        .annotate(
            waiting=Count("pk", filter=is_waiting),
            overdue=Count("pk", filter=is_waiting & Q(due_at__lt=now)),
            done_today=Count("pk", filter=Q(is_waiting=0)),
            tomorrow=Count(
                "pk", filter=is_waiting & Q(due_at__gte=start, due_at__lt=start + timedelta(days=1))
            ),
        )
    )
    return tallied.values_list("kind", "waiting", "overdue", "done_today", "tomorrow")


def _today(now: datetime) -> datetime:
    return clock.day_start(clock.local_date(now))


def _requests(acting: Acting, now: datetime, *, with_done: bool = False) -> QuerySet[Any]:
    """Requests with the kind of work they are for somebody; others are left out."""
    whens = [When(q, then=Value(kind)) for kind, q in _kinds(acting, now)]
    done = [When(q, then=Value(kind)) for kind, q in _done(acting, now)] if with_done else []
    alive = Q(state__in=TO_DO) | _if(with_done, Q(solved_at__gte=_today(now)))
    rows = (
        access.requests(acting)
        .filter(alive)
        .annotate(
            kind=Case(*whens, *done, default=Value(NOTHING), output_field=CharField()),
            urgency=F("priority"),
        )
    )
    if with_done:
        flags = [When(q, then=1) for _, q in _kinds(acting, now)]
        rows = rows.annotate(is_waiting=Case(*flags, default=0, output_field=IntegerField()))
    return rows.exclude(kind=NOTHING)


def _calls(acting: Acting) -> QuerySet[Any]:
    """Calls to make. The street office is asked for its own only."""
    rows = access.callbacks(acting).order_by()
    if acting.is_whole_street:
        rows = rows.filter(user=acting.user_id)
    return rows.annotate(
        kind=Value(Attention.CALLBACK, CharField()), urgency=F("request__priority")
    )


def _columns(rows: QuerySet[Any], prefix: str) -> QuerySet[Any]:
    columns = {name: F(prefix + path) for name, path in COLUMNS.items()}
    rows = rows.annotate(item=F("pk"), due=F("due_at"), **columns)
    return rows.values_list("item", "kind", "urgency", "due", *columns)


def _kinds(acting: Acting, now: datetime) -> Iterator[tuple[Attention, Q]]:
    """Which requests wait for somebody, as which kind of work."""
    if acting.role == Role.DEPARTMENT_DESK:
        yield Attention.REFERRED, Q(state__in=[State.REFERRED, State.IN_PROGRESS])
        return
    mine = acting.user_id
    if acting.is_supervisor or acting.role == Role.STREET_OFFICER:
        yield Attention.ESCALATED, overdue(now)
    is_shared = acting.role == Role.COMMITTEE_STAFF
    ours = access.carried_by(acting)
    yield (
        Attention.ERRAND,
        Q(errand__isnull=False, state__in=TO_BEGIN)
        & (Q(errand__runner_id=mine) | _if(is_shared, ours & Q(errand__runner__isnull=True))),
    )
    is_free = Q(courier__isnull=True, state=State.READY) & something_to_bring()
    near = _if(bool(acting.compound_id), Q(household__building__compound_id=acting.compound_id))
    yield (
        Attention.DELIVERY,
        Q(state__in=TO_BRING, courier_id=mine) | (is_free & (_if(is_shared, ours) | near)),
    )
    ours_to_do = Q(state__in=[State.RECEIVED, State.REOPENED]) | Q(
        state=State.IN_PROGRESS, department__isnull=True
    )
    yield (
        Attention.REQUEST,
        ours_to_do
        & Q(errand__isnull=True)
        & (Q(assigned_to_id=mine) | _if(is_shared, ours & Q(assigned_to__isnull=True))),
    )


def _done(acting: Acting, now: datetime) -> Iterator[tuple[Attention, Q]]:
    """What was finished today, as which kind of work."""
    today = _today(now)
    if acting.role == Role.DEPARTMENT_DESK:
        yield Attention.REFERRED, Q(solved_at__gte=today)
        return
    own = Q(assigned_to_id=acting.user_id) | Q(courier_id=acting.user_id)
    if acting.role == Role.COMMITTEE_STAFF:
        own |= access.carried_by(acting)
    yield Attention.ERRAND, own & Q(delivered_at__gte=today, errand__isnull=False)
    yield Attention.DELIVERY, own & Q(delivered_at__gte=today)
    yield Attention.REQUEST, own & Q(solved_at__gte=today)


def _if(condition: bool, q: Q) -> Q:
    return q if condition else access.NONE
