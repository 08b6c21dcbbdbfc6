"""Many volunteers with four weeks of duties, straight into the tables."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

POSTS, WEEKS, DAYS = 40, 4, 7
# So many stand by day, in the evening, at night.
NEEDED = (3, 3, 2)
CHUNK = 2_000


def fill(*, people: int, now: datetime) -> int:
    """So many volunteers in all committees, a roster of each for this week and three weeks before.

    Of twenty people one does not know of a change yet, of fifty duties one is out; how many
    duties there are then.
    """
    from django.db import transaction

    from tongzhou.registry.models import Committee
    from tongzhou.roster.models import Assignment, Roster

    Roster.objects.filter(withdrawn_at=None).update(state="withdrawn", withdrawn_at=now)
    committees = list(Committee.objects.order_by("pk"))
    for committee in committees:
        with transaction.atomic(), transaction.atomic("keys"):
            _of_committee(committee, people // len(committees), now)
    return Assignment.objects.count()


def _of_committee(committee: Any, people: int, now: datetime) -> None:
    from tongzhou.core import clock
    from tongzhou.roster.models import Assignment, Roster, ShiftKind

    names = cycle(_volunteers(committee, people, now))
    posts = _posts(committee, now)
    kinds = list(ShiftKind.objects.order_by("starts"))
    today = clock.local_date(now)
    monday = today - timedelta(days=today.weekday())
    for week in range(WEEKS):
        starts_on = monday - timedelta(weeks=week)
        roster = Roster.objects.create(
            committee=committee, starts_on=starts_on, state="published", made_at=now,
            planned_at=now, published_at=now - timedelta(weeks=week, days=2),
        )  # fmt: skip
        shifts = _shifts(roster, posts, kinds, starts_on)
        rows = (
            _assignment(n, shift, person, now)
            for n, (shift, person) in enumerate(
                (shift, next(names)) for shift in shifts for _ in range(shift.people)
            )
        )
        Assignment.objects.bulk_create(rows, batch_size=CHUNK)


def _volunteers(committee: Any, people: int, now: datetime) -> list[Any]:
    from tongzhou.privacy.keyring import Keyring
    from tongzhou.registry.naming import name_search
    from tongzhou.roster.models import ShiftKind, Volunteer, VolunteerOffer

    keyring, keys = Keyring.new(people)
    rows = []
    for number, key in enumerate(keys):
        name = f"志愿者{number}"
        row = Volunteer(
            committee=committee, name=name, search=name_search(name), state="active", came="staff",
            joined_at=now, accepted_at=now, consented_at=now, key_id=key, birth_year=1980,
            may_lead=number % 6 == 0, parts=9,
        )  # fmt: skip
        keyring.seal(row, "phone", f"1391{committee.pk:02}{number:05}")
        rows.append(row)
    made = Volunteer.objects.bulk_create(rows, batch_size=CHUNK)
    kinds = list(ShiftKind.objects.all())
    VolunteerOffer.objects.bulk_create(
        (
            VolunteerOffer(volunteer=row, weekday=(number + day) % 7, shift=kind)
            for number, row in enumerate(made) for day in (0, 2, 4) for kind in kinds
        ), batch_size=CHUNK,
    )  # fmt: skip
    return made


def _posts(committee: Any, now: datetime) -> list[Any]:
    from tongzhou.roster.models import Post

    return Post.objects.bulk_create(
        Post(
            committee=committee, kind="round", name=f"第{number}岗", name_en=f"Post {number}",
            opened_at=now,
        )
        for number in range(POSTS)
    )  # fmt: skip


def _shifts(roster: Any, posts: list[Any], kinds: list[Any], starts_on: date) -> list[Any]:
    from tongzhou.core import clock
    from tongzhou.roster.models import Shift

    def rows() -> Iterator[Any]:
        for day in range(DAYS):
            on = starts_on + timedelta(days=day)
            for kind, people in zip(kinds, NEEDED, strict=True):
                begins = clock.at_local(on, kind.starts)
                ends = begins + timedelta(minutes=kind.minutes)
                for post in posts:
                    yield Shift(
                        roster=roster, post=post, kind=kind, on=on, people=people,
                        starts_at=begins, ends_at=ends,
                    )  # fmt: skip

    return Shift.objects.bulk_create(rows(), batch_size=CHUNK)


def _assignment(n: int, shift: Any, person: Any, now: datetime) -> Any:
    from tongzhou.roster.models import Assignment

    is_over = shift.ends_at <= now
    is_out = n % 50 == 7
    served = shift.kind.minutes if is_over and not is_out and n % 40 else None
    return Assignment(
        shift=shift, volunteer=person, came="planner", made_at=now,
        told_at=None if n % 20 == 3 else now, ended_at=now if is_out else None,
        ending="taken_off" if is_out else "", minutes=served,
        night_minutes=served if served and shift.kind.is_night else None,
    )  # fmt: skip
