"""How many take part, day after day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import Kind, VolunteerState
from tongzhou.roster.models import Volunteer

DAYS = 14


@dataclass(frozen=True, slots=True)
class Day:
    """At the end of a day so many were on the list; so many of them came on it."""

    day: date
    on_list: int
    came: int


def growth(acting: Acting, *, committee: int, today: date) -> list[Day]:
    """The last two weeks: two queries, however many there are."""
    rows = access.counted(acting)
    rows = rows.filter(committee=committee) if committee else rows
    came, left = _by_day(rows, "joined_at"), _by_day(rows.exclude(left_at=None), "left_at")
    found = []
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        on_list = _until(came, day) - _until(left, day)
        found.append(Day(day, on_list, came[day]))
    return found


def _by_day(rows: QuerySet[Volunteer], column: str) -> Counter[date]:
    days = rows.order_by().annotate(day=TruncDate(column)).values_list("day")
    return Counter(dict(days.annotate(n=Count("pk"))))


def _until(counted: Counter[date], day: date) -> int:
    return sum(number for on, number in counted.items() if on <= day)


def by_kind(acting: Acting, *, committee: int) -> dict[str, int]:
    """Who takes part, by what they come as: one query."""
    rows = access.volunteers(acting).filter(state=VolunteerState.ACTIVE)
    rows = rows.filter(committee=committee) if committee else rows
    found = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return {kind: found[kind] for kind in Kind.values if kind in found}
