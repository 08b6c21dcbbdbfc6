"""The muster before the day's first duty: who is there, who is missing, who steps in."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from django.urls import reverse

from tests.cast import Cast
from tests.roster.test_changes import free as free
from tests.roster.test_changes import monday as monday
from tests.roster.test_changes import names, stands
from tests.roster.test_changes import roster as roster
from tests.roster.test_pages import cost
from tests.roster.test_roster_pages import SignIn
from tongzhou.core import clock
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.ids import uuid7
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.roster.actions import marking, muster, stepping
from tongzhou.roster.actions.callouts import call_out
from tongzhou.roster.choices import Answer, Ending, Roll
from tongzhou.roster.models import (
    Assignment,
    Attendance,
    CallOut,
    Muster,
    Post,
    Roster,
    Shift,
    Volunteer,
)
from tongzhou.roster.queries.hours import story
from tongzhou.roster.queries.muster import Rolled, When, current, roll

Free = Callable[..., Volunteer]


@pytest.fixture
def seven(monday: Shift) -> Any:
    """Five to seven on Monday."""
    return monday.starts_at - timedelta(minutes=5)


@pytest.fixture
def when(cast: Cast, monday: Shift) -> When:
    """Monday's first part of the day in Willow."""
    return When(cast.willow.pk, monday.on, monday.kind_id)


@pytest.fixture
def tap(cast: Cast, seven: Any) -> Callable[..., Attendance]:
    def tapped(row: Assignment, said: Roll, *, by: Acting = cast.worker, **more: Any) -> Attendance:
        given = {"entry": uuid7(), "at": seven, "now": seven} | more
        return marking.mark(by, row.pk, said, **given)

    return tapped


def states(found: Rolled) -> dict[str, str]:
    return {one.row.volunteer.name: one.state.value for one in found.people}


def test_everybody_is_called_one_is_missing_and_somebody_steps_in(
    cast: Cast, roster: Roster, monday: Shift, when: When, free: Free, tap: Any, seven: Any
) -> None:
    sun, li = stands(monday, free("孙建国")), stands(monday, free("李红梅"))
    wang = free("王刚")
    opened = muster.open_roll(cast.worker, when, now=seven)
    assert states(roll(cast.worker, when)) == {"孙建国": "waiting", "李红梅": "waiting"}

    tap(sun, Roll.PRESENT, celsius=Decimal("36.6"))
    tap(li, Roll.MISSING)
    stepping.answered(
        cast.worker, roster.pk, shift=monday.pk, volunteer=wang.pk, answer=Answer.YES, now=seven
    )
    tap(monday.assignments.get(volunteer=wang), Roll.PRESENT)

    found = roll(cast.worker, when)
    assert states(found) == {"孙建国": "present", "李红梅": "missing", "王刚": "present"}
    counts = found.counts
    assert (counts["expected"], counts["present"], counts["missing"]) == (3, 2, 1)
    assert (counts["stepped_in"], counts["empty"]) == (1, 0)
    li.refresh_from_db()
    assert li.ending == Ending.MISSING
    who = cast.worker, opened.pk
    muster.read_out(*who, now=seven)
    muster.close(*who, now=seven)
    for late in (lambda: tap(sun, Roll.MISSING), lambda: muster.read_out(*who, now=seven)):
        with pytest.raises(Refusal, match="closed"):
            late()


def test_from_37_3_on_somebody_goes_home_and_only_then_the_temperature_is_kept(
    cast: Cast, monday: Shift, when: When, free: Free, tap: Any
) -> None:
    sun, li = stands(monday, free("孙建国")), stands(monday, free("李红梅"))

    fit, unfit = (
        tap(row, Roll.PRESENT, celsius=Decimal(text)) for row, text in ((sun, "37.2"), (li, "37.3"))
    )

    assert (fit.is_fit, bool(fit.word)) == (True, False)
    assert (unfit.is_fit, unfit.kind) == (False, "present")
    assert Keyring.of([unfit.key_id]).read(unfit, "word") == "37.3 °C"
    assert states(roll(cast.worker, when)) == {"孙建国": "present", "李红梅": "unfit"}
    assert names(monday) == ["孙建国"]


