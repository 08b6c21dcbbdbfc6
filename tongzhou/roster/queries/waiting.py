"""What waits on somebody's list: people to call, posts for which nobody offers tonight."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    IntegerField,
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
from tongzhou.roster.choices import VolunteerState
from tongzhou.roster.queries import on_duty
from tongzhou.roster.queries.on_duty import BACK
from tongzhou.roster.served import GRACE

# Whoever comes forward is called within a day.
WITHIN = timedelta(days=1)
LATE = Slot("late", DateTimeField())
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
