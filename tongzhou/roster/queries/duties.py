"""Duties that stand: who is to be where and when, in one line each."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import RosterState


class Standing(NamedTuple):
    """An assignment that has not ended, with its shift."""

    pk: int
    volunteer: int
    shift: int
    post: int
    kind: int
    on: date
    starts_at: datetime
    ends_at: datetime
    is_night: bool
    roster: int
    is_pinned: bool


FIELDS = (
    "pk", "volunteer_id", "shift_id", "shift__post_id", "shift__kind_id", "shift__on",
    "shift__starts_at", "shift__ends_at", "shift__kind__is_night", "shift__roster_id", "is_pinned",
)  # fmt: skip


def standing_around(
    committee_id: int,
    roster_id: int,
    *,
    first: date,
    last: date,
    people: Collection[int] | None = None,
) -> list[Standing]:
    """What stands from a day to a day for a committee's people, and for all in one roster.

    Of other rosters only what is published: a draft binds nobody. One query.
    """
    own = Q(shift__roster=roster_id)
    published = Q(shift__roster__state=RosterState.PUBLISHED)
    whose = Q(volunteer__in=people) if people is not None else Q(volunteer__committee=committee_id)
    rows = access.assignments(Acting.system()).filter(ended_at__isnull=True)
    if people is None:
        rows = rows.filter(own | (published & whose))
    else:
        rows = rows.filter(whose & (own | published))
    rows = rows.filter(shift__on__gte=first, shift__on__lte=last)
    return [Standing(*row) for row in rows.order_by("pk").values_list(*FIELDS)]
