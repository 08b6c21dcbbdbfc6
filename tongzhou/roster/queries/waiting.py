"""What waits on somebody's list: people to call, empty posts, call-outs, people to tell."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)

from tongzhou.core import prepared
from tongzhou.core.prepared import Slot
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import ALARM_BEFORE, RosterState, VolunteerState
from tongzhou.roster.queries import on_duty, telling
from tongzhou.roster.queries.on_duty import BACK
from tongzhou.roster.served import GRACE

# Whoever comes forward is called within a day.
WITHIN = timedelta(days=1)
# Empty places of the hours to come are looked for so far ahead: in the morning until the night.
TONIGHT = timedelta(hours=16)
LATE = Slot("late", DateTimeField())
NOW = Slot("now", DateTimeField())
SOON = Slot("soon", DateTimeField())
SINCE = Slot("since", DateTimeField())
TODAY = Slot("today", DateField())
WEEKDAY = Slot("weekday", IntegerField())


class ToCall(NamedTuple):
    """Somebody who came forward, with how many there are in all and how many are late."""

    pk: int
    name: str
    place: str | None
    place_en: str | None
    joined_at: datetime
    waiting: int
    late: int

    @property
    def due_at(self) -> datetime:
        """By when somebody should have called."""
        return self.joined_at + WITHIN


class Empty(NamedTuple):
    """A post for which nobody offers tonight."""

    pk: int
    name: str
    name_en: str
    people: int
    waiting: int


class CalledOut(NamedTuple):
    """A shift somebody cannot come to, with a place still empty."""

    pk: int
    roster: int
    starts_at: datetime
    people: int
    there: int
    post: str
    post_en: str
    kind: str
    kind_en: str
    waiting: int
    soon: int


class ToTell(NamedTuple):
    """A published roster with people who do not know of a change, and when the next duty begins."""

    roster: int
    committee: str
    committee_en: str
    first: datetime
    people: int


def called_out(acting: Acting, *, now: datetime, limit: int) -> list[CalledOut]:
    """Empty places after call-outs, the next duty first: one query."""
    statement = prepared.statement(_called_out, acting.as_slots())
    given = acting.values() | {"now": now, "soon": now + ALARM_BEFORE}
    return [CalledOut(*row) for row in statement.rows(given, size=limit)]


def _called_out(acting: Acting) -> QuerySet:
    rows = access.duty_shifts(acting).filter(
        Exists(_out_of(acting)), ends_at__gt=NOW, roster__state=RosterState.PUBLISHED
    )
    return _not_full(rows)


def _out_of(acting: Acting) -> QuerySet:
    return access.call_outs(acting).filter(
        assignment__shift=OuterRef("pk"), taken_back_at__isnull=True
    )


def _not_full(rows: QuerySet) -> QuerySet:
    """Shifts with empty places, the next first."""
    standing = Count("assignments", filter=Q(assignments__ended_at__isnull=True))
    rows = rows.annotate(there=standing).filter(there__lt=F("people")).order_by("starts_at", "pk")
    return rows.annotate(
        waiting=Window(Count("pk")), soon=Window(Count("pk", filter=Q(starts_at__lt=SOON)))
    ).values_list(
        "pk", "roster_id", "starts_at", "people", "there", "post__name", "post__name_en",
        "kind__name", "kind__name_en", "waiting", "soon",
    )  # fmt: skip


class NotCome(NamedTuple):
    """Somebody whose duty has begun and of whom nothing is written down."""

    pk: int
    volunteer: int
    name: str
    post: str
    post_en: str
    starts_at: datetime
    committee: int
    on: date
    kind: int
    waiting: int


def gaps(acting: Acting, *, now: datetime, limit: int) -> list[CalledOut]:
    """Places empty in the hours to come that no call-out left: one query."""
    statement = prepared.statement(_gaps, acting.as_slots())
    given = acting.values() | {"now": now, "soon": now + TONIGHT}
    return [CalledOut(*row) for row in statement.rows(given, size=limit)]


def _gaps(acting: Acting) -> QuerySet:
    rows = access.duty_shifts(acting).filter(
        ~Exists(_out_of(acting)), ends_at__gt=NOW, starts_at__lt=SOON,
        roster__state=RosterState.PUBLISHED,
    )  # fmt: skip
    return _not_full(rows)


def not_come(acting: Acting, *, now: datetime, limit: int) -> list[NotCome]:
    """Who should be there since a quarter of an hour and is not marked: one query."""
    statement = prepared.statement(_not_come, acting.as_slots())
    given = {"late": now - GRACE, "now": now}
    return [NotCome(*row) for row in statement.rows(acting.values() | given, size=limit)]


def _not_come(acting: Acting) -> QuerySet:
    written = access.attendance(Acting.system()).filter(
        shift=OuterRef("shift"), volunteer=OuterRef("volunteer"), undone_by__isnull=True
    )
    rows = access.assignments(acting).filter(
        ~Exists(written), ended_at__isnull=True, shift__starts_at__lt=LATE,
        shift__ends_at__gt=NOW, shift__roster__state=RosterState.PUBLISHED,
    ).order_by("shift__starts_at", "pk")  # fmt: skip
    return rows.annotate(waiting=Window(Count("pk"))).values_list(
        "pk", "volunteer", "volunteer__name", "shift__post__name", "shift__post__name_en",
        "shift__starts_at", "shift__post__committee_id", "shift__on", "shift__kind_id", "waiting",
    )  # fmt: skip


def to_tell(acting: Acting, *, now: datetime, limit: int) -> list[ToTell]:
    """Published rosters with people to tell, the next duty first: one query."""
    statement = prepared.statement(_to_tell, acting.as_slots())
    return [ToTell(*row) for row in statement.rows(acting.values() | {"now": now}, size=limit)]


def _to_tell(acting: Acting) -> QuerySet:
    rows = telling.untold(access.assignments(acting), now=NOW)
    found = rows.values(
        "shift__roster_id", "shift__roster__committee__name", "shift__roster__committee__name_en"
    ).annotate(first=Min("shift__starts_at"), people=Count("volunteer", distinct=True))
    return found.order_by("first", "shift__roster_id").values_list(
        "shift__roster_id", "shift__roster__committee__name", "shift__roster__committee__name_en",
        "first", "people",
    )  # fmt: skip


class WithoutEnd(NamedTuple):
    """Somebody whose duty is over without an end written down, with how many there are in all."""

    pk: int
    volunteer: int
    name: str
    post: str
    post_en: str
    ends_at: datetime
    waiting: int


def to_call(acting: Acting, *, now: datetime, limit: int) -> list[ToCall]:
    """Who waits longest for a call: one query."""
    statement = prepared.statement(_to_call, acting.as_slots())
    return [
        ToCall(*row) for row in statement.rows(acting.values() | {"late": now - WITHIN}, size=limit)
    ]


def _to_call(acting: Acting) -> QuerySet:
    rows = access.volunteers(acting).filter(state=VolunteerState.NEW).order_by("joined_at", "pk")
    counted = rows.annotate(
        waiting=Window(Count("pk")), late=Window(Count("pk", filter=Q(joined_at__lt=LATE)))
    )
    return counted.values_list(
        "pk", "name", "wish__name", "wish__name_en", "joined_at", "waiting", "late"
    )


def without_end(acting: Acting, *, now: datetime, limit: int) -> list[WithoutEnd]:
    """Whose handover is overdue longest: one query."""
    statement = prepared.statement(_without_end, acting.as_slots())
    given = {"late": now - GRACE, "since": now - BACK}
    return [WithoutEnd(*row) for row in statement.rows(acting.values() | given, size=limit)]


def _without_end(acting: Acting) -> QuerySet:
    rows = on_duty.without_end(acting, LATE, SINCE).order_by("shift__ends_at", "pk")
    return rows.annotate(waiting=Window(Count("pk"))).values_list(
        "pk", "volunteer", "volunteer__name", "shift__post__name", "shift__post__name_en",
        "shift__ends_at", "waiting",
    )  # fmt: skip


def empty_tonight(acting: Acting, *, today: date, limit: int) -> list[Empty]:
    """Posts with a need for tonight's night and nobody who offers it: one query."""
    statement = prepared.statement(_empty_tonight, acting.as_slots())
    given = {"today": today, "weekday": today.weekday()}
    return [Empty(*row) for row in statement.rows(acting.values() | given, size=limit)]


def _empty_tonight(acting: Acting) -> QuerySet:
    tonight = access.needs(acting).filter(
        post=OuterRef("pk"), effective_on__lte=TODAY, shift__is_night=True, shift__is_active=True
    )
    newest = tonight.order_by("-effective_on").values("people")[:1]
    rows = access.open_posts(acting).annotate(people=Subquery(newest)).filter(people__gt=0)
    rows = rows.filter(~Exists(_offering())).order_by("committee", "pk")
    return rows.annotate(waiting=Window(Count("pk"))).values_list(
        "pk", "name", "name_en", "people", "waiting"
    )


def _offering() -> QuerySet:
    """Offers for a night of tonight's weekday at a post, or wherever one is needed."""
    own = Q(volunteer__wish=OuterRef("pk"))
    anywhere = Q(volunteer__wish__isnull=True, volunteer__committee=OuterRef("committee"))
    return access.offers_counted().filter(
        own | anywhere, weekday=WEEKDAY, shift__is_night=True, shift__is_active=True,
        volunteer__state=VolunteerState.ACTIVE,
    )  # fmt: skip
