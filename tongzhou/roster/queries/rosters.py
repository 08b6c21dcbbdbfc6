"""Rosters as pages show them: the list, one day of posts and shifts, people and days, the gaps."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.naming import reduced
from tongzhou.roster import access
from tongzhou.roster.choices import LONGEST, RosterState, VolunteerState
from tongzhou.roster.models import (
    Assignment,
    Post,
    Roster,
    RosterEdit,
    Shift,
    ShiftKind,
    Volunteer,
)

STANDING = Q(assignments__ended_at__isnull=True)
BESIDE = ("post__place", "kind")


def listing(acting: Acting, *, is_over: bool, today: date) -> QuerySet[Roster]:
    """Rosters one may see, the next first; withdrawn ones are with those that are over."""
    recent = access.rosters(acting).filter(starts_on__gt=today - timedelta(days=LONGEST))
    alive = [
        pk
        for pk, first, days in recent.exclude(state=RosterState.WITHDRAWN).values_list(
            "pk", "starts_on", "days"
        )
        if first + timedelta(days=days) > today
    ]
    rows = access.rosters(acting).select_related("committee", "job").defer("figures")
    if is_over:
        return rows.exclude(pk__in=alive).order_by("-starts_on", "-pk")
    return rows.filter(pk__in=alive).order_by("starts_on", "pk")


def counts(rosters: Collection[int]) -> dict[int, tuple[int, int]]:
    """Places and how many of them are filled, by roster: one query."""
    system = Acting.system()
    found: dict[int, tuple[int, int]] = {}
    rows = access.duty_shifts(system).filter(roster__in=rosters)
    for roster, people, n in _filled(rows).values_list("roster", "people", "n"):
        places, filled = found.get(roster, (0, 0))
        found[roster] = places + people, filled + min(people, n)
    return found


def record(acting: Acting, pk: int) -> Roster:
    """One roster one may see."""
    beside = ("committee", "job", "made_by", "published_by")
    return get_or_404(access.rosters(acting).select_related(*beside), pk=pk)


def last_edit(acting: Acting, row: Roster) -> RosterEdit | None:
    """What was done last, for those who may undo it."""
    return access.edits(acting).filter(roster=row).order_by("-version").first()


def _filled(rows: QuerySet[Shift]) -> QuerySet[Any]:
    return rows.annotate(n=Count("assignments", filter=STANDING))


# --- a day: posts and parts of the day ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody who stands somewhere; `is_against` where a rule was overridden."""

    pk: int
    volunteer: int
    name: str
    leads: bool
    is_pinned: bool
    is_against: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One shift of one post, and who stands it."""

    shift: Shift
    stands: Sequence[Stand]

    @property
    def missing(self) -> int:
        """How many are still missing."""
        return max(0, self.shift.people - len(self.stands))

    @property
    def empty(self) -> range:
        """The places nobody stands at, to be drawn one by one."""
        return range(self.missing)

    @property
    def lacks_leader(self) -> bool:
        """Whether nobody of those who stand here leads, where one is needed."""
        is_led = any(stand.leads for stand in self.stands)
        return self.shift.post.needs_leader and bool(self.stands) and not is_led


@dataclass(slots=True)
class Board:
    """A day: its parts, and a line for each post with a cell (or nothing) for each part."""

    kinds: Sequence[ShiftKind]
    lines: list[tuple[Post, list[Cell | None]]] = field(default_factory=list)

    @property
    def cells(self) -> list[Cell]:
        """All of them."""
        return [cell for _, line in self.lines for cell in line if cell]

    @property
    def people(self) -> set[int]:
        """Whoever is shown."""
        return {stand.volunteer for cell in self.cells for stand in cell.stands}


def board(acting: Acting, row: Roster, day: date) -> Board:
    """Who stands where on a day: two queries."""
    shifts = list(
        access.duty_shifts(acting)
        .filter(roster=row, on=day)
        .exclude(people=0, assignments=None)
        .select_related(*BESIDE)
        .distinct()
        .order_by("post_id", "starts_at")
    )
    stands = standing(acting, [shift.pk for shift in shifts])
    kinds = {shift.kind_id: shift.kind for shift in shifts}
    found = Board(sorted(kinds.values(), key=lambda kind: kind.starts))
    by_post: dict[int, dict[int, Cell]] = defaultdict(dict)
    for shift in shifts:
        by_post[shift.post_id][shift.kind_id] = Cell(shift, stands.get(shift.pk, ()))
    for cells in by_post.values():
        post = next(iter(cells.values())).shift.post
        found.lines.append((post, [cells.get(kind.pk) for kind in found.kinds]))
    return found


def standing(acting: Acting, shifts: Collection[int]) -> dict[int, list[Stand]]:
    """Who stands shifts, leaders first: one query."""
    rows = access.assignments(acting).filter(shift__in=shifts, ended_at__isnull=True)
    found: dict[int, list[Stand]] = defaultdict(list)
    for shift, broken, pk, volunteer, name, leads, is_pinned in rows.order_by("-volunteer__may_lead", "volunteer__search").values_list(
        "shift_id", "broken", "pk", "volunteer_id", "volunteer__name", "volunteer__may_lead", "is_pinned"
    ):  # fmt: skip
        found[shift].append(Stand(pk, volunteer, name, leads, is_pinned, bool(broken)))
    return found


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the roster and how many places of it are empty."""

    on: date
    people: int
    missing: int


