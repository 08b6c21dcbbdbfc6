"""A published roster changes: call-outs, stepping in, swaps, whom to tell, repairs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from tests.cast import NOW, Cast
from tests.roster.conftest import Come
from tests.roster.test_roster_plans import NEXT_MONDAY, WEEK, shift_of
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.jobs import run_one
from tongzhou.roster.actions import callouts, links, placing, repairs, stepping, swaps, telling
from tongzhou.roster.choices import Answer, Assigned, Ending, RepairState, RosterState, SwapState
from tongzhou.roster.models import Assignment, CallOut, Post, Repair, Roster, Shift, Volunteer
from tongzhou.roster.plans import calling, swapping
from tongzhou.roster.queries import telling as to_tell
from tongzhou.roster.queries.publishing import own_duties
from tongzhou.roster.queries.stepping import called_out

DAY = timedelta(days=1)


@pytest.fixture
def roster(cast: Cast, post: Post) -> Roster:
    """Willow's next week, published."""
    return Roster.objects.create(
        committee=cast.willow, starts_on=NEXT_MONDAY, days=7, made_at=NOW, published_at=NOW,
        state=RosterState.PUBLISHED,
    )  # fmt: skip


@pytest.fixture
def monday(roster: Roster, post: Post, parts: dict[str, int]) -> Shift:
    """Monday by day at the north gate: two people."""
    return shift_of(roster, post, parts["day"])


@pytest.fixture
def tuesday(roster: Roster, post: Post, parts: dict[str, int]) -> Shift:
    """Tuesday by day."""
    return shift_of(roster, post, parts["day"], on=NEXT_MONDAY + DAY)


@pytest.fixture
def free(come: Come, parts: dict[str, int]) -> Callable[..., Volunteer]:
    """Somebody who offers every part of every day."""

    def came(name: str = "孙建国", **told: Any) -> Volunteer:
        return come(name, weekdays=WEEK, shifts=tuple(parts.values()), **told)

    return came


def stands(shift: Shift, person: Volunteer, **more: Any) -> Assignment:
    given: dict[str, Any] = {"came": Assigned.PLANNER, "made_at": NOW, "told_at": NOW} | more
    return Assignment.objects.create(shift=shift, volunteer=person, **given)


def names(shift: Shift) -> list[str]:
    rows = shift.assignments.filter(ended_at__isnull=True).order_by("pk")
    return [row.volunteer.name for row in rows]


# --- call-outs ---------------------------------------------------------------------------------


def test_a_minute_before_somebody_calls_out_on_their_own_page_and_a_neighbour_steps_in(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer]
) -> None:
    sun, li, wang = free("孙建国"), free("李红梅"), free("王刚")
    mine = stands(monday, sun)
    stands(monday, li)
    late = monday.starts_at - timedelta(minutes=1)

    callouts.call_out_own(
        links.give_link(cast.worker, sun.pk, now=NOW), assignment=mine.pk, word="发烧了", now=late
    )

    assert names(monday) == ["李红梅"]
    mine.refresh_from_db()
    assert mine.ending == Ending.CALLED_OUT
    [(call, word)] = called_out(cast.worker, monday)
    assert (call.by, word) == (None, "发烧了")
    [first] = calling.calls(cast.worker, roster, monday)
    assert (first.volunteer, first.asked) == (wang, None)

    def said(answer: Answer) -> None:
        stepping.answered(
            cast.worker, roster.pk, shift=monday.pk, volunteer=wang.pk, answer=answer, now=late
        )

    said(Answer.UNREACHED)
    [again] = calling.calls(cast.worker, roster, monday)
    assert again.asked is not None
    said(Answer.YES)
    assert names(monday) == ["李红梅", "王刚"]
    new = monday.assignments.get(volunteer=wang)
    assert (new.came, new.told_at, new.broken) == (Assigned.STEPPED_IN, late, [])


def test_after_the_beginning_the_committee_is_called_and_notes_it(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer]
) -> None:
    sun = free()
    mine = stands(monday, sun)
    token, during = links.give_link(cast.worker, sun.pk, now=NOW), monday.starts_at + DAY / 24

    with pytest.raises(Refusal, match="has begun"):
        callouts.call_out_own(token, assignment=mine.pk, now=during)
    callouts.call_out(cast.director, roster.pk, assignment=mine.pk, now=during)

    assert names(monday) == []


def test_whoever_called_out_is_not_asked_again_but_may_come_after_all(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer]
) -> None:
    sun = free()
    mine = stands(monday, sun)
    token = links.give_link(cast.worker, sun.pk, now=NOW)
    callouts.call_out(cast.worker, roster.pk, assignment=mine.pk, now=NOW)

    assert calling.calls(cast.worker, roster, monday, is_wide=True) == []
    seen = Roster.objects.get(pk=roster.pk).version
    with pytest.raises(Refusal, match="called out of this duty"):
        placing.put(
            cast.worker, roster.pk, shift=monday.pk, volunteer=sun.pk, seen=seen, now=NOW
        )  # fmt: skip
    callouts.come_after_all_own(token, assignment=mine.pk, now=NOW)

    assert names(monday) == ["孙建国"]


