"""What publishing a roster means, and what people read of it on their own page and calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet, Sum

from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.models import Assignment, Roster, Shift, Volunteer
from tongzhou.roster.queries.rosters import gaps

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """What one should know before publishing."""

    duties: int
    people: int
    without_page: int
    places: int
    empty: int
    gaps: Sequence[Shift]
    against: Sequence[Assignment]


def summary(acting: Acting, row: Roster, *, now: datetime, today: date) -> Summary:
    """Empty places, overridden rules, and how many have no page to read it: six queries."""
    duties = access.assignments(acting).filter(shift__roster=row, ended_at__isnull=True)
    everybody = set(duties.values_list("volunteer_id", flat=True))
    readers = set(can_read(duties, today=today))
    empty = list(gaps(acting, row, now=now))
    against = duties.exclude(broken=[]).select_related(
        "volunteer", "made_by", "shift__post__place", "shift__kind"
    )
    places = access.duty_shifts(acting).filter(roster=row).aggregate(n=Sum("people"))
    return Summary(
        duties.count(), len(everybody), len(everybody - readers), places["n"] or 0,
        sum(one.people - one.n for one in empty), empty[:SHOWN], list(against[:SHOWN]),  # type: ignore[attr-defined]
    )  # fmt: skip


def can_read(duties: QuerySet[Assignment], *, today: date) -> QuerySet[Assignment, int]:
    """Whose own page can be opened with a link that holds."""
    return (
        duties.filter(
            volunteer__links__revoked_at__isnull=True, volunteer__links__expires_on__gte=today
        )
        .order_by()
        .values_list("volunteer_id", flat=True)
        .distinct()
    )


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """One duty as whoever has it reads it: the leader is named, the others are counted."""

    pk: int
    shift: Shift
    leads: bool
    leader: str
    others: int


def own_duties(row: Volunteer, *, now: datetime) -> list[OwnDuty]:
    """Published duties that are not over: two queries."""
    own = list(
        access.own_assignments(row)
        .filter(ended_at__isnull=True, shift__ends_at__gt=now)
        .select_related("shift__post__place", "shift__kind", "shift__roster")
        .order_by("shift__starts_at")
    )
    beside = access.assignments(Acting.system()).filter(
        shift__in=[one.shift_id for one in own], ended_at__isnull=True
    )
    there: dict[int, list[tuple[int, str, bool]]] = {one.shift_id: [] for one in own}
    rows = beside.order_by("pk").annotate(
        name=F("volunteer__name"), leads=F("volunteer__may_lead"), whose=F("volunteer_id")
    )
    for shift, *person in rows.values_list("shift_id", "whose", "name", "leads"):
        there[shift].append((person[0], person[1], person[2]))
    return [_own(row, one, there[one.shift_id]) for one in own]


def _own(row: Volunteer, one: Assignment, there: Sequence[tuple[int, str, bool]]) -> OwnDuty:
    leaders = [(pk, name) for pk, name, leads in there if leads]
    first, name = leaders[0] if leaders else (0, "")
    return OwnDuty(one.pk, one.shift, first == row.pk, name, len(there) - 1)