def test_a_temperature_of_the_roll_is_not_for_who_leads_the_compound(
    cast: Cast, monday: Shift, free: Free, tap: Any
) -> None:
    sun = stands(monday, free("孙建国"))
    tap(sun, Roll.PRESENT, celsius=Decimal("38.4"))

    assert [word for _, word in story(cast.worker, sun)] == ["38.4 °C"]
    assert [word for _, word in story(cast.director, sun)] == [""]


def test_a_wrong_tap_is_taken_back_and_who_was_missing_may_still_come(
    cast: Cast, monday: Shift, when: When, free: Free, tap: Any, seven: Any
) -> None:
    sun, li = stands(monday, free("孙建国")), stands(monday, free("李红梅"))

    marking.take_back(cast.worker, tap(sun, Roll.UNFIT).pk, now=seven)
    tap(li, Roll.MISSING)
    tap(li, Roll.PRESENT)

    assert states(roll(cast.worker, when)) == {"孙建国": "waiting", "李红梅": "present"}
    assert sorted(names(monday)) == ["孙建国", "李红梅"]


def test_what_was_before_a_wrong_tap_counts_again(
    cast: Cast, roster: Roster, monday: Shift, when: When, free: Free, tap: Any, seven: Any
) -> None:
    sun, li = stands(monday, free("孙建国")), stands(monday, free("李红梅"))
    call_out(cast.worker, roster.pk, assignment=li.pk, now=seven)
    missed = tap(sun, Roll.MISSING)
    wrong = [tap(row, Roll.PRESENT) for row in (sun, li)]
    assert states(roll(cast.worker, when)) == {"孙建国": "present", "李红梅": "present"}
    with pytest.raises(Stale, match="last"):
        marking.take_back(cast.worker, missed.pk, now=seven)

    for one in wrong:
        marking.take_back(cast.worker, one.pk, now=seven)

    found = roll(cast.worker, when)
    assert states(found) == {"孙建国": "missing", "李红梅": "called"}
    assert names(monday) == []
    assert {one.row.volunteer.name for one in found.people if one.may_undo} == {"孙建国"}
    assert CallOut.objects.filter(taken_back_at=None).count() == 1
    tap(next(one.row for one in found.people if one.state == "called"), Roll.PRESENT)
    assert names(monday) == ["李红梅"]


def test_who_was_marked_missing_by_mistake_is_one_too_many_when_somebody_stepped_in(
    cast: Cast, roster: Roster, monday: Shift, when: When, free: Free, tap: Any, seven: Any
) -> None:
    Shift.objects.filter(pk=monday.pk).update(people=1)
    sun, wang = stands(monday, free("孙建国")), free("王刚")
    wrong = tap(sun, Roll.MISSING)
    stepping.answered(
        cast.worker, roster.pk, shift=monday.pk, volunteer=wang.pk, answer=Answer.YES, now=seven
    )

    marking.take_back(cast.worker, wrong.pk, now=seven)

    [group] = roll(cast.worker, when).groups
    assert (group.missing, group.extra) == (0, 1)


def test_nobody_is_marked_long_before_or_after_the_duty(
    cast: Cast, monday: Shift, when: When, free: Free, tap: Any
) -> None:
    sun, early = stands(monday, free()), monday.starts_at - timedelta(hours=3, minutes=1)

    for at, said in ((early, "Too early"), (monday.ends_at, "over")):
        with pytest.raises(Refusal, match=said):
            tap(sun, Roll.PRESENT, at=at, now=at)
    with pytest.raises(Refusal, match="Too early"):
        muster.open_roll(cast.worker, when, now=early)
    assert not Attendance.objects.exists()