def test_who_comes_back_too_late_is_thanked(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer]
) -> None:
    sun = free()
    mine = stands(monday, sun)
    callouts.call_out(cast.worker, roster.pk, assignment=mine.pk, now=NOW)
    stands(monday, free("李红梅"))
    stands(monday, free("王刚"))

    with pytest.raises(Refusal, match="stepped in already"):
        callouts.come_after_all(cast.worker, roster.pk, assignment=mine.pk, now=NOW)


def test_undoing_a_call_out_brings_the_duty_and_the_person_back(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer]
) -> None:
    mine = stands(monday, free())
    callouts.call_out(cast.worker, roster.pk, assignment=mine.pk, now=NOW)

    placing.undo(cast.worker, roster.pk, seen=roster.version + 1, now=NOW)

    assert names(monday) == ["孙建国"]
    assert CallOut.objects.get().taken_back_at == NOW


def test_who_did_not_offer_it_is_phoned_when_asked_for_and_their_word_is_kept(
    cast: Cast, roster: Roster, monday: Shift, come: Come
) -> None:
    thursday = come("何平")

    assert calling.calls(cast.worker, roster, monday) == []
    [call] = calling.calls(cast.worker, roster, monday, is_wide=True)
    assert call.volunteer == thursday
    stepping.answered(
        cast.worker, roster.pk, shift=monday.pk, volunteer=thursday.pk, answer=Answer.YES, now=NOW
    )

    made = monday.assignments.get()
    assert (made.broken, made.reason) == (["H1 availability"], "agreed when asked")


def test_others_do_not_call_out_for_me(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer]
) -> None:
    mine = stands(monday, free())
    stranger = links.give_link(cast.worker, free("李红梅").pk, now=NOW)

    with pytest.raises(Http404):
        callouts.call_out_own(stranger, assignment=mine.pk, now=NOW)
    with pytest.raises(Http404):
        callouts.call_out(cast.neighbour_worker, roster.pk, assignment=mine.pk, now=NOW)


# --- whom to tell ------------------------------------------------------------------------------


def test_a_change_by_hand_is_told_by_phone_or_read_on_the_own_page(
    cast: Cast, roster: Roster, monday: Shift, tuesday: Shift, free: Callable[..., Volunteer]
) -> None:
    sun, li = free("孙建国"), free("李红梅")
    stands(tuesday, li, told_at=None)
    mine = stands(monday, sun)
    placing.take_off(cast.worker, roster.pk, assignment=mine.pk, seen=roster.version, now=NOW)

    lines = to_tell.to_tell(cast.worker, roster, now=NOW)
    assert [(line.volunteer, len(line.new), len(line.gone)) for line in lines] == [
        (sun, 0, 1), (li, 1, 0),
    ]  # fmt: skip

    telling.told(cast.worker, roster.pk, volunteer=sun.pk, now=NOW)
    telling.note_read(li, now=NOW)
    assert to_tell.count(cast.worker, roster, now=NOW) == 0


# --- swaps -------------------------------------------------------------------------------------


def test_a_duty_is_given_away_on_the_own_page_and_taken_by_who_is_free(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer], come: Come
) -> None:
    sun, li = free("孙建国"), free("李红梅")
    mine = stands(monday, sun)
    token, other = (links.give_link(cast.worker, row.pk, now=NOW) for row in (sun, li))

    swap = swaps.offer(token, assignment=mine.pk, now=NOW)
    [offered] = swapping.own_swaps(li, (), now=NOW).others
    assert (offered.swap, offered.is_free) == (swap, True)
    assert names(monday) == ["孙建国"]
    swaps.take(other, swap=swap.pk, now=NOW)

    assert names(monday) == ["李红梅"]
    assert [line.volunteer for line in to_tell.to_tell(cast.worker, roster, now=NOW)] == [sun]
    with pytest.raises(Http404):
        swaps.take(other, swap=swap.pk, now=NOW)


def test_two_people_swap_when_both_agree(
    cast: Cast, roster: Roster, monday: Shift, tuesday: Shift, free: Callable[..., Volunteer]
) -> None:
    sun, li = free("孙建国"), free("李红梅")
    mine, theirs = stands(monday, sun), stands(tuesday, li)
    token, other = (links.give_link(cast.worker, row.pk, now=NOW) for row in (sun, li))
    swap = swaps.offer(token, assignment=mine.pk, now=NOW)

    swaps.answer(other, swap=swap.pk, returned=theirs.pk, now=NOW)
    found = swapping.own_swaps(sun, own_duties(sun, now=NOW), now=NOW)
    assert found.offered[mine.pk].state == SwapState.ASKED
    swaps.decline(token, swap=swap.pk, now=NOW)
    swaps.answer(other, swap=swap.pk, returned=theirs.pk, now=NOW)
    swaps.agree(token, swap=swap.pk, now=NOW)

    assert (names(monday), names(tuesday)) == (["李红梅"], ["孙建国"])
    assert to_tell.count(cast.worker, roster, now=NOW) == 1


