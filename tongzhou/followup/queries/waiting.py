"""What waits for somebody, of all kinds, with the same columns so that one union reads it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from tongzhou.accounts.choices import Role
from tongzhou.core import clock, prepared
from tongzhou.core.prepared import Slot
from tongzhou.core.work import Urgency
from tongzhou.followup import access
from tongzhou.followup.choices import (
    SEEN,
    UNSETTLED_ALARMS,
    AlarmState,
    CheckState,
    NeedState,
    ObservationState,
    Outcome,
)
from tongzhou.followup.queries.observations import active, releasable
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language

BRING_WITHIN = timedelta(hours=2)
KINDS = {
    Role.COMMITTEE_STAFF: ("alarm", "check", "visit", "sign", "release", "need"),
    Role.HEALTH_WORKER: ("alarm", "sign", "release"),
    Role.STREET_OFFICER: ("alarm", "sign"),
}
DONE = (*SEEN, CheckState.REFUSED, CheckState.NOT_ATTEMPTED)
LAST_CHECK = "last check"
NUMBERS = "numbers"
HIGH = Value(int(Urgency.HIGH), output_field=IntegerField())
NORMAL = Value(int(Urgency.NORMAL), output_field=IntegerField())
YES = Value(True, output_field=BooleanField())
NO = Value(False, output_field=BooleanField())
# Left open in the statements, which are compiled once: `_times` gives the values.
TODAY = Slot("today", DateField())
TOMORROW = Slot("tomorrow", DateField())
NOW = Slot("now", DateTimeField())
SINCE = Slot("since", DateTimeField())
UNTIL = Slot("until", DateTimeField())
HOUSEHOLD = Slot("household", BigIntegerField())


class Row(NamedTuple):
    """One line of work as all kinds have it; `is_done` was finished today."""

    kind: str
    urgency: int
    due_at: datetime
    ref: int
    detail: str
    is_done: bool
    observation_id: int

    @property
    def key(self) -> str:
        """Names the line on the list."""
        return f"{self.kind}-{self.ref:010}"

    @property
    def order(self) -> tuple[int, datetime, str]:
        """The order of `core.work.WorkItem`."""
        return (self.urgency, self.due_at, self.key)


class Who(NamedTuple):
    """Whom an observation is about, and where they are; nobody once that is erased."""

    resident_id: int | None
    household_id: int | None
    name: str | None
    compound: str | None
    compound_en: str | None
    door: str | None

    @property
    def place(self) -> str:
        """Compound and door, in the reader's language."""
        compound = in_readers_language(self.compound or "", self.compound_en or "")
        return f"{compound} {self.door or ''}".strip()


