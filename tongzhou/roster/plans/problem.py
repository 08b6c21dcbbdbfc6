"""The problem of a roster: a committee's volunteers, posts and duties as the planner takes them.

Ids are row numbers as text; day 0 is the first day of the problem.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from tongzhou.core import clock
from tongzhou.formats.duty_roster import Duty, Problem, Settings, Slot
from tongzhou.formats.duty_roster import Post as Needed
from tongzhou.formats.duty_roster import Shift as Part
from tongzhou.planners.roster.problem.scene import collide
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import RosterState, VolunteerState
from tongzhou.roster.models import Post, Roster, Shift, ShiftKind, Volunteer
from tongzhou.roster.plans import walks
from tongzhou.roster.plans.people import (
    INDOORS,
    REMEMBERED_DAYS,
    histories,
    home_of,
    offers_of,
    pairs_of,
    person,
)
from tongzhou.roster.queries.duties import Standing, standing_around
from tongzhou.roster.queries.needs import need_book

NEAR_DAYS = 2
REACHED = frozenset({VolunteerState.ACTIVE, VolunteerState.PAUSED})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A problem with the rows it was drawn from, and the duties that stand in it.

    `minutes` are the walks from each compound (None: unknown) to each post.
    """

    problem: Problem
    posts: Mapping[int, Post]
    kinds: Mapping[int, ShiftKind]
    people: Mapping[int, Volunteer]
    standing: Mapping[Duty, Standing]
    minutes: Mapping[int | None, Mapping[int, float]]

    def day(self, number: int) -> date:
        """The date of a day of the problem."""
        return self.problem.date_of(number)

    def slot(self, on: date, kind: int) -> Slot:
        """A part of a day as the problem counts it."""
        return Slot((on - self.problem.start).days, str(kind))


def problem_of(roster: Roster, *, now: datetime, is_repair: bool = False) -> Drawn:
    """What the planner is asked: what has begun, is pinned or published stays, the rest is open.

    A repair may move what is published; whoever called out of a duty is not asked for it again.
    """
    first, last = roster.starts_on, roster.ends_on
    rows = standing_around(
        roster.committee_id, roster.pk, first=first - timedelta(days=REMEMBERED_DAYS),
        last=last + timedelta(days=NEAR_DAYS),
    )  # fmt: skip
    own = [row for row in rows if row.roster == roster.pk]
    others = [row for row in rows if row.roster != roster.pk]
    people = _volunteers(roster.committee_id, {row.volunteer for row in own})
    frame = _frame(roster.committee_id, first, roster.days, own, others)
    minutes = walks.minutes(
        roster.committee_id,
        {row.compound_id for row in people.values()},
        list(frame.posts.values()),
    )
    begun, is_bound = frame.begun(now), roster.state == RosterState.PUBLISHED and not is_repair
    blocked = frame.blocked(others)
    for volunteer, slot in _called_out(roster):
        blocked[volunteer].add(slot)
    past = {slot for slot in frame.problem.slots() if slot in begun}
    before = histories(others, first=first)
    offered = offers_of(people.keys())
    problem = replace(
        frame.problem,
        people={
            str(pk): person(
                row, days=dict(enumerate(frame.days)), kinds=frame.kinds, offered=offered.get(pk, {}),
                blocked=blocked.get(pk, set()) | past, before=before.get(pk),
                posts=frame.posts.keys(),
            )
            for pk, row in people.items()
        },
        posts=frame.needed(own, begun),
        walk=frame.reached(people.values(), minutes),
        pairs=pairs_of(list(people.values())),
        pinned=frozenset(
            frame.duty(row) for row in own
            if row.is_pinned or is_bound or frame.duty(row).slot in begun
        ),
    )  # fmt: skip
    return frame.drawn(problem, people, own, minutes)