def test_nobody_is_asked_for_a_duty_they_could_not_take(
    cast: Cast, roster: Roster, monday: Shift, tuesday: Shift, come: Come, parts: dict[str, int]
) -> None:
    sun, li = (come(name, weekdays=(0,), shifts=(parts["day"],)) for name in ("孙建国", "李红梅"))
    mine, theirs = stands(monday, sun), stands(tuesday, li)
    token, other = (links.give_link(cast.worker, row.pk, now=NOW) for row in (sun, li))
    swap = swaps.offer(token, assignment=mine.pk, now=NOW)

    with pytest.raises(Refusal, match="They cannot take this duty"):
        swaps.answer(other, swap=swap.pk, returned=theirs.pk, now=NOW)


def test_a_kept_duty_cannot_be_taken_any_more(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer]
) -> None:
    sun, li = free("孙建国"), free("李红梅")
    mine = stands(monday, sun)
    token, other = (links.give_link(cast.worker, row.pk, now=NOW) for row in (sun, li))
    swap = swaps.offer(token, assignment=mine.pk, now=NOW)
    with pytest.raises(Stale):
        swaps.offer(token, assignment=mine.pk, now=NOW)

    swaps.keep(token, swap=swap.pk, now=NOW)

    with pytest.raises(Http404):
        swaps.take(other, swap=swap.pk, now=NOW)
    assert names(monday) == ["孙建国"]


def test_people_among_themselves_break_no_rule(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer], come: Come
) -> None:
    mine, thursday = stands(monday, free()), come("何平")
    token = links.give_link(cast.worker, mine.volunteer_id, now=NOW)
    swap = swaps.offer(token, assignment=mine.pk, now=NOW)

    with pytest.raises(Refusal, match="not offered"):
        swaps.take(
            links.give_link(cast.worker, thursday.pk, now=NOW), swap=swap.pk, now=NOW
        )  # fmt: skip
    assert names(monday) == ["孙建国"]


def test_staff_swap_two_who_agreed_and_take_it_back(
    cast: Cast, roster: Roster, monday: Shift, tuesday: Shift, free: Callable[..., Volunteer]
) -> None:
    one, other = stands(monday, free("孙建国")), stands(tuesday, free("李红梅"))

    swaps.exchange(cast.worker, roster.pk, first=one.pk, second=other.pk, now=NOW)
    assert (names(monday), names(tuesday)) == (["李红梅"], ["孙建国"])
    placing.undo(cast.worker, roster.pk, seen=roster.version + 1, now=NOW)
    assert (names(monday), names(tuesday)) == (["孙建国"], ["李红梅"])


# --- repairs -----------------------------------------------------------------------------------


def test_a_repair_is_proven_looked_at_adopted_and_undone(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer]
) -> None:
    sun, li, wang = free("孙建国"), free("李红梅"), free("王刚")
    out = stands(monday, sun)
    stands(monday, li)
    callouts.call_out(cast.worker, roster.pk, assignment=out.pk, now=NOW)
    asked = repairs.ask(cast.secretary, roster.pk, now=NOW)
    run_one(NOW)
    asked.refresh_from_db()
    assert asked.state == RepairState.READY, asked.content
    assert asked.content["is_proven"]
    assert asked.content["removed"] == []
    assert [sun.pk, monday.pk] not in asked.content["added"]
    assert [wang.pk, monday.pk] in asked.content["added"]

    repairs.adopt(cast.secretary, roster.pk, repair=asked.pk, now=NOW)
    assert names(monday) == ["李红梅", "王刚"]
    row = Roster.objects.get(pk=roster.pk)
    assert to_tell.count(cast.worker, row, now=NOW) > 0
    placing.undo(cast.secretary, roster.pk, seen=row.version, now=NOW)
    assert names(monday) == ["李红梅"]


def test_a_repair_of_what_was_changed_meanwhile_is_not_adopted(
    cast: Cast, roster: Roster, monday: Shift, free: Callable[..., Volunteer]
) -> None:
    mine = stands(monday, free())
    asked = repairs.ask(cast.secretary, roster.pk, now=NOW)
    Repair.objects.filter(pk=asked.pk).update(
        state=RepairState.READY, content={"added": [], "removed": [mine.pk], "moved": []}
    )
    callouts.call_out(cast.worker, roster.pk, assignment=mine.pk, now=NOW)

    with pytest.raises(Stale, match="changed since"):
        repairs.adopt(cast.secretary, roster.pk, repair=asked.pk, now=NOW)