def test_a_tap_sent_twice_counts_once(monday: Shift, free: Free, tap: Any) -> None:
    sun, entry = stands(monday, free()), uuid7()

    assert tap(sun, Roll.MISSING, entry=entry) == tap(sun, Roll.MISSING, entry=entry)
    assert Attendance.objects.count() == 1


def test_the_director_calls_the_own_compound_and_others_find_nothing(
    cast: Cast, monday: Shift, when: When, free: Free, tap: Any
) -> None:
    sun = stands(monday, free())

    tap(sun, Roll.PRESENT, by=cast.director)

    assert states(roll(cast.director, when)) == {"孙建国": "present"}
    opened = muster.open_roll(cast.director, when, now=monday.starts_at)
    with pytest.raises(Refusal, match="not for your role"):
        muster.close(cast.director, opened.pk, now=monday.starts_at)
    muster.close(cast.worker, opened.pk, now=monday.starts_at)
    with pytest.raises(Refusal, match="not for your role"):
        muster.open_roll(cast.director, when, now=monday.starts_at)
    assert not roll(cast.neighbour_worker, when).people
    with pytest.raises(Http404):
        tap(sun, Roll.PRESENT, by=cast.neighbour_worker)


def test_the_roll_that_counts_is_the_next_or_one_that_began_lately(
    cast: Cast, post: Post, seven: Any, monday: Shift
) -> None:
    for later, name in ((0, "day"), (2, "day"), (3, "evening"), (15, "night"), (19, "day")):
        found = current(cast.worker, now=seven + timedelta(hours=later))
        assert found is not None
        assert found[1].name_en == name, later


def test_the_page_of_the_roll_is_tapped_undone_read_out_and_printed(
    cast: Cast, signed_in: SignIn, monday: Shift, when: When, free: Free, seven: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sun = stands(monday, free("孙建国", phone="13912345678"))
    client, page = signed_in(cast.worker), reverse("roster:muster")
    which: dict[str, str | int] = {
        "committee": when.committee,
        "day": when.on.isoformat(),
        "part": when.kind,
    }
    assert "Nobody is expected" in client.get(page).content.decode()
    assert "can be called from" in client.get(page, which).content.decode()

    monkeypatch.setattr(clock, "now", lambda: seven)
    client.post(reverse("roster:open_muster"), which)
    assert "13912345678" in client.get(page, which).content.decode()
    assert "13912345678" not in signed_in(cast.director).get(page, which).content.decode()
    told = {"said": "present", "entry": str(uuid7()), "celsius": "37.5"}
    client.post(reverse("roster:tap", args=[sun.pk]), told)
    shown = client.get(page, which).content.decode()
    assert "孙建国 goes home" in shown
    client.post(reverse("roster:untap", args=[Attendance.objects.get().pk]))
    for said in ({"said": "present", "celsius": "fever"}, {"said": "gone"}):
        client.post(reverse("roster:tap", args=[sun.pk]), told | said | {"entry": str(uuid7())})
    row = Muster.objects.get()
    for step in ("read_out", "close_muster"):
        client.post(reverse(f"roster:{step}", args=[row.pk]))
    row.refresh_from_db()
    assert row.read_out_at == row.closed_at == seven
    assert client.get(reverse("roster:muster_paper"), which).content.startswith(b"%PDF")


def test_the_roll_costs_the_same_for_many(
    cast: Cast, signed_in: SignIn, monday: Shift, when: When, free: Free
) -> None:
    stands(monday, free())
    client = signed_in(cast.worker)
    url = f"{reverse('roster:muster')}?committee={when.committee}&day={when.on}&part={when.kind}"
    client.get(url)
    before = cost(client, url)
    for number in range(8):
        stands(monday, free(f"志愿者{number}"))

    assert cost(client, url) == before
    assert before <= 10
