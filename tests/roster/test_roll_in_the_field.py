"""The roll on a phone: what it takes along, and what comes of its taps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from tests.cast import Cast
from tests.roster.test_changes import free as free
from tests.roster.test_changes import monday as monday
from tests.roster.test_changes import names, stands
from tests.roster.test_changes import roster as roster
from tests.roster.test_muster import seven as seven
from tests.roster.test_muster import states
from tests.roster.test_muster import when as when
from tongzhou.core.errors import Refusal
from tongzhou.core.fieldwork import Received
from tongzhou.core.ids import uuid7
from tongzhou.registry.acting import Acting
from tongzhou.roster import field
from tongzhou.roster.actions import marking, muster
from tongzhou.roster.choices import Roll
from tongzhou.roster.models import Assignment, Attendance, Shift, Volunteer
from tongzhou.roster.queries.muster import When, roll

Free = Callable[..., Volunteer]


@pytest.fixture
def send(cast: Cast, seven: Any) -> Callable[..., Received]:
    """A tap of a phone, so many minutes later, that arrives an hour after it."""

    def sent(
        row: Assignment, said: str, *, after: int = 0, by: Acting = cast.worker, **more: Any
    ) -> Received:
        body = {"duty": row.pk, "said": said, "tenths": None, **more}
        at = seven + timedelta(minutes=after)
        one = Received(uuid7(), "roster.mark", at, 3, None, body)
        field.accept(by, one, now=at + timedelta(hours=1))
        return one

    return sent


def test_the_phone_takes_names_and_posts_along_and_no_number(
    cast: Cast, monday: Shift, free: Free, seven: Any
) -> None:
    row = stands(monday, free("孙建国", phone="13912345678"))

    pack = field.pack(cast.worker, "muster", None, now=seven)

    assert pack["list"] == [
        {"duty": row.pk, "post": monday.post.label, "name": "孙建国", "leads": False,
         "state": "waiting"}
    ]  # fmt: skip
    assert "13912345678" not in str(pack)
    assert field.pack(cast.director, "muster", None, now=seven)["list"] == pack["list"]
    assert field.pack(cast.neighbour_worker, "muster", None, now=seven)["list"] == []


def test_a_tap_counts_once_and_the_later_word_about_somebody_counts(
    cast: Cast, monday: Shift, when: When, free: Free, send: Any, seven: Any
) -> None:
    sun, li = stands(monday, free("孙建国")), stands(monday, free("李红梅"))
    one = send(sun, "missing")
    field.accept(cast.worker, one, now=seven)
    send(li, "present", tenths=378)
    assert states(roll(cast.worker, when)) == {"孙建国": "missing", "李红梅": "unfit"}

    send(sun, "present", after=4, tenths=365)

    assert states(roll(cast.worker, when)) == {"孙建国": "present", "李红梅": "unfit"}
    assert names(monday) == ["孙建国"]
    counted = Attendance.objects.filter(undoes__isnull=True, undone_by__isnull=True)
    assert counted.count() == 2


def test_what_was_tapped_later_at_the_desk_stays_and_the_phones_word_is_kept(
    cast: Cast, monday: Shift, when: When, free: Free, send: Any, seven: Any
) -> None:
    sun = stands(monday, free("孙建国"))
    later = seven + timedelta(minutes=10)
    marking.mark(cast.worker, sun.pk, Roll.PRESENT, entry=uuid7(), at=later, now=later)

    late = send(sun, "missing")

    assert states(roll(cast.worker, when)) == {"孙建国": "present"}
    assert Attendance.objects.filter(entry=late.id, kind="missing").exists()


def test_taps_are_taken_when_the_roll_was_closed_meanwhile(
    cast: Cast, monday: Shift, when: When, free: Free, send: Any, seven: Any
) -> None:
    sun = stands(monday, free("孙建国"))
    muster.close(cast.worker, muster.open_roll(cast.worker, when, now=seven).pk, now=seven)

    send(sun, "present")

    assert states(roll(cast.worker, when)) == {"孙建国": "present"}


def test_what_cannot_be_read_or_is_not_theirs_is_refused(
    cast: Cast, monday: Shift, free: Free, send: Any
) -> None:
    sun = stands(monday, free("孙建国"))

    with pytest.raises(Refusal, match="cannot be read"):
        send(sun, "asleep")
    with pytest.raises(Http404):
        send(sun, "present", by=cast.neighbour_worker)
