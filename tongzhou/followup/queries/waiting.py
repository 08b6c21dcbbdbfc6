"""What waits for somebody, of all kinds, with the same columns so that one union reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import LessThan

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
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
from tongzhou.followup.queries.observations import active, releasable, waiting_for_signature
from tongzhou.registry.acting import Acting

COLUMNS = (
    "kind", "urgency", "due_at", "ref", "detail", "observation_id", "resident_id", "household_id",
    "name", "door",
)  # fmt: skip
OF_OBSERVATION = ("id", "resident_id", "household_id", "resident__name", "household__door")
# The rows' own columns have some of these names already.
ALIASES = tuple(f"w_{name}" for name in COLUMNS)
BRING_WITHIN = timedelta(hours=2)
KINDS = {
    Role.COMMITTEE_STAFF: ("alarm", "check", "visit", "sign", "release", "need"),
    Role.HEALTH_WORKER: ("alarm", "sign", "release"),
    Role.STREET_OFFICER: ("alarm", "sign"),
}
DONE = (*SEEN, CheckState.REFUSED, CheckState.NOT_ATTEMPTED)
LAST_CHECK = "last check"
HIGH = Value(int(Urgency.HIGH), output_field=IntegerField())
NORMAL = Value(int(Urgency.NORMAL), output_field=IntegerField())
ZERO = Value(0, output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of one kind; `path` leads to the observation, `due` and `detail` are columns."""

    kind: str
    urgency: Any
    rows: QuerySet
    path: str
    due: Any
    detail: Any

    @property
    def is_timed(self) -> bool:
        """Whether rows become overdue one by one; else they are due at the end of the day."""
        return not isinstance(self.due, Value)

    def columns(self, *, household_id: int | None = None) -> QuerySet:
        """The rows as `COLUMNS`, of one household if wanted."""
        rows = (
            self.rows.filter(**{f"{self.path}household_id": household_id})
            if household_id
            else self.rows
        )
        values = (
            Value(self.kind, output_field=CharField()),
            self.urgency,
            self.due,
            F("pk"),
            Cast(self.detail, CharField()),
            *(F(f"{self.path}{name}") for name in OF_OBSERVATION),
        )
        named = dict(zip(ALIASES, values, strict=True))
        return rows.order_by().annotate(**named).values_list(*ALIASES)


def kinds_for(acting: Acting) -> tuple[str, ...]:
    """The kinds of work somebody in this role has."""
    return KINDS.get(Role(acting.role), ()) if acting.role in Role.values else ()


def checks(acting: Acting, *, now: datetime) -> Waiting:
    """Today's checks that nobody has made: one's own, and those nobody was given."""
    rows = access.follow_ups(acting).filter(
        _mine(acting, "team"),
        state=CheckState.NOT_PERFORMED,
        due_at__lt=clock.day_bounds(clock.local_date(now))[1],
        is_extra=False,
    )
    return Waiting("check", NORMAL, rows, "observation__", F("due_at"), F("part"))


def next_checks(acting: Acting, *, now: datetime, limit: int) -> QuerySet:
    """The first checks as `COLUMNS`, in the order of their index: the rest is never read."""
    return checks(acting, now=now).columns().order_by("due_at", "pk")[:limit]


def others(acting: Acting, *, now: datetime) -> Iterator[Waiting]:
    """Everything but checks."""
    yield _alarms(acting)
    yield _signatures(acting)
    if acting.role == Role.HEALTH_WORKER:
        yield _medic_releases(acting, now=now)
    elif acting.role == Role.COMMITTEE_STAFF:
        yield _cadre_releases(acting, now=now)
        yield _visits(acting)
        yield _needs(acting)


def _alarms(acting: Acting) -> Waiting:
    """Nobody has seen it; or it is not settled. Closing is left to health workers."""
    states = [AlarmState.OPEN, AlarmState.ACKNOWLEDGED]
    if acting.role == Role.HEALTH_WORKER:
        states.append(AlarmState.HANDLED)
    urgency = Case(
        When(state=AlarmState.OPEN, then=Value(int(Urgency.ALARM))),
        default=Value(int(Urgency.HIGH)),
        output_field=IntegerField(),
    )
    rows = access.alarms(acting).filter(state__in=states)
    return Waiting("alarm", urgency, rows, "observation__", F("last_at"), F("state"))


def _signatures(acting: Acting) -> Waiting:
    """Who signed first waits for somebody else."""
    rows = waiting_for_signature(acting).exclude(enrolled_by=acting.user_id)
    return Waiting("sign", HIGH, rows, "", F("restriction__confirm_by"), F("level"))


def _medic_releases(acting: Acting, *, now: datetime) -> Waiting:
    """The cadre has signed, the medic has not."""
    rows = releasable(acting, now=now).filter(
        release__cadre__isnull=False, release__medic__isnull=True
    )
    return Waiting("release", NORMAL, rows, "", _end_of_day(now), Value("sign"))


