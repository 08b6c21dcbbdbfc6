"""What the desk puts on whose work list."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from tongzhou.accounts.models import User
from tongzhou.core.work import WorkItem
from tongzhou.desk import actions, queries, today
from tongzhou.desk.models import ServiceRequest
from tongzhou.registry.acting import Acting

Take = Callable[..., ServiceRequest]


def work(acting: Acting, *, after: timedelta = timedelta()) -> list[WorkItem]:
    return list(today.offer(acting, now=NOW + after, kinds=frozenset(), limit=50).items)


def kinds(acting: Acting, *, after: timedelta = timedelta()) -> list[str]:
    return [item.kind for item in work(acting, after=after)]


def test_a_new_request_waits_for_everyone_of_the_committee(
    cast: Cast, permit: ServiceRequest
) -> None:
    assert kinds(cast.worker) == kinds(cast.secretary) == ["desk.request"]
    for other in (cast.neighbour_worker, cast.volunteer, cast.medic, cast.admin, cast.officer):
        assert kinds(other) == []


def test_what_a_colleague_took_on_is_no_longer_mine(cast: Cast, permit: ServiceRequest) -> None:
    actions.start_work(cast.secretary, permit, now=NOW)

    assert kinds(cast.secretary) == ["desk.request"]
    assert kinds(cast.worker) == []


def test_what_is_referred_waits_for_the_department(cast: Cast, permit: ServiceRequest) -> None:
    actions.refer(cast.worker, permit, now=NOW)

    assert kinds(cast.health_desk) == ["desk.referred"]
    assert kinds(cast.worker) == kinds(cast.desk) == []


def test_the_committee_does_not_start_what_a_department_has(
    cast: Cast, permit: ServiceRequest
) -> None:
    actions.refer(cast.worker, permit, now=NOW)

    [ours] = today.for_household(cast.worker, cast.wang.pk, now=NOW)
    [theirs] = work(cast.health_desk)
    assert not ours.actions
    assert [str(action.label) for action in theirs.actions] == ["Start work"]


def test_a_department_sees_no_door(cast: Cast, permit: ServiceRequest) -> None:
    actions.refer(cast.worker, permit, now=NOW)

    [item] = work(cast.health_desk)
    [at_home] = today.for_household(cast.health_desk, cast.wang.pk, now=NOW)
    for card in (item, at_home):
        assert (card.door, tuple(card.household_ids), card.phone_url) == ("", (), "")
        assert card.who


def test_what_is_overdue_goes_to_secretary_and_street(cast: Cast, permit: ServiceRequest) -> None:
    actions.refer(cast.worker, permit, now=NOW)
    late = timedelta(days=3)

    assert kinds(cast.secretary, after=late) == ["desk.escalated"]
    assert kinds(cast.officer, after=late) == ["desk.escalated"]
    assert kinds(cast.worker, after=late) == []


def test_a_paper_that_was_made_is_to_be_brought_by_staff_or_director(
    cast: Cast, permit: ServiceRequest
) -> None:
    actions.start_work(cast.worker, permit, now=NOW)
    actions.add_document(
        cast.worker, permit, name="生育服务证", direction="produced", where="committee", now=NOW
    )
    actions.mark_ready(cast.worker, permit, now=NOW)

    assert "desk.delivery" in kinds(cast.worker)
    [item] = work(cast.director)
    assert (item.who, item.note, str(item.title)) == ("", "", "Something to bring")
    assert item.door.endswith(cast.wang.door)


def test_an_errand_is_on_the_list_of_who_goes(cast: Cast, shopping: ServiceRequest) -> None:
    assert kinds(cast.worker) == ["desk.errand"]
    assert kinds(cast.volunteer) == []

    actions.send_runner(cast.worker, shopping, runner=User.objects.get(username="xiaowu"), now=NOW)

    assert kinds(cast.volunteer) == ["desk.errand"]
    assert kinds(cast.worker) == []


def test_the_card_of_a_call_dials_and_can_be_answered_in_place(
    cast: Cast, permit: ServiceRequest
) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)

    [item] = work(cast.worker)
    assert item.phone_url == "tel:13900000501"
    assert [action.values["outcome"] for action in item.actions] == ["solved", "not_reached"]


def test_urgent_work_comes_first(cast: Cast, taken: Take) -> None:
    taken("question")
    urgent = taken("papers", priority=1)

    assert work(cast.worker)[0].url.endswith(f"{urgent.code}/")


def test_the_list_is_cut_to_the_most_urgent_and_the_counts_are_not(cast: Cast, taken: Take) -> None:
    rows = [taken("question") for _ in range(4)]
    offer = today.offer(cast.worker, now=NOW, kinds=frozenset(), limit=2)

    assert [item.key for item in offer.items] == [f"desk.request-{row.pk}" for row in rows[:2]]
    assert offer.counts["desk.request"].waiting == 4


def test_kinds_that_were_not_chosen_are_counted_and_not_shown(
    cast: Cast, permit: ServiceRequest, shopping: ServiceRequest
) -> None:
    offer = today.offer(cast.worker, now=NOW, kinds=frozenset({"desk.errand"}), limit=9)

    assert [item.kind for item in offer.items] == ["desk.errand"]
    assert offer.counts["desk.request"].waiting == 1


@pytest.mark.parametrize("end", ["deliver", "ready"])
def test_what_was_done_today_is_counted(cast: Cast, permit: ServiceRequest, end: str) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    if end == "deliver":
        actions.deliver(cast.worker, permit, now=NOW)
    counts = today.offer(cast.worker, now=NOW, kinds=frozenset(), limit=5).counts

    kind = "desk.delivery" if end == "deliver" else "desk.request"
    assert counts[kind].done_today == 1


def test_a_household_page_offers_only_what_fits_the_state(
    cast: Cast, permit: ServiceRequest
) -> None:
    def offered() -> list[str]:
        [item] = today.for_household(cast.worker, cast.wang.pk, now=NOW)
        return [action.url.split("/")[-2] for action in item.actions]

    assert offered() == ["start"]
    actions.mark_ready(cast.worker, permit, now=NOW)
    assert offered() == []
    actions.send_out(cast.worker, permit, now=NOW)
    assert offered() == ["deliver"]


def test_a_director_learns_nothing_of_a_household_but_that_there_is_something_to_bring(
    cast: Cast, permit: ServiceRequest
) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    actions.send_out(cast.worker, permit, now=NOW)

    [item] = today.for_household(cast.director, cast.wang.pk, now=NOW)
    assert (str(item.title), item.who, item.note) == ("Something to bring", "", "")
    assert queries.story(cast.director, cast.wang.pk, limit=9) == []
    assert today.for_household(cast.medic, cast.wang.pk, now=NOW) == []
    assert queries.story(cast.medic, cast.wang.pk, limit=9) == []


def test_a_household_reads_how_its_request_goes_but_not_our_notes(
    cast: Cast, permit: ServiceRequest
) -> None:
    actions.add_note(cast.worker, permit, text="婆媳不和，打女儿手机", now=NOW)
    actions.refer(cast.worker, permit, note="别跟婆婆说", now=NOW)

    told = queries.story(Acting.household(cast.wang.pk), cast.wang.pk, limit=9)
    assert [(line.icon, line.text) for line in told] == [("message", "")] * 2
