"""What waits for somebody, of all kinds, with the same columns so that one union reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce

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
from tongzhou.followup.queries.observations import active, releasable
from tongzhou.privacy.models import RestrictionState
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
NOBODY = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of one kind; `path` leads to the observation, `due` and `detail` are columns."""

    kind: str
    urgency: Urgency
    rows: QuerySet
    path: str
    due: Any
    detail: Any

    def columns(self, *, household_id: int | None = None) -> QuerySet:
        """The rows as `COLUMNS`, of one household if wanted."""
        rows = (
            self.rows.filter(**{f"{self.path}household_id": household_id})
            if household_id
            else self.rows
        )
        values = (
            Value(self.kind, output_field=CharField()),
            Value(int(self.urgency), output_field=IntegerField()),
            Cast(self.due, DateTimeField()) if isinstance(self.due, Value) else self.due,
            Cast("pk", BigIntegerField()),
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
    return Waiting("check", Urgency.NORMAL, rows, "observation__", F("due_at"), "part")


def others(acting: Acting, *, now: datetime) -> Iterator[Waiting]:
    """Everything but checks."""
    kinds = kinds_for(acting)
    yield from (w for w in (*_alarms(acting), *_signatures(acting, now=now)) if w.kind in kinds)
    if acting.role == Role.COMMITTEE_STAFF:
        yield _visits(acting)
        yield _needs(acting)


def _alarms(acting: Acting) -> Iterator[Waiting]:
    """Nobody has seen it; or it is not settled. Closing is left to health workers."""
    rows = access.alarms(acting)
    seen = [AlarmState.ACKNOWLEDGED]
    if acting.role == Role.HEALTH_WORKER:
        seen.append(AlarmState.HANDLED)
    due = F("last_at")
    fresh = rows.filter(state=AlarmState.OPEN)
    yield Waiting("alarm", Urgency.ALARM, fresh, "observation__", due, "state")
    yield Waiting("alarm", Urgency.HIGH, rows.filter(state__in=seen), "observation__", due, "state")


def _signatures(acting: Acting, *, now: datetime) -> Iterator[Waiting]:
    end_of_day = Value(clock.day_bounds(clock.local_date(now))[1], output_field=DateTimeField())
    unsigned = active(acting).filter(restriction__state=RestrictionState.PROVISIONAL)
    unsigned = unsigned.exclude(restriction__first_by=acting.user_id)
    yield Waiting("sign", Urgency.HIGH, unsigned, "", F("restriction__confirm_by"), "level")
    if acting.role == Role.HEALTH_WORKER:
        asked = releasable(acting, now=now).filter(
            release__cadre__isnull=False, release__medic__isnull=True
        )
        yield Waiting("release", Urgency.NORMAL, asked, "", end_of_day, "end_on")
        return
    own = _mine(acting, "responsible")
    ready = releasable(acting, now=now).filter(
        own, Q(release__isnull=True) | Q(release__cadre__isnull=True)
    )
    yield Waiting("release", Urgency.NORMAL, ready, "", end_of_day, "end_on")
    last = access.follow_ups(acting).filter(
        observation=OuterRef("pk"), state__in=SEEN, day__gte=OuterRef("end_on")
    )
    late = active(acting).filter(own, ~Exists(last), end_on__lt=clock.local_date(now))
    yield Waiting("release", Urgency.HIGH, late, "", end_of_day, Value("last check"))


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
    return Waiting("visit", Urgency.HIGH, rows, "observation__", F("due_at"), "part")


def _needs(acting: Acting) -> Waiting:
    rows = access.needs(acting).filter(
        _mine(acting, "observation__responsible"), state=NeedState.OPEN
    )
    due = F("asked_at") + Value(BRING_WITHIN)
    return Waiting(
        "need", Urgency.NORMAL, rows.annotate(due=due), "observation__", F("due"), "kind"
    )


def _mine(acting: Acting, path: str) -> Q:
    """One's own and what nobody was given; everything for who leads."""
    if acting.is_supervisor or acting.is_coordinator:
        return Q()
    return Q(**{path: acting.membership_id}) | Q(**{f"{path}__isnull": True})


def counted(acting: Acting, *, now: datetime) -> list[tuple[str, int, int, int, int]]:
    """By kind: waiting, of it overdue, done today, known of tomorrow. One query."""
    parts = [w for w in others(acting, now=now)]
    counts = [_count(w, now=now) for w in parts]
    if "check" in kinds_for(acting):
        counts.append(_count_checks(acting, now=now))
    counts += list(_done(acting, now=now))
    return list(counts[0].union(*counts[1:], all=True)) if counts else []


def _count(waiting: Waiting, *, now: datetime) -> QuerySet:
    late = Q(pk__isnull=True) if isinstance(waiting.due, Value) else None
    rows = waiting.rows.order_by()
    if late is None:
        rows = rows.annotate(due_for_count=waiting.due)
        late = Q(due_for_count__lt=now)
    return _numbers(rows, waiting.kind, waiting=Q(pk__isnull=False), overdue=late)


def _count_checks(acting: Acting, *, now: datetime) -> QuerySet:
    today = clock.local_date(now)
    rows = access.follow_ups(acting).filter(
        _mine(acting, "team"), day__range=(today, today + timedelta(days=1)), is_extra=False
    )
    open_today = Q(state=CheckState.NOT_PERFORMED, day=today)
    return _numbers(
        rows, "check",
        waiting=open_today,
        overdue=open_today & Q(due_at__lt=now),
        done=Q(day=today, performed_at__isnull=False),
        tomorrow=~Q(day=today),
    )  # fmt: skip


def _done(acting: Acting, *, now: datetime) -> Iterator[QuerySet]:
    """What was finished today, by kind."""
    since = clock.day_start(clock.local_date(now))
    observations = access.observations(acting)
    rows = {
        "alarm": access.alarms(acting)
        .filter(settled_at__gte=since)
        .exclude(state__in=[*UNSETTLED_ALARMS, AlarmState.WITHDRAWN]),
        "sign": observations.filter(restriction__second_at__gte=since),
        "release": observations.filter(outcome=Outcome.COMPLETED, ended_at__gte=since),
        "need": access.needs(acting).filter(state=NeedState.MET, settled_at__gte=since),
    }
    for kind in kinds_for(acting):
        if kind in rows:
            yield _numbers(rows[kind], kind, done=Q(pk__isnull=False))


def _numbers(rows: QuerySet, kind: str, **conditions: Q) -> QuerySet:
    """(kind, waiting, overdue, done, tomorrow) in one row, or none where nothing counts."""
    names = ("waiting", "overdue", "done", "tomorrow")
    counts = {f"n_{n}": Count("pk", filter=conditions.get(n, NOBODY)) for n in names}
    grouped = (
        rows.order_by().annotate(n_kind=Value(kind, output_field=CharField())).values("n_kind")
    )
    return grouped.annotate(**counts).values_list("n_kind", *counts)
