"""Which requests and calls are work for somebody, and of which kind.

What may be work is read whole, in one simple statement, and sorted out here: the database would
have to be told the same conditions once for each number that is counted. A committee has at most
a few thousand open requests; the street office reads only what is late or its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from tongzhou.accounts.choices import Role
from tongzhou.core import clock, prepared
from tongzhou.core.prepared import Slot
from tongzhou.core.work import Count
from tongzhou.desk import access
from tongzhou.desk.choices import TO_BRING, TO_DO, Attention, State
from tongzhou.registry.acting import Acting

TO_BEGIN = frozenset({State.RECEIVED, State.IN_PROGRESS, State.REOPENED})
NOW = Slot("now", DateTimeField())
TODAY = Slot("today", DateTimeField())
AT_THE_DEPARTMENT = frozenset({State.REFERRED, State.IN_PROGRESS})


class Row(NamedTuple):
    """A request, or a call about one; `done_at` is when the one was solved, the other made."""

    request: int
    urgency: int
    state: str
    delivered_at: datetime | None
    committee: int
    assigned: int | None
    courier: int | None
    department: int | None
    errand: int | None
    runner: int | None
    compound: int | None
    call: int | None
    has_paper: bool
    due_at: datetime
    done_at: datetime | None

    @property
    def item(self) -> int:
        """The number of the call or of the request."""
        return self.call or self.request

    @property
    def is_to_bring(self) -> bool:
        """As `queries.lists.something_to_bring`."""
        return bool(self.errand or self.has_paper or self.state == State.OUT_FOR_DELIVERY)

    def is_overdue(self, now: datetime) -> bool:
        """As `queries.lists.overdue`."""
        is_owed = self.state in TO_DO and (self.state != State.READY or self.is_to_bring)
        return self.due_at < now and is_owed


OF_REQUEST = (
    "id", "priority", "state", "delivered_at", "committee_id", "assigned_to_id", "courier_id",
    "department_id", "errand__id", "errand__runner_id", "household__building__compound_id",
)  # fmt: skip


class Work(NamedTuple):
    """A row as a kind of work; done today or still waiting."""

    kind: Attention
    row: Row
    is_done: bool

    @property
    def order(self) -> tuple[int, datetime, int]:
        """The most urgent first, then what is due first."""
        return self.row.urgency, self.row.due_at, self.row.item


def work_of(acting: Acting, *, now: datetime) -> list[Work]:
    """All that waits for somebody and what of it was done today, in no order (one query)."""
    sorter = Sorter(acting, now, _today(now))
    found = prepared.statement(_rows, acting.as_slots())
    times = {"now": now, "today": sorter.today}
    rows = found.rows(acting.values() | times)
    return [work for row in rows if (work := sorter.sort(Row._make(row)))]


def _rows(acting: Acting) -> QuerySet[Any, Any]:
    return _requests(acting).union(_calls(acting), all=True)


def counts(works: Iterable[Work], *, now: datetime) -> dict[str, Count]:
    """How much of each kind waits, is late, was done today, comes tomorrow."""
    kinds: dict[str, list[Work]] = {}
    for work in works:
        kinds.setdefault(work.kind, []).append(work)
    start = _today(now) + timedelta(days=1)
    end = start + timedelta(days=1)
    return {kind: _count(own, now, start, end) for kind, own in kinds.items()}


def _count(works: list[Work], now: datetime, start: datetime, end: datetime) -> Count:
    due = [work.row.due_at for work in works if not work.is_done]
    return Count(
        waiting=len(due),
        overdue=sum(moment < now for moment in due),
        done_today=len(works) - len(due),
        tomorrow=sum(start <= moment < end for moment in due),
    )


def _today(now: datetime) -> datetime:
    return clock.day_start(clock.local_date(now))


def _requests(acting: Acting) -> QuerySet[Any, Any]:
    """Requests to do and those solved today, as `Row`."""
    rows = access.requests(acting).filter(Q(state__in=TO_DO) | Q(solved_at__gte=TODAY))
    if acting.role == Role.STREET_OFFICER:
        mine = acting.user_id
        own = Q(assigned_to=mine) | Q(courier=mine) | Q(errand__runner=mine)
        rows = rows.filter(own | Q(due_at__lt=NOW))
    papers = access.with_papers_to_bring().filter(request_id=OuterRef("pk"))
    no_call = Value(None, output_field=IntegerField())
    return rows.values_list(*OF_REQUEST, no_call, Exists(papers), "due_at", "solved_at")


def _calls(acting: Acting) -> QuerySet[Any, Any]:
    """Calls to make and those one made today, as `Row`. The street office has its own only."""
    made_today = Q(done_at__gte=TODAY, done_by=acting.user_id)
    rows = access.callbacks(acting).filter(Q(done_at__isnull=True) | made_today).order_by()
    if acting.is_whole_street:
        rows = rows.filter(user=acting.user_id)
    of_request = (f"request__{path}" for path in OF_REQUEST)
    no_paper = Value(False, output_field=BooleanField())
    return rows.values_list(*of_request, "id", no_paper, "due_at", "done_at")


@dataclass(frozen=True, slots=True)
class Sorter:
    """Knows which kind of work a row is for one person; the first kind that fits counts."""

    acting: Acting
    now: datetime
    today: datetime

    def sort(self, row: Row) -> Work | None:
        """The row as work, or None if it is none for this person."""
        if row.call:
            return Work(Attention.CALLBACK, row, row.done_at is not None)
        if kind := next(self._waits_as(row), None):
            return Work(kind, row, is_done=False)
        kind = self._done_as(row)
        return Work(kind, row, is_done=True) if kind else None

    def _waits_as(self, row: Row) -> Iterator[Attention]:
        if self.acting.role == Role.DEPARTMENT_DESK:
            if row.state in AT_THE_DEPARTMENT:
                yield Attention.REFERRED
            return
        leads = self.acting.is_supervisor or self.acting.role == Role.STREET_OFFICER
        if leads and row.is_overdue(self.now):
            yield Attention.ESCALATED
        if row.errand and row.state in TO_BEGIN and self._is_mine_or_free(row, row.runner):
            yield Attention.ERRAND
        if row.state in TO_BRING and self._may_bring(row):
            yield Attention.DELIVERY
        if self._is_ours_to_do(row) and self._is_mine_or_free(row, row.assigned):
            yield Attention.REQUEST

    def _done_as(self, row: Row) -> Attention | None:
        if row.done_at is None or row.done_at < self.today:
            return None
        if self.acting.role == Role.DEPARTMENT_DESK:
            return Attention.REFERRED
        if self.acting.user_id not in (row.assigned, row.courier) and not self._is_shared(row):
            return None
        if row.delivered_at is None or row.delivered_at < self.today:
            return Attention.REQUEST
        return Attention.ERRAND if row.errand else Attention.DELIVERY

    def _is_shared(self, row: Row) -> bool:
        """Whether anybody of one's committee may do it."""
        is_ours = row.committee == self.acting.committee_id
        return is_ours and self.acting.role == Role.COMMITTEE_STAFF

    def _is_mine_or_free(self, row: Row, whose: int | None) -> bool:
        return self._is_shared(row) if whose is None else whose == self.acting.user_id

    def _may_bring(self, row: Row) -> bool:
        if row.courier is not None:
            return row.courier == self.acting.user_id
        compound = self.acting.compound_id
        is_near = compound is not None and row.compound == compound
        is_free = row.state == State.READY and row.is_to_bring
        return is_free and (is_near or self._is_shared(row))

    def _is_ours_to_do(self, row: Row) -> bool:
        if row.errand or row.state not in TO_BEGIN:
            return False
        return row.state != State.IN_PROGRESS or row.department is None