def days(acting: Acting, row: Roster) -> list[Day]:
    """Each day with its empty places: one query."""
    needed: dict[date, list[int]] = {
        row.starts_on + timedelta(days=n): [0, 0] for n in range(row.days)
    }
    rows = _filled(access.duty_shifts(acting).filter(roster=row))
    for on, people, n in rows.values_list("on", "people", "n"):
        both = needed.setdefault(on, [0, 0])
        both[0] += people
        both[1] += max(0, people - n)
    return [Day(on, people, missing) for on, (people, missing) in needed.items()]


def shift(acting: Acting, row: Roster, pk: int) -> Shift:
    """One shift of a roster one may see."""
    rows = access.duty_shifts(acting).filter(roster=row).select_related(*BESIDE, "roster")
    return get_or_404(rows, pk=pk)


# --- what is empty -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """A shift with empty places, why, and who is nearest to coming."""

    shift: Shift
    missing: int
    counts: Mapping[str, int]
    nearest: Sequence[tuple[Volunteer, Sequence[str]]]


def gaps(acting: Acting, row: Roster, *, now: datetime) -> QuerySet[Shift]:
    """Shifts to come that are not full, in the order of time."""
    rows = access.duty_shifts(acting).filter(roster=row, ends_at__gt=now).select_related(*BESIDE)
    return _filled(rows).filter(n__lt=F("people")).order_by("starts_at", "post_id")


def explained(acting: Acting, shifts: Sequence[Any]) -> list[Gap]:
    """The same with the words the planner found: one query for the people it names."""
    named = {near["volunteer"] for s in shifts for near in s.why.get("nearest", ())}
    people = access.volunteers(acting).in_bulk(named)
    return [
        Gap(
            one, one.people - one.n, one.why.get("counts", {}),
            [
                (people[near["volunteer"]], near["rules"])
                for near in one.why.get("nearest", ()) if near["volunteer"] in people
            ],
        )
        for one in shifts
    ]  # fmt: skip


# --- people ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Load:
    """What one person carries in a roster, beside the fair share (where one was reckoned)."""

    duties: int = 0
    nights: int = 0
    weekends: int = 0
    minutes: int = 0

    @property
    def hours(self) -> float:
        """Hours of duty."""
        return self.minutes / 60


def loads(acting: Acting, row: Roster) -> dict[int, Load]:
    """Who carries how much: one query."""
    found: dict[int, Load] = defaultdict(Load)
    rows = access.assignments(acting).filter(shift__roster=row, ended_at__isnull=True)
    for volunteer, on, is_night, minutes in rows.values_list(
        "volunteer_id", "shift__on", "shift__kind__is_night", "shift__kind__minutes"
    ):
        load = found[volunteer]
        load.duties += 1
        load.nights += is_night
        load.weekends += on.weekday() >= 5
        load.minutes += minutes
    return found