def _called_out(roster: Roster) -> Iterator[tuple[int, Slot]]:
    """Who called out of which part of which day: one query."""
    rows = access.call_outs(Acting.system()).filter(
        assignment__shift__roster=roster, taken_back_at__isnull=True
    )
    fields = ("assignment__volunteer_id", "assignment__shift__on", "assignment__shift__kind_id")
    for volunteer, on, kind in rows.values_list(*fields):
        yield volunteer, Slot((on - roster.starts_on).days, str(kind))


def problem_around(roster: Roster, shift: Shift, volunteers: Iterable[Volunteer]) -> Drawn:
    """Some people with everything that stands for them in the weeks around a shift.

    The weeks are those of the roster, so that its rules can be checked to the day. Whether people
    are free is known for this shift only: nothing else is asked.
    """
    people = {row.pk: row for row in volunteers}
    week = (shift.on - roster.starts_on).days // 7
    first = roster.starts_on + timedelta(days=7 * (week - 1))
    rows = standing_around(
        roster.committee_id, roster.pk, first=min(first, roster.starts_on),
        last=max(first + timedelta(days=3 * 7 - 1), roster.ends_on), people=people.keys(),
    )  # fmt: skip
    frame = _frame(roster.committee_id, first, 3 * 7, rows, (), only=shift)
    minutes = walks_known(roster, people.values(), frame.posts)
    offered = offers_of(people.keys())
    day = (shift.on - first).days
    problem = replace(
        frame.problem,
        people={
            str(pk): person(
                row, days={day: shift.on}, kinds=[shift.kind_id], offered=offered.get(pk, {}),
                posts=frame.posts.keys(),
            )
            for pk, row in people.items()
        },
        posts=frame.needed((), frozenset()),
        walk=frame.reached(people.values(), minutes),
    )  # fmt: skip
    return frame.drawn(problem, people, rows, minutes)


def walks_known(
    roster: Roster, people: Iterable[Volunteer], posts: Mapping[int, Post]
) -> dict[int | None, dict[int, float]]:
    """The minutes the roster was planned with; without such, what places alone tell."""
    stored = roster.figures.get("walk", {})
    homes = {row.compound_id for row in people}
    found = {
        home: {pk: float(row[str(pk)]) for pk in posts if str(pk) in row}
        for home in homes
        for row in [stored.get(str(home or 0), {})]
    }
    wanting = {home for home in homes if posts.keys() - found[home].keys()}
    fresh = walks.minutes(roster.committee_id, wanting, list(posts.values())) if wanting else {}
    return {home: fresh.get(home, {}) | row for home, row in found.items()}


def walk_table(minutes: Mapping[int | None, Mapping[int, float]]) -> dict[str, dict[str, float]]:
    """The same as it is kept with a roster."""
    return {
        str(home or 0): {str(post): m for post, m in row.items()} for home, row in minutes.items()
    }


def _volunteers(committee_id: int, others: Collection[int]) -> dict[int, Volunteer]:
    """Everybody the committee reckons with, and whoever has duty there already: one query."""
    rows = access.volunteers(Acting.system()).filter(
        Q(committee=committee_id, state__in=REACHED) | Q(pk__in=others)
    )
    return {row.pk: row for row in rows.order_by("pk")}


