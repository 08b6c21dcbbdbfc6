"""Whom to thank for their duties: by name who agreed, the others as a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from tongzhou.registry.acting import Acting
from tongzhou.roster.models import Assignment
from tongzhou.roster.queries.hours import bound

MOST = 2000


@dataclass(frozen=True, slots=True)
class Thanks:
    """Names in the order of pinyin, and what all together did."""

    names: Sequence[tuple[int, str]]
    others: int
    duties: int
    minutes: int
    night_minutes: int

    @property
    def people(self) -> int:
        """All of them."""
        return len(self.names) + self.others


def thanks(acting: Acting, *, first: date, last: date, committee: int = 0) -> Thanks:
    """Who served in some days: two queries. Erased people are in the numbers."""
    rows = _served(acting, first, last, committee)
    # Whoever left has not taken the consent back; whoever was erased has no name.
    named = rows.filter(volunteer__thanked_from__isnull=False, volunteer__erased_at__isnull=True)
    people = named.order_by("volunteer__search", "volunteer").values_list(
        "volunteer", "volunteer__name"
    )
    names = [(pk, name) for pk, name in people.distinct()[:MOST]]
    said = rows.aggregate(
        people=Count("volunteer", distinct=True), duties=Count("pk"), served=Sum("minutes"),
        nights=Sum("night_minutes"),
    )  # fmt: skip
    return Thanks(
        names, said["people"] - len(names), said["duties"], said["served"] or 0,
        said["nights"] or 0,
    )  # fmt: skip


def _served(acting: Acting, first: date, last: date, committee: int) -> QuerySet[Assignment]:
    rows = bound(acting).filter(minutes__gt=0, shift__on__gte=first, shift__on__lte=last)
    return rows.filter(Q(shift__post__committee=committee) if committee else Q())