def _cadre_releases(acting: Acting, *, now: datetime) -> Waiting:
    """Ready and not signed by a cadre; or the last day is over without a last check."""
    seen = access.follow_ups(acting).filter(
        observation=OuterRef("pk"), state__in=SEEN, day__gte=OuterRef("end_on")
    )
    alarm = access.alarms(acting).filter(observation=OuterRef("pk"), state__in=UNSETTLED_ALARMS)
    today = clock.local_date(now)
    reached_end = active(acting).filter(_mine(acting, "responsible"), end_on__lte=today)
    rows = reached_end.annotate(is_seen=Exists(seen), has_alarm=Exists(alarm)).filter(
        Q(is_seen=True, has_alarm=False, release__cadre__isnull=True)
        | Q(is_seen=False, end_on__lt=today)
    )
    detail = Case(
        When(is_seen=True, then=Value("sign")),
        default=Value(LAST_CHECK),
        output_field=CharField(),
    )
    return Waiting("release", NORMAL, rows, "", _end_of_day(now), detail)


def _visits(acting: Acting) -> Waiting:
    """Enough checks missed in a row, and nobody has reached the person since."""
    reached = access.follow_ups(acting).filter(
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
    return Waiting("visit", HIGH, rows, "observation__", F("due_at"), F("part"))


def _needs(acting: Acting) -> Waiting:
    rows = access.needs(acting).filter(
        _mine(acting, "observation__responsible"), state=NeedState.OPEN
    )
    due = ExpressionWrapper(F("asked_at") + BRING_WITHIN, output_field=DateTimeField())
    return Waiting("need", NORMAL, rows, "observation__", due, F("kind"))


def _end_of_day(now: datetime) -> Value:
    return Value(clock.day_bounds(clock.local_date(now))[1], output_field=DateTimeField())


def _mine(acting: Acting, path: str) -> Q:
    """One's own and what nobody was given; everything for who leads."""
    if acting.is_supervisor or acting.is_coordinator:
        return Q()
    return Q(**{path: acting.membership_id}) | Q(**{f"{path}__isnull": True})


def counted(acting: Acting, *, now: datetime) -> list[tuple[str, int, int, int, int]]:
    """By kind: waiting, of it overdue, done today, known of tomorrow. One query.

    A kind can come in two rows: what waits, and what was done.
    """
    counts = [_count(w, now=now) for w in others(acting, now=now)]
    if "check" in kinds_for(acting):
        counts.append(_count_checks(acting, now=now))
    counts += _done(acting, now=now)
    return list(counts[0].union(*counts[1:], all=True))


def _count(waiting: Waiting, *, now: datetime) -> QuerySet:
    overdue = Count("pk", filter=LessThan(waiting.due, Value(now))) if waiting.is_timed else ZERO
    return _numbers(waiting.rows, waiting.kind, waiting=Count("pk"), overdue=overdue)


def _count_checks(acting: Acting, *, now: datetime) -> QuerySet:
    """All from one index: `followup_counts`."""
    today = clock.local_date(now)
    days = [today, today + timedelta(days=1)]
    rows = access.follow_ups(acting).filter(_mine(acting, "team"), day__in=days, is_extra=False)
    waits = Q(day=today, state=CheckState.NOT_PERFORMED)
    return _numbers(
        rows,
        "check",
        waiting=Count("pk", filter=waits),
        overdue=Count("pk", filter=waits & Q(due_at__lt=now)),
        done=Count("pk", filter=Q(day=today, state__in=DONE)),
        tomorrow=Count("pk", filter=Q(day=days[1])),
    )


def _done(acting: Acting, *, now: datetime) -> list[QuerySet]:
    """What was finished today, by kind."""
    since = clock.day_start(clock.local_date(now))
    observations = access.observations(acting)
    alarms = access.alarms(acting).filter(state=AlarmState.CLOSED, settled_at__gte=since)
    needs = access.needs(acting).filter(state=NeedState.MET, settled_at__gte=since)
    rows = {
        "alarm": alarms,
        "sign": observations.filter(confirmed_at__gte=since),
        "release": observations.filter(outcome=Outcome.COMPLETED, ended_at__gte=since),
        "need": needs,
    }
    kinds = kinds_for(acting)
    return [_numbers(r, kind, done=Count("pk")) for kind, r in rows.items() if kind in kinds]


def _numbers(rows: QuerySet, kind: str, **counts: Any) -> QuerySet:
    """(kind, waiting, overdue, done, tomorrow) in one row, or none where nothing counts."""
    named = {f"n_{n}": counts.get(n, ZERO) for n in ("waiting", "overdue", "done", "tomorrow")}
    grouped = (
        rows.order_by().annotate(n_kind=Value(kind, output_field=CharField())).values("n_kind")
    )
    return grouped.annotate(**named).values_list("n_kind", *named)
