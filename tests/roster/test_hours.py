"""A duty is begun, ended, handed over, confirmed, corrected; what it counts is certified."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404

from tests.cast import NOW, TODAY, Cast
from tests.roster.conftest import Come
from tests.roster.test_roster_plans import put, shift_of
from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry
from tongzhou.roster import access, actions
from tongzhou.roster.actions import certificates, hours, presses
from tongzhou.roster.choices import Attended
from tongzhou.roster.models import Assignment, Attendance, Post, Roster, Shift, Volunteer
from tongzhou.roster.queries import certificates as papers
from tongzhou.roster.queries.hours import own_total, unconfirmed


def at(hour: int, minute: int = 0) -> datetime:
    return clock.at_local(TODAY, time(hour, minute))


@pytest.fixture
def published(cast: Cast, post: Post) -> Roster:
    """Willow's running week, published yesterday."""
    return Roster.objects.create(
        committee=cast.willow, starts_on=TODAY - timedelta(days=1), days=7, state="published",
        made_at=NOW - timedelta(days=2), published_at=NOW - timedelta(days=1),
    )  # fmt: skip


@pytest.fixture
def morning(published: Roster, post: Post, parts: dict[str, int]) -> Shift:
    """Today from seven to three at the north gate."""
    return shift_of(published, post, parts["day"], TODAY)


def press(acting: Any, row: Assignment, kind: Attended, now: datetime, **more: Any) -> Attendance:
    more = {"entry": uuid4()} | more
    return presses.press(acting, row.pk, kind, now=now, **more)


def counted(row: Assignment) -> tuple[int | None, int | None]:
    row.refresh_from_db()
    return row.minutes, row.night_minutes


def test_a_volunteer_begins_rests_hands_over_and_ends(
    cast: Cast, morning: Shift, come: Come
) -> None:
    sun = come()
    token = actions.give_link(cast.worker, sun.pk, now=NOW)
    row, entry = put(morning, sun), uuid4()
    with pytest.raises(Refusal, match="Too early"):
        presses.press_own(token, row.pk, Attended.IN, entry=entry, now=at(6, 29))
    first = presses.press_own(token, row.pk, Attended.IN, entry=entry, now=at(6, 58))
    again = presses.press_own(token, row.pk, Attended.IN, entry=entry, now=at(6, 59))
    assert (again.pk, Attendance.objects.count()) == (first.pk, 1)
    with pytest.raises(Refusal, match="a moment ago"):
        presses.press_own(token, row.pk, Attended.IN, entry=uuid4(), now=at(7))
    for kind, now in ((Attended.BREAK, at(11)), (Attended.BACK, at(11, 30))):
        presses.press_own(token, row.pk, kind, entry=uuid4(), now=now)
    word = {"word": "三号岗亭钥匙在门卫处"}
    with pytest.raises(Refusal, match="next shift"):
        presses.press_own(token, row.pk, Attended.HANDOVER, entry=uuid4(), now=at(15))
    presses.press_own(token, row.pk, Attended.HANDOVER, entry=uuid4(), now=at(15), **word)
    assert "钥匙".encode() not in bytes(Attendance.objects.get(kind="handover").word)
    assert counted(row) == (None, None)
    out = presses.press_own(token, row.pk, Attended.OUT, entry=uuid4(), now=at(15, 5))
    assert counted(row) == (455, 0)
    presses.undo_own(token, row.pk, mark=out.pk, now=at(15, 6))
    presses.undo_own(token, row.pk, mark=out.pk, now=at(15, 6))
    assert counted(row) == (None, None)
    with pytest.raises(Refusal, match="last"):
        presses.undo_own(token, row.pk, mark=first.pk, now=at(15, 7))
    with pytest.raises(Refusal, match="since long"):
        presses.press_own(token, row.pk, Attended.OUT, entry=uuid4(), now=at(15) + timedelta(1))
    keys = AuditEntry.objects.filter(key__startswith="roster.duty").values_list("key", flat=True)
    assert (len(keys), keys.filter(key="roster.duty.undone").count()) == (6, 1)


