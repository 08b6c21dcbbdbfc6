"""Hours served: by person over some days, the duties of one, and what is not confirmed yet."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from tongzhou.registry.acting import Acting
from tongzhou.registry.naming import reduced
from tongzhou.roster import access
from tongzhou.roster.models import Assignment, Volunteer
from tongzhou.roster.queries.volunteers import WORDS
from tongzhou.roster.served import credited

SORTS = {
    "name": "search", "duties": "duties", "hours": "served", "nights": "nights", "open": "open",
}  # fmt: skip
BESIDE = ("shift__post__place", "shift__kind", "volunteer")
COUNTED = Q(minutes__gt=0)
# Duties longer ago are not asked about any more: nobody remembers.
ASKED_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Range:
    """What the page of hours is asked for; zero and "" are everything."""

    first: date
    last: date
    text: str = ""
    committee: int = 0
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """Duties that count, and their minutes."""

    people: int
    duties: int
    served: int
    nights: int
    open: int

    @property
    def credited(self) -> int:
        """Minutes with the night counting more."""
        return credited(self.served, self.nights)


def over(acting: Acting, *, now: datetime) -> QuerySet[Assignment]:
    """Duties that bound and are over, or were ended and counted before their time.

    Of a withdrawn roster only what had begun before.
    """
    rows = access.assignments(acting).filter(
        ended_at__isnull=True, shift__roster__published_at__isnull=False
    )
    still = Q(shift__roster__withdrawn_at__isnull=True)
    before = Q(shift__starts_at__lt=F("shift__roster__withdrawn_at"))
    is_over = Q(shift__ends_at__lte=now) | Q(minutes__isnull=False)
    return rows.filter(still | before, is_over)


def unconfirmed(acting: Acting, *, now: datetime) -> QuerySet[Assignment]:
    """Duties of which nobody knows how long they were."""
    rows = over(acting, now=now).filter(minutes__isnull=True, volunteer__erased_at__isnull=True)
    return rows.filter(shift__ends_at__gt=now - ASKED_FOR)


def asked(acting: Acting, wanted: Range, *, now: datetime) -> QuerySet[Assignment]:
    """Duties of the days, the committee and the name that are asked for."""
    rows = over(acting, now=now).filter(shift__on__gte=wanted.first, shift__on__lte=wanted.last)
    rows = rows.filter(volunteer__erased_at__isnull=True)
    if wanted.committee:
        rows = rows.filter(volunteer__committee=wanted.committee)
    for word in reduced(wanted.text).split()[:WORDS]:
        rows = rows.filter(volunteer__search__contains=word)
    return rows


def total(rows: QuerySet[Assignment]) -> Total:
    """All of it in one line: one query."""
    said = rows.order_by().aggregate(
        people=Count("volunteer", filter=COUNTED, distinct=True), **_sums()
    )
    return Total(**said)


def by_person(acting: Acting, wanted: Range, *, now: datetime) -> Any:
    """A line for each volunteer, those with something unconfirmed first."""
    rows = asked(acting, wanted, now=now).order_by().values(
        pk_of=F("volunteer_id"), name=F("volunteer__name"), search=F("volunteer__search"),
        committee=F("volunteer__committee__name"),
        committee_en=F("volunteer__committee__name_en"),
    )  # fmt: skip
    found: Any = rows.annotate(**_sums())
    column = SORTS.get(wanted.sort.removeprefix("-"))
    if column is None:
        return found.order_by("-open", "search", "pk_of")
    return found.order_by(f"-{column}" if wanted.sort.startswith("-") else column, "pk_of")


def of_person(acting: Acting, person: Volunteer, *, now: datetime) -> QuerySet[Assignment]:
    """The duties of one that are over, the newest first."""
    rows = over(acting, now=now).filter(volunteer=person).select_related(*BESIDE)
    return rows.order_by("-shift__starts_at", "-pk")


def own_total(person: Volunteer, first: date | None = None, last: date | None = None) -> Total:
    """What counts of one person's duties, in some days or in all: one query."""
    rows = access.assignments(Acting.system()).filter(volunteer=person, ended_at__isnull=True)
    if first:
        rows = rows.filter(shift__on__gte=first)
    if last:
        rows = rows.filter(shift__on__lte=last)
    return total(rows.filter(shift__roster__published_at__isnull=False))


def _sums() -> dict[str, Any]:
    return {
        "duties": Count("pk", filter=COUNTED),
        "nights": Coalesce(Sum("night_minutes"), 0),
        "open": Count("pk", filter=Q(minutes__isnull=True)),
        "served": Coalesce(Sum("minutes"), 0),
    }
