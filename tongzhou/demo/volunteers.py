"""People come forward, more each day: posts at all gates, rounds, and who offers to stand there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from random import Random

from tongzhou.core import clock
from tongzhou.demo import names
from tongzhou.demo.account_rows import Crew
from tongzhou.demo.days import DAYS
from tongzhou.demo.numbers import Numbers
from tongzhou.demo.registry_rows import Rows
from tongzhou.demo.turns import Turn
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place
from tongzhou.roster import actions
from tongzhou.roster.actions import Details, PostDetails
from tongzhou.roster.choices import Kind, why_no_nights
from tongzhou.roster.models import Post, ShiftKind, Volunteer

# The evening before the gates close the posts are set up; from then on people come.
POSTS_ON = 2
# How many come forward to a committee on each day since; the news goes round.
COMING = (1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3)
# Where duties are planned so many times as many came that most places can be filled.
PLANNING = {"liuyin": 5, "huaian": 5}
KINDS = (
    (Kind.RESIDENT, 44), (Kind.PARTY_MEMBER, 22), (Kind.STAFF, 10), (Kind.VETERAN, 9),
    (Kind.LOW_INCOME, 6), (Kind.PARTNER, 5), (Kind.DIRECTOR, 4),
)  # fmt: skip
UNITS = ("同安区住建局", "第三中学", "供电公司", "同安公交", "农商银行")
ROUNDS = (
    ("公共区域消毒", "Disinfection round", "社区办公室门口领器具", (0, 3, 0)),
    ("入户发放告知书", "Leaflets door to door", "社区办公室集合", (0, 2, 0)),
)
NEEDS = ((1, 1, 1), (1, 1, 1), (2, 1, 1), (1, 1, 0), (2, 2, 2))
HEALTH = ("高血压，按时服药", "膝盖不好，不能久站", "腰椎间盘突出", "哮喘，怕冷")
NOTES = ("有电动车，可以机动", "会修路灯", "孩子中考，周末要在家", "退休护士")
# Of so many one was entered by the committee, one pauses, one leaves again, one is hard to reach.
BY_STAFF, PAUSES, LEAVES, SILENT = 5, 17, 23, 4
LEADERS = 0.35
# On the first evening the posts are there; minutes since midnight.
EVENING = 18 * 60 + 30


@dataclass(slots=True)
class VolunteerPlayer:
    """Opens the posts and lets people come forward; remembers who came."""

    rows: Rows
    crew: Crew
    now: datetime
    rng: Random = field(default_factory=lambda: Random(31))  # noqa: S311
    _numbers: Numbers = field(init=False)
    _shifts: Sequence[ShiftKind] = ()
    _came: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers = Numbers(self.rng)

    def turns(self) -> Iterator[Turn]:
        """Yield everything that has happened by now."""
        self._shifts = list(ShiftKind.objects.filter(is_active=True).order_by("starts"))
        return (turn for turn in self._all() if turn.at <= self.now)

    def _all(self) -> Iterator[Turn]:
        first = clock.local_date(self.now) - timedelta(days=len(DAYS) - 1 - POSTS_ON)
        for number, key in enumerate(self.rows.committees):
            at = clock.at_local(first, time(17, 30)) + timedelta(minutes=6 * number)
            yield Turn(at, partial(self._open, key, at))
            for day, count in enumerate(COMING):
                for nth in range(count * PLANNING.get(key, 1)):
                    minutes = self.rng.randint(7 * 60, 19 * 60)
                    came = clock.day_start(first + timedelta(days=day))
                    came += timedelta(minutes=max(minutes, EVENING) if day == 0 else minutes)
                    yield from self._story(key, day * 100 + nth, came)

    def _story(self, key: str, number: int, came: datetime) -> Iterator[Turn]:
        """Somebody comes and is called within hours; a few pause or leave again."""
        if number % BY_STAFF == BY_STAFF - 1:
            yield Turn(came, partial(self._enter, key, came))
            return
        yield Turn(came, partial(self._join, key, number, came))
        called = came + timedelta(minutes=self.rng.randint(40, 700))
        if self.rng.randrange(SILENT) == 0:
            tried = came + timedelta(minutes=self.rng.randint(20, 90))
            yield Turn(tried, partial(self._do, key, number, actions.note_unreached, tried))
            called += timedelta(hours=9)
        accept = partial(actions.accept, may_lead=self.rng.random() < LEADERS)
        yield Turn(called, partial(self._do, key, number, accept, called))
        later = called + timedelta(days=self.rng.randint(1, 3))
        if self.rng.randrange(PAUSES) == 0:
            back = clock.local_date(self.now) + timedelta(days=self.rng.randint(2, 6))
            pause = partial(actions.pause, until=back)
            yield Turn(later, partial(self._do, key, number, pause, later))
        elif self.rng.randrange(LEAVES) == 0:
            yield Turn(later, partial(self._do, key, number, actions.leave, later))

    def _do(self, key: str, number: int, deed: Callable[..., Volunteer], at: datetime) -> None:
        """A deed of the grid worker on somebody who came forward."""
        deed(self.crew.actings[f"grid1.{key}"], self._came[key, number], now=at)

    def _open(self, key: str, at: datetime) -> None:
        """Every gate and every end of an alley is a post; two rounds beside them."""
        acting = self.crew.actings[f"secretary.{key}"]
        kinds = (PlaceKind.GATE, PlaceKind.ALLEY_END)
        committee = self.rows.committees[key]
        for place in Place.objects.filter(committee=committee, kind__in=kinds).order_by("pk"):
            people = self.rng.choice(NEEDS)
            told = PostDetails(
                is_heated=self.rng.random() < 0.4, begins_at="门岗帐篷旁" if place.compound else ""
            )
            actions.open_at_place(acting, place.pk, told, people=self._people(people), now=at)
        for name, name_en, where, numbers in ROUNDS:
            told = PostDetails(needs_leader=False, begins_at=where, name=name, name_en=name_en)
            actions.open_round(acting, committee.pk, told, people=self._people(numbers), now=at)

    def _people(self, numbers: Sequence[int]) -> dict[int, int]:
        return {shift.pk: n for shift, n in zip(self._shifts, numbers, strict=False)}

    def _enter(self, key: str, at: datetime) -> None:
        """Somebody called the committee, and often told no more than a name and a number."""
        told = self._told(key, at)
        if self.rng.random() < 0.3:
            told = Details(told.name, told.phone, told.kind, notes=self.rng.choice(NOTES))
        helper, committee = self.crew.actings[f"grid1.{key}"], self.rows.committees[key]
        actions.enter(helper, committee.pk, told, has_consented=True, now=at)

    def _join(self, key: str, number: int, at: datetime) -> None:
        committee = self.rows.committees[key]
        row, _token = actions.join(committee.pk, self._told(key, at), has_consented=True, now=at)
        self._came[key, number] = row.pk

    def _told(self, key: str, at: datetime) -> Details:
        posts = Post.objects.filter(committee=self.rows.committees[key], closed_at=None)
        return self._details(list(posts.order_by("pk")), on=at)

    def _details(self, posts: Sequence[Post], *, on: datetime) -> Details:
        kind = self.rng.choices([k for k, _ in KINDS], [n for _, n in KINDS])[0]
        day = clock.local_date(on)
        year = (
            day.year - self.rng.choices((17, 22, 33, 45, 56, 64, 70), (1, 9, 26, 32, 20, 9, 3))[0]
        )
        sex = self.rng.choice("mf")
        name = names.chinese_name(self.rng, family=names.surname(self.rng), sex=sex, year=year)
        limits, health = self._health()
        may_nights = not why_no_nights(year, on=day) and "may_nights" not in limits
        days = self._weekdays(kind)
        shifts = self._parts(may_nights=may_nights)
        return Details(
            name, self._numbers.mobile(), kind=kind.value, birth_year=year, weekdays=days,
            unit=self.rng.choice(UNITS) if kind in (Kind.STAFF, Kind.PARTNER) else "",
            shifts=shifts, likes=shifts[:1] if len(shifts) > 1 else (), limits=limits,
            health=health, wish_id=self.rng.choice(posts).pk if self.rng.random() < 0.7 else None,
        )  # fmt: skip

    def _weekdays(self, kind: Kind) -> tuple[int, ...]:
        """Whoever has a job gives evenings and the weekend; the others most of the week."""
        if kind in (Kind.STAFF, Kind.PARTNER):
            return tuple(sorted(self.rng.sample(range(5), 3)))
        if self.rng.random() < 0.3:
            return (5, 6)
        return tuple(sorted(self.rng.sample(range(7), self.rng.randint(3, 7))))

    def _parts(self, *, may_nights: bool) -> tuple[int, ...]:
        day, evening, night = (shift.pk for shift in self._shifts[:3])
        chosen = self.rng.choice([(day,), (evening,), (day, evening), (evening, night), (night,)])
        allowed = tuple(pk for pk in chosen if pk != night or may_nights)
        return allowed or (day,)

    def _health(self) -> tuple[tuple[str, ...], str]:
        if self.rng.random() < 0.8:
            return (), ""
        limit = self.rng.choice(("may_nights", "may_cold", "may_stand"))
        return (limit,), self.rng.choice(HEALTH)
