"""What posts need on a day, and what is still missing for it: an estimate until a roster is made.

Everybody who takes part is counted once a day, wherever they offer more than one part of it in
equal shares: first where they wish to stand, whoever is left over wherever most is missing in the
same committee. Nobody is named, and nobody's rest is reckoned with.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import floor

from django.db.models import Case, F, FloatField, Sum, Value, When

from tongzhou.core import clock
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.choices import DAYS_AHEAD, VolunteerState
from tongzhou.roster.models import Post, PostNeed, ShiftKind

# Shares of people are fractions; what is a whole person up to this counts as one.
NEARLY = 1e-6


@dataclass(frozen=True, slots=True)
class Gap:
    """What one post needs in one part of one day, and how many of them may come."""

    post: Post
    shift: ShiftKind
    day: date
    need: int
    offered: int
    has_leader: bool
    has_begun: bool = False

    @property
    def missing(self) -> int:
        """How many are still looked for; once it has begun, nobody any more."""
        return 0 if self.has_begun else self.need - self.offered

    @property
    def lacks_leader(self) -> bool:
        """Whether a leader is needed and none of those who may come is one."""
        return self.need > 0 and self.post.needs_leader and not self.has_leader


class NeedBook:
    """What posts need in which part of the day, as it holds on each day."""

    def __init__(self, rows: Iterable[PostNeed]) -> None:
        self._rows: dict[tuple[int, int], list[PostNeed]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.effective_on):
            self._rows[row.post_id, row.shift_id].append(row)

    def on(self, post_id: int, shift_id: int, day: date) -> int:
        """How many are needed."""
        begun = [row for row in self._rows[post_id, shift_id] if row.effective_on <= day]
        return begun[-1].people if begun else 0

    def changes(self, post_id: int) -> list[tuple[date, dict[int, int]]]:
        """What was set for a post, day by day, the newest first."""
        days: dict[date, dict[int, int]] = defaultdict(dict)
        for (post, shift), rows in self._rows.items():
            for row in rows if post == post_id else ():
                days[row.effective_on][shift] = row.people
        return sorted(days.items(), reverse=True)


def need_book(acting: Acting, posts: Collection[int]) -> NeedBook:
    """The needs of these posts: one query."""
    return NeedBook(access.needs(acting).filter(post__in=posts))


def active_shifts(acting: Acting) -> list[ShiftKind]:
    """The parts of the day in use: one query."""
    return list(access.shifts(acting).filter(is_active=True))


def gaps(posts: Sequence[Post], *, now: datetime, days: int = DAYS_AHEAD) -> list[Gap]:
    """Needs of whole committees against what is offered there; four queries.

    `posts` are all open posts of the committees asked about: who stands at one cannot stand at
    another.
    """
    system = Acting.system()
    shifts, book = active_shifts(system), need_book(system, [post.pk for post in posts])
    offered = _offered({post.committee_id for post in posts})
    found: list[Gap] = []
    by_committee: dict[int, list[Post]] = defaultdict(list)
    for post in posts:
        by_committee[post.committee_id].append(post)
    today = clock.local_date(now)
    for day in (today + timedelta(days=n) for n in range(days)):
        for shift in shifts:
            for committee, own in by_committee.items():
                needs = {post.pk: book.on(post.pk, shift.pk, day) for post in own}
                shares = offered[committee, day.weekday(), shift.pk]
                found += _shared_out(own, shift, day, needs, shares)
    return [
        replace(gap, has_begun=clock.at_local(gap.day, gap.shift.starts) <= now)
        if gap.day == today
        else gap
        for gap in found
    ]


@dataclass(slots=True)
class _Shares:
    """What people offer of one part of one day: people and leaders, by the post they wish."""

    people: dict[int | None, float]
    leaders: dict[int | None, float]


def _offered(committees: Collection[int]) -> Mapping[tuple[int, int, int], _Shares]:
    """Shares of people by committee, weekday and part of the day: one query."""
    share = Value(1.0, FloatField()) / F("volunteer__parts")
    led = Case(When(volunteer__may_lead=True, then=share), default=Value(0.0, FloatField()))
    rows = (
        access.offers_counted()
        .filter(
            volunteer__committee__in=committees,
            volunteer__state=VolunteerState.ACTIVE,
            volunteer__parts__gt=0,
        )
        .order_by()
        .values_list("volunteer__committee", "weekday", "shift", "volunteer__wish")
        .annotate(people=Sum(share), leaders=Sum(led))
    )
    found: dict[tuple[int, int, int], _Shares] = defaultdict(lambda: _Shares({}, {}))
    for committee, weekday, shift, wish, people, leaders in rows:
        shares = found[committee, weekday, shift]
        shares.people[wish], shares.leaders[wish] = people, leaders
    return found


def _shared_out(
    posts: Sequence[Post], shift: ShiftKind, day: date, needs: Mapping[int, int], shares: _Shares
) -> list[Gap]:
    """Wishes first; then the rest one by one to where most is missing."""
    given = {p.pk: min(needs[p.pk], floor(shares.people.get(p.pk, 0) + NEARLY)) for p in posts}
    left = floor(sum(shares.people.values()) + NEARLY) - sum(given.values())
    led = sum(shares.leaders.values()) > 0
    while left > 0 and (worst := max(needs, key=lambda pk: needs[pk] - given[pk], default=None)):
        if needs[worst] <= given[worst]:
            break
        given[worst], left = given[worst] + 1, left - 1
    return [
        Gap(post, shift, day, needs[post.pk], given[post.pk], led and given[post.pk] > 0)
        for post in posts
    ]
