"""Hours served: by person over some days, the duties of one, and what is not confirmed yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language
from tongzhou.registry.naming import reduced
from tongzhou.roster import access
from tongzhou.roster.choices import Attended
from tongzhou.roster.models import Assignment, Attendance, Volunteer
from tongzhou.roster.queries.marks import valid
from tongzhou.roster.queries.volunteers import WORDS
from tongzhou.roster.served import credited

SORTS = {
    "name": "search", "duties": "duties", "hours": "served", "nights": "nights", "open": "open",
}  # fmt: skip
BESIDE = ("shift__post__place", "shift__kind", "volunteer")
COUNTED = Q(minutes__gt=0)
# So many are ticked at once; the page that comes then shows the next.
TICKED = 30
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
class Person:
    """A line of the list: somebody with what they served."""

    pk_of: int
    name: str
    search: str
    committee: str
    committee_en: str
    duties: int
    served: int
    nights: int
    open: int

    @property
    def unit(self) -> str:
        """Their committee."""
        return in_readers_language(self.committee, self.committee_en)

    @property
    def credited(self) -> int:
        """Minutes with the night counting more."""
        return credited(self.served, self.nights)


@dataclass(frozen=True, slots=True)
class Unsure:
    """A duty that is over with nothing that says how long it was; `was_there` by roll or press."""

    row: Assignment
    was_there: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Duties that are not confirmed: the oldest of them, and how many there are in all."""

    lines: Sequence[Unsure]
    all: int


@dataclass(frozen=True, slots=True)
class Total:
    """Duties that count, and their minutes; `listed` are people with any duty, counted or not."""

    people: int
    listed: int
    duties: int
    served: int
    nights: int
    open: int
    first: date | None = None
    last: date | None = None

    @property
    def credited(self) -> int:
        """Minutes with the night counting more."""
        return credited(self.served, self.nights)


def bound(acting: Acting) -> QuerySet[Assignment]:
    """Published duties that stand, and those that were served in part before they ended."""
    stands = access.assignments(Acting.system()).filter(
        shift=OuterRef("shift"), volunteer=OuterRef("volunteer"), ended_at__isnull=True
    )
    rows = access.assignments(acting).filter(shift__roster__published_at__isnull=False)
    in_part = Q(ended_at__isnull=False, minutes__gt=0) & ~Exists(stands)
    return rows.filter(Q(ended_at__isnull=True) | in_part)


def over(acting: Acting, *, now: datetime) -> QuerySet[Assignment]:
    """Duties that bound and are over, or were ended and counted before their time.

    Of a withdrawn roster only what had begun before.
    """
    still = Q(shift__roster__withdrawn_at__isnull=True)
    before = Q(shift__starts_at__lt=F("shift__roster__withdrawn_at"))
    is_over = Q(shift__ends_at__lte=now) | Q(minutes__isnull=False)
    return bound(acting).filter(still | before, is_over)


def unconfirmed(acting: Acting, *, now: datetime) -> QuerySet[Assignment]:
    """Duties of which nobody knows how long they were."""
    rows = over(acting, now=now).filter(minutes__isnull=True, volunteer__erased_at__isnull=True)
    return rows.filter(shift__ends_at__gt=now - ASKED_FOR)


def asked(acting: Acting, wanted: Range, *, now: datetime) -> QuerySet[Assignment]:
    """Duties of the days, the committee and the name that are asked for."""
    return _narrowed(over(acting, now=now).filter(volunteer__erased_at__isnull=True), wanted)


def _narrowed(rows: QuerySet[Assignment], wanted: Range) -> QuerySet[Assignment]:
    rows = rows.filter(shift__on__gte=wanted.first, shift__on__lte=wanted.last)
    if wanted.committee:
        rows = rows.filter(volunteer__committee=wanted.committee)
    for word in reduced(wanted.text).split()[:WORDS]:
        rows = rows.filter(volunteer__search__contains=word)
    return rows


def waiting(acting: Acting, wanted: Range, *, now: datetime) -> Waiting:
    """What nobody confirmed yet of the days that are asked for: three queries."""
    rows = _narrowed(unconfirmed(acting, now=now), wanted)
    found = list(rows.select_related(*BESIDE).order_by("shift__starts_at", "pk")[:TICKED])
    there = were_there(acting, found)
    lines = [Unsure(row, row.pk in there) for row in found]
    return Waiting(lines, rows.count() if len(found) == TICKED else len(found))


def were_there(acting: Acting, duties: Sequence[Assignment]) -> set[int]:
    """Whose duty was begun by the roll or a press: one query."""
    written = valid(acting, duties) if duties else {}
    begun = {
        whose
        for whose, marks in written.items()
        if any(mark.kind in {Attended.PRESENT, Attended.IN} for mark in marks)
    }
    return {row.pk for row in duties if (row.shift_id, row.volunteer_id) in begun}


def total(rows: QuerySet[Assignment]) -> Total:
    """All of it in one line: one query."""
    said = rows.order_by().aggregate(
        people=Count("volunteer", filter=COUNTED, distinct=True),
        listed=Count("volunteer", distinct=True),
        first=Min("shift__on", filter=COUNTED),
        last=Max("shift__on", filter=COUNTED),
        **_sums(),
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


def volunteer(acting: Acting, pk: int) -> Volunteer:
    """Whose hours are shown."""
    return get_or_404(access.on_duty(acting).select_related("committee"), pk=pk)


def is_listed(acting: Acting, person: Volunteer) -> bool:
    """Whether somebody is on one's own list, and does not only stand at one's post."""
    return acting.role in access.STAFF or access.volunteers(acting).filter(pk=person.pk).exists()


def duty(acting: Acting, pk: int) -> Assignment:
    """One duty that bound, with all around it."""
    rows = bound(acting).filter(volunteer__erased_at__isnull=True)
    return get_or_404(rows.select_related(*BESIDE), pk=pk)


def story(acting: Acting, row: Assignment) -> Sequence[tuple[Attendance, str]]:
    """All that was ever said about a duty, with its words, what was undone too: two queries.

    The word of the roll is a temperature: it is for the committee, not for who leads a compound.
    """
    rows = access.attendance(acting).filter(shift=row.shift_id, volunteer=row.volunteer_id)
    found = list(rows.select_related("by", "undone_by").order_by("pk"))
    keyring = Keyring.of(mark.key_id for mark in found)
    is_staff = acting.role in access.STAFF
    return [
        (mark, keyring.read(mark, "word") if is_staff or mark.kind != Attended.PRESENT else "")
        for mark in found
        if mark.undoes_id is None
    ]


def own_total(person: Volunteer, first: date | None = None, last: date | None = None) -> Total:
    """What counts of one person's duties, in some days or in all: one query."""
    rows = bound(Acting.system()).filter(volunteer=person)
    if first:
        rows = rows.filter(shift__on__gte=first)
    if last:
        rows = rows.filter(shift__on__lte=last)
    return total(rows)


def _sums() -> dict[str, Any]:
    return {
        "duties": Count("pk", filter=COUNTED),
        "nights": Coalesce(Sum("night_minutes"), 0),
        "open": Count("pk", filter=Q(minutes__isnull=True)),
        "served": Coalesce(Sum("minutes"), 0),
    }