def people(acting: Acting, row: Roster, *, text: str = "") -> QuerySet[Volunteer]:
    """Who takes part or has a duty in it, found by name or pinyin."""
    own = access.assignments(acting).filter(shift__roster=row, ended_at__isnull=True)
    active = Q(committee=row.committee_id, state=VolunteerState.ACTIVE)
    rows = access.volunteers(acting).filter(active | Q(pk__in=own.values("volunteer")))
    for word in reduced(text).split()[:4]:
        rows = rows.filter(search__contains=word)
    return rows.order_by("search", "pk")


def duties_of(
    acting: Acting, row: Roster, volunteers: Collection[int]
) -> dict[int, dict[date, list[Any]]]:
    """The duties of some people by day: one query."""
    found: dict[int, dict[date, list[Any]]] = defaultdict(lambda: defaultdict(list))
    rows = access.assignments(acting).filter(
        shift__roster=row, volunteer__in=volunteers, ended_at__isnull=True
    )
    for one in rows.select_related("shift__post__place", "shift__kind").order_by(
        "shift__starts_at"
    ):
        found[one.volunteer_id][one.shift.on].append(one)
    return found


def offering(acting: Acting, row: Roster, one: Shift) -> QuerySet[Volunteer]:
    """Who offers this part of this day."""
    rows = access.volunteers(acting).filter(
        committee=row.committee_id, state=VolunteerState.ACTIVE,
        offers__weekday=one.on.weekday(), offers__shift=one.kind_id,
    )  # fmt: skip
    return rows.order_by("search", "pk")


def assignment(acting: Acting, row: Roster, pk: int) -> Assignment | None:
    """Somebody who stands in this roster."""
    rows = access.assignments(acting).filter(shift__roster=row, ended_at__isnull=True, pk=pk)
    return rows.select_related("volunteer", "shift__post__place", "shift__kind").first()


@dataclass(frozen=True, slots=True)
class Share:
    """What one person carries, and between how many hours it would be fair."""

    pk: int
    load: Load
    fair: Sequence[float]
    widest: float

    @property
    def is_above(self) -> bool:
        """Whether it is more than a fair share."""
        return bool(self.fair) and self.load.hours > self.fair[1]

    @property
    def is_below(self) -> bool:
        """Whether it is less."""
        return bool(self.fair) and self.load.hours < self.fair[0]

    @property
    def bar(self) -> dict[str, float]:
        """Percent of the widest bar: what is carried, where the fair share begins and its width."""
        low, high = self.fair[:2] if self.fair else (0.0, 0.0)
        scale = 100.0 / self.widest
        return {
            "carried": round(self.load.hours * scale, 1), "low": round(low * scale, 1),
            "fair": round(max(high - low, self.widest / 100) * scale, 1),
        }  # fmt: skip


def shares(acting: Acting, row: Roster, *, text: str = "") -> list[Share]:
    """What everybody carries, the most first: two queries."""
    carried, reckoned = loads(acting, row), row.figures.get("shares", {})
    pks = people(acting, row, text=text).values_list("pk", flat=True)
    found = [(pk, carried.get(pk, Load()), reckoned.get(str(pk), ())) for pk in pks]
    widest = max((max(load.hours, *fair[1:2], 1.0) for _, load, fair in found), default=1.0)
    return sorted(
        (Share(pk, load, fair, widest) for pk, load, fair in found),
        key=lambda share: (-share.load.hours, -share.load.nights),
    )


def with_names(acting: Acting, found: Sequence[Share]) -> list[tuple[Share, Volunteer]]:
    """The same with the people: one query."""
    rows = access.volunteers(acting).in_bulk([share.pk for share in found])
    return [(share, rows[share.pk]) for share in found if share.pk in rows]


def against(acting: Acting, one: Shift) -> QuerySet[Assignment]:
    """Who stands a shift against a rule, with the reason and who decided so."""
    rows = access.assignments(acting).filter(shift=one, ended_at__isnull=True).exclude(broken=[])
    return rows.select_related("volunteer", "made_by").order_by("pk")