COMPOUND = "household__building__compound"
# Where the columns of `Who` are found, seen from an observation.
OF_WHO = (
    "resident_id", "household_id", "resident__name", f"{COMPOUND}__name", f"{COMPOUND}__name_en",
    "household__door",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of one kind, with the columns of `Row`; `path` leads to the observation."""

    kind: str
    urgency: Any
    rows: QuerySet
    path: str
    due: Any
    detail: Any
    done: Any = NO

    def columns(self, *more: str) -> QuerySet:
        """The rows with the columns of `Row`, and more of the observation."""
        kind = Value(self.kind, output_field=CharField())
        detail = Cast(self.detail, CharField())
        of_observation = (f"{self.path}{name}" for name in ("id", *more))
        return self.rows.order_by().values_list(
            kind, self.urgency, self.due, "pk", detail, self.done, *of_observation
        )

    def of_household(self) -> QuerySet:
        """The rows of one household with the columns of `Row` and `Who`."""
        own = self.rows.filter(**{f"{self.path}household_id": HOUSEHOLD})
        return replace(self, rows=own).columns(*OF_WHO)


def kinds_for(acting: Acting) -> tuple[str, ...]:
    """The kinds of work somebody in this role has."""
    return KINDS.get(Role(acting.role), ()) if acting.role in Role.values else ()


def _checks(acting: Acting) -> Waiting:
    """Today's checks that nobody has made: one's own, and those nobody was given."""
    rows = access.follow_ups(acting).filter(
        _mine(acting, "team"),
        state=CheckState.NOT_PERFORMED,
        due_at__lt=UNTIL,
        is_extra=False,
    )
    return Waiting("check", NORMAL, rows, "observation__", "due_at", "part")


def of_all_kinds(acting: Acting, *, now: datetime, checks_limit: int) -> list[Row]:
    """The first checks, their numbers as one line more, and all of the other kinds with what was
    done today, in no order.

    One query. The other kinds are few, and so their counts need no line of their own.
    """
    found = prepared.statement(_of_all_kinds, acting.as_slots(), checks_limit)
    return [Row(*row) for row in found.rows(acting.values() | _times(now))]


def _of_all_kinds(acting: Acting, checks_limit: int) -> QuerySet:
    parts = list(_parts(acting))
    if checks_limit:
        parts.append(_first_checks(acting, checks_limit))
    columns = [w.columns() for w in parts]
    if "check" in kinds_for(acting):
        columns.append(_numbers(acting))
    return _union(columns)


def _times(now: datetime) -> dict[str, date | datetime]:
    today = clock.local_date(now)
    since, until = clock.day_bounds(today)
    tomorrow = today + timedelta(days=1)
    return {"today": today, "tomorrow": tomorrow, "now": now, "since": since, "until": until}


def who(acting: Acting, rows: Iterable[Row]) -> Mapping[int, Who]:
    """Whom these lines are about, by observation. One query."""
    wanted = {row.observation_id for row in rows}
    found = access.observations(acting).filter(pk__in=wanted).values_list("pk", *OF_WHO)
    return {pk: Who(*columns) for pk, *columns in found}


def of_household(acting: Acting, household_id: int, *, now: datetime) -> list[tuple[Row, Who]]:
    """What waits for one household. One query."""
    found = prepared.statement(_of_household, acting.as_slots())
    values = acting.values() | _times(now) | {"household": household_id}
    width = len(Row._fields)
    lines = [(Row(*columns[:width]), Who(*columns[width:])) for columns in found.rows(values)]
    return [(row, who) for row, who in lines if not row.is_done]


def _of_household(acting: Acting) -> QuerySet:
    waiting = list(_parts(acting))
    if "check" in kinds_for(acting):
        waiting.append(_checks(acting))
    return _union(w.of_household() for w in waiting)


def _union(parts: Iterable[QuerySet]) -> QuerySet:
    first, *others = parts
    return first.union(*others, all=True)


def _first_checks(acting: Acting, limit: int) -> Waiting:
    """In the order of their index: the rest is never read."""
    waiting = _checks(acting)
    chosen = waiting.rows.order_by("due_at", "pk").values("pk")[:limit]
    return replace(waiting, rows=access.follow_ups(Acting.system()).filter(pk__in=chosen))


def _parts(acting: Acting) -> Iterator[Waiting]:
    yield _alarms(acting)
    yield _signatures(acting)
    if acting.role == Role.STREET_OFFICER:
        return
    if acting.role == Role.HEALTH_WORKER:
        yield _medic_releases(acting)
    else:
        yield _cadre_releases(acting)
        yield _visits(acting)
        yield _needs(acting)
    yield _released(acting)


def _alarms(acting: Acting) -> Waiting:
    """Nobody has seen it; or it is not settled. Closing is left to health workers."""
    states = [AlarmState.OPEN, AlarmState.ACKNOWLEDGED]
    if acting.role == Role.HEALTH_WORKER:
        states.append(AlarmState.HANDLED)
    urgency = Case(
        When(state=AlarmState.OPEN, then=Value(int(Urgency.ALARM))),
        default=HIGH,
        output_field=IntegerField(),
    )
    closed = Q(state=AlarmState.CLOSED, settled_at__gte=SINCE)
    rows = access.alarms(acting).filter(Q(state__in=states) | closed)
    done = _flag(state=AlarmState.CLOSED)
    return Waiting("alarm", urgency, rows, "observation__", "last_at", "state", done)


def _signatures(acting: Acting) -> Waiting:
    """Who signed first waits for somebody else."""
    waits = Q(confirmed_at__isnull=True, state=ObservationState.ACTIVE)
    mine = Q(enrolled_by=acting.user_id)
    rows = access.observations(acting).filter((waits & ~mine) | Q(confirmed_at__gte=SINCE))
    done = _flag(confirmed_at__isnull=False)
    return Waiting("sign", HIGH, rows, "", "restriction__confirm_by", "level", done)


def _medic_releases(acting: Acting) -> Waiting:
    """The cadre has signed, the medic has not."""
    rows = releasable(acting, today=TODAY).filter(
        release__cadre__isnull=False, release__medic__isnull=True
    )
    return Waiting("release", NORMAL, rows, "", UNTIL, Value("sign"))


def _cadre_releases(acting: Acting) -> Waiting:
    """Ready and not signed by a cadre; or the last day is over without a last check."""
    seen = access.follow_ups(Acting.system()).filter(
        observation=OuterRef("pk"), state__in=SEEN, day__gte=OuterRef("end_on")
    )
    alarm = access.alarms(Acting.system()).filter(
        observation=OuterRef("pk"), state__in=UNSETTLED_ALARMS
    )
    reached_end = active(acting).filter(_mine(acting, "responsible"), end_on__lte=TODAY)
    rows = reached_end.annotate(is_seen=Exists(seen), has_alarm=Exists(alarm)).filter(
        Q(is_seen=True, has_alarm=False, release__cadre__isnull=True)
        | Q(is_seen=False, end_on__lt=TODAY)
    )
    detail = Case(
        When(is_seen=True, then=Value("sign")),
        default=Value(LAST_CHECK),
        output_field=CharField(),
    )
    return Waiting("release", NORMAL, rows, "", UNTIL, detail)


def _released(acting: Acting) -> Waiting:
    """Released today."""
    rows = access.observations(acting).filter(outcome=Outcome.COMPLETED, ended_at__gte=SINCE)
    return Waiting("release", NORMAL, rows, "", UNTIL, Value("sign"), YES)


def _visits(acting: Acting) -> Waiting:
    """Enough checks missed in a row, and nobody has reached the person since."""
    reached = access.follow_ups(Acting.system()).filter(
        observation=OuterRef("observation"),
        state__in=[*SEEN, CheckState.REFUSED],
        performed_at__gt=Coalesce(OuterRef("performed_at"), OuterRef("due_at")),
    )
    rows = access.follow_ups(acting).filter(
        _mine(acting, "observation__responsible"),
        ~Exists(reached),
        asks_visit=True,
        observation__state=ObservationState.ACTIVE,
    )
    return Waiting("visit", HIGH, rows, "observation__", "due_at", "part")


def _needs(acting: Acting) -> Waiting:
    met = Q(state=NeedState.MET, settled_at__gte=SINCE)
    rows = access.needs(acting).filter(
        Q(state=NeedState.OPEN) | met, _mine(acting, "observation__responsible")
    )
    due = ExpressionWrapper(F("asked_at") + BRING_WITHIN, output_field=DateTimeField())
    done = _flag(state=NeedState.MET)
    return Waiting("need", NORMAL, rows, "observation__", due, "kind", done)


def _flag(**condition: Any) -> Case:
    return Case(When(**condition, then=YES), default=NO, output_field=BooleanField())


def _mine(acting: Acting, path: str) -> Q:
    """One's own and what nobody was given; everything for who leads."""
    if acting.is_supervisor or acting.is_coordinator:
        return Q()
    return Q(**{path: acting.membership_id}) | Q(**{f"{path}__isnull": True})


def _numbers(acting: Acting) -> QuerySet:
    """How many checks wait today, how many of them are late, done today, planned tomorrow: one
    line in the columns of `Row`. All is read from one index: `followup_counts`.
    """
    rows = access.follow_ups(acting).filter(
        _mine(acting, "team"), day__in=[TODAY, TOMORROW], is_extra=False
    )
    waits = Q(day=TODAY, state=CheckState.NOT_PERFORMED)
    done = Count("pk", filter=Q(day=TODAY, state__in=DONE))
    counted = rows.order_by().values(number_kind=Value(NUMBERS, output_field=CharField()))
    counted = counted.annotate(
        number_waiting=Count("pk", filter=waits),
        number_at=Max("due_at"),
        number_late=Count("pk", filter=waits & Q(due_at__lt=NOW)),
        number_done=Cast(done, CharField()),
        number_no=NO,
        number_tomorrow=Count("pk", filter=Q(day=TOMORROW)),
    )
    return counted.values_list(
        "number_kind", "number_waiting", "number_at", "number_late", "number_done", "number_no",
        "number_tomorrow",
    )  # fmt: skip


def numbers(rows: list[Row]) -> tuple[int, int, int, int]:
    """Checks that wait, are late, were done today, are planned tomorrow, as one line has them."""
    row = next(row for row in rows if row.kind == NUMBERS)
    return row.urgency, row.ref, int(row.detail), row.observation_id