def test_who_leads_writes_it_down_for_others_also_afterwards(
    cast: Cast, morning: Shift, come: Come
) -> None:
    row = put(morning, come())
    press(cast.director, row, Attended.IN, at(9), wall=time(7))
    with pytest.raises(Refusal, match="not in the future"):
        press(cast.director, row, Attended.OUT, at(14), wall=time(15))
    with pytest.raises(Refusal, match="Something later"):
        press(cast.director, row, Attended.OUT, at(14), wall=time(6, 50))
    press(cast.director, row, Attended.OUT, at(19), wall=time(15))
    assert counted(row) == (480, 0)
    with pytest.raises(Http404):
        press(cast.neighbour_worker, row, Attended.OUT, at(19))


def test_who_goes_home_early_and_is_taken_off_keeps_the_hours_until_then(
    cast: Cast, morning: Shift, come: Come
) -> None:
    row = put(morning, come())
    press(cast.worker, row, Attended.IN, at(7))
    press(cast.worker, row, Attended.OUT, at(10))
    Assignment.objects.filter(pk=row.pk).update(ended_at=at(10), ending="called")
    assert own_total(row.volunteer).served == 180
    again = put(morning, row.volunteer)
    press(cast.worker, again, Attended.HANDOVER, at(15), word="我又回来了")
    assert own_total(row.volunteer).served == 180


def test_duties_nobody_pressed_for_count_after_one_press_of_the_staff(
    cast: Cast, published: Roster, post: Post, parts: dict[str, int], come: Come
) -> None:
    night = shift_of(published, post, parts["night"], TODAY - timedelta(days=1))
    came, absent, later = (put(night, come(f"{name}大明")) for name in "赵钱孙")
    now = at(8)
    assert unconfirmed(cast.worker, now=now).count() == 3
    assert hours.confirm(cast.worker, [came.pk], came=True, now=now) == 1
    assert hours.confirm(cast.worker, [came.pk, absent.pk], came=False, now=now) == 1
    assert (counted(came), counted(absent)) == ((480, 480), (0, 0))
    assert list(unconfirmed(cast.worker, now=now)) == [later]
    press(cast.worker, later, Attended.IN, now, wall=time(23))
    assert hours.confirm(cast.worker, [later.pk], came=False, now=now) == 0
    with pytest.raises(Refusal, match="your role"):
        hours.confirm(cast.director, [later.pk], came=True, now=now)
    why: dict[str, Any] = {"reason": "四点有急事先走", "entry": uuid4(), "now": now}
    with pytest.raises(Refusal, match="Say why"):
        hours.correct(cast.secretary, came.pk, minutes=300, **why | {"reason": " "})
    for _ in range(2):
        hours.correct(cast.secretary, came.pk, minutes=300, **why)
    assert counted(came) == (300, 300)
    said = Attendance.objects.filter(volunteer=came.volunteer).values_list("minutes", flat=True)
    assert list(said.order_by("pk")) == [480, 300]
    total = own_total(came.volunteer)
    assert (total.duties, total.served, total.credited) == (1, 300, 450)


def test_a_certificate_says_what_was_served_until_it_is_revoked_or_its_person_erased(
    cast: Cast, morning: Shift, come: Come
) -> None:
    row, day = put(morning, come("孙建国")), {"first": TODAY, "last": TODAY}
    sun: Volunteer = row.volunteer
    now = at(16)
    with pytest.raises(Refusal, match="No hours"):
        certificates.issue(cast.worker, sun.pk, **day, now=now)
    hours.confirm(cast.worker, [row.pk], came=True, now=now)
    first = certificates.issue(cast.worker, sun.pk, **day, now=now)
    assert certificates.issue(cast.worker, sun.pk, **day, now=now) == first
    paper = papers.opened(first)
    assert papers.of_code(paper.code).name == "孙建国"
    assert paper.code.encode() not in bytes(first.digest)
    anew = certificates.reissue(cast.worker, first.pk, now=now)
    assert (first.serial, anew.serial) == (1, 2)
    assert papers.of_code(paper.code).row.revoked_at == now
    certificates.revoke(cast.secretary, anew.pk, reason="姓名有误", now=now)
    with pytest.raises(Refusal, match="already"):
        certificates.revoke(cast.secretary, anew.pk, reason="姓名有误", now=now)
    with pytest.raises(Http404):
        access.by_code("nothing")
    actions.erase(cast.secretary, sun.pk, now=now)
    assert papers.of_code(paper.code).is_erased
    assert counted(row) == (480, 0)
    assert not Attendance.objects.exists()