# --- days, parts of the day and posts ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """Everything but the people."""

    problem: Problem
    days: Sequence[date]
    kinds: Mapping[int, ShiftKind]
    posts: Mapping[int, Post]
    needs: Mapping[tuple[int, Slot], int]

    def duty(self, row: Standing) -> Duty:
        """A row as the planner names it."""
        day = (row.on - self.problem.start).days
        return Duty(str(row.volunteer), str(row.post), day, str(row.kind))

    def begun(self, now: datetime) -> frozenset[Slot]:
        """Parts of days that have begun."""
        return frozenset(
            Slot(number, str(pk))
            for number, day in enumerate(self.days)
            for pk, kind in self.kinds.items()
            if clock.at_local(day, kind.starts) <= now
        )

    def blocked(self, others: Iterable[Standing]) -> dict[int, set[Slot]]:
        """Slots that people cannot take beside duties of other rosters.

        A night beside the border counts as a full run of nights, since the planner does not see
        over it.
        """
        found: dict[int, set[Slot]] = defaultdict(set)
        for row in others:
            slot = self.duty(row).slot
            if not -NEAR_DAYS <= slot.day < self.problem.days + NEAR_DAYS:
                continue
            near = [s for s in self.problem.slots() if abs(s.day - slot.day) <= NEAR_DAYS]
            found[row.volunteer].update(s for s in near if collide(self.problem, slot, s))
            if row.is_night:
                found[row.volunteer].update(
                    s for s in near
                    if abs(s.day - slot.day) == 1 and self.problem.shifts[s.shift].is_night
                )  # fmt: skip
        return found

    def needed(self, own: Iterable[Standing], begun: Collection[Slot]) -> dict[str, Needed]:
        """Posts with what they need each day; of what has begun, whoever stands there."""
        standing: dict[tuple[int, Slot], int] = defaultdict(int)
        for row in own:
            standing[row.post, self.duty(row).slot] += 1
        return {
            str(pk): Needed(
                str(pk), post.is_heated, post.needs_leader, {}, {},
                {
                    slot: need
                    for slot in self.problem.slots()
                    if (need := (standing if slot in begun else self.needs).get((pk, slot), 0))
                },
            )
            for pk, post in self.posts.items()
        }  # fmt: skip

    def reached(
        self, people: Iterable[Volunteer], minutes: Mapping[int | None, Mapping[int, float]]
    ) -> dict[str, dict[str, float]]:
        """Walks by home; whoever needs warmth or a seat reaches heated posts only."""
        homes = {home_of(row): row.compound_id for row in people}
        return {
            home: {
                str(post): m
                for post, m in minutes[compound].items()
                if not home.endswith(INDOORS) or self.posts[post].is_heated
            }
            for home, compound in sorted(homes.items())
        }

    def drawn(
        self,
        problem: Problem,
        people: Mapping[int, Volunteer],
        rows: Iterable[Standing],
        minutes: Mapping[int | None, Mapping[int, float]],
    ) -> Drawn:
        """The finished problem with its rows."""
        standing = {self.duty(row): row for row in rows}
        return Drawn(problem, self.posts, self.kinds, people, standing, minutes)


def _frame(
    committee_id: int,
    first: date,
    days: int,
    own: Sequence[Standing],
    others: Sequence[Standing],
    *,
    only: Shift | None = None,
) -> _Frame:
    """Parts of the day, posts and needs: three queries, two where only one shift is asked about.

    What has duties is in it though closed since.
    """
    system = Acting.system()
    used = {row.kind for row in (*own, *others)}
    kinds = {kind.pk: kind for kind in access.shifts(system) if kind.is_active or kind.pk in used}
    posts = {
        post.pk: post
        for post in access.posts(system)
        .filter(
            Q(pk=only.post_id)
            if only
            else Q(committee=committee_id, closed_at__isnull=True)
            | Q(pk__in={row.post for row in own})
        )
        .select_related("place", "compound")
        .order_by("pk")
    }
    dates = [first + timedelta(days=number) for number in range(days)]
    shifts = {str(pk): _shift(kind) for pk, kind in kinds.items()}
    problem = Problem(first, days, shifts, {}, {}, {}, (), frozenset(), Settings())
    needs = {} if only else _needs(posts, kinds, dates)
    return _Frame(problem, dates, kinds, posts, needs)


def _needs(
    posts: Mapping[int, Post], kinds: Mapping[int, ShiftKind], dates: Sequence[date]
) -> dict[tuple[int, Slot], int]:
    book = need_book(Acting.system(), posts.keys())
    return {
        (pk, Slot(number, str(kind.pk))): need
        for number, day in enumerate(dates)
        for kind in kinds.values()
        if kind.is_active
        for pk, post in posts.items()
        if post.is_open and (need := book.on(pk, kind.pk, day))
    }


def _shift(kind: ShiftKind) -> Part:
    begins = kind.starts.hour + kind.starts.minute / 60.0
    return Part(str(kind.pk), begins, kind.minutes / 60.0, kind.is_night)
