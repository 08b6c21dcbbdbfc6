"""What the room puts on whose list, and tells of a household."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, TODAY, Cast
from tests.followup.conftest import END, check_of, enrolled
from tongzhou.core.work import Offer, Urgency
from tongzhou.followup import actions, queries, today
from tongzhou.followup.choices import CheckState
from tongzhou.followup.models import Alarm, FollowUp, Observation
from tongzhou.followup.queries.rounds import visit_lines
from tongzhou.registry.acting import Acting

NOTHING: frozenset[str] = frozenset()


def offered(acting: Acting, *, now: object = NOW, limit: int = 50) -> Offer:
    return today.offer(acting, now=now, kinds=NOTHING, limit=limit)  # type: ignore[arg-type]


def kinds(acting: Acting, *, now: object = NOW) -> list[str]:
    return [item.kind for item in offered(acting, now=now).items]


@contextmanager
def at_most(count: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    assert len(captured.captured_queries) <= count


def test_a_caller_has_the_checks_of_today(cast: Cast, chen: Observation) -> None:
    items = offered(cast.worker).items

    assert [i.kind for i in items] == ["check", "check"]
    assert items[0].who == "陈军"
    assert items[0].resident_ids == [cast.chen_jun.pk]
    assert items[0].due_at < items[1].due_at


def test_counts_are_complete_whatever_is_asked_for(cast: Cast, chen: Observation) -> None:
    done = chen.follow_ups.order_by("due_at")[0]
    actions.perform(cast.worker, check_of(done), now=NOW)
    offer = today.offer(cast.worker, now=NOW, kinds=frozenset({"need"}), limit=1)

    assert offer.items == []
    assert (offer.counts["check"].waiting, offer.counts["check"].done_today) == (1, 1)
    assert offer.counts["check"].tomorrow == 2


def test_a_colleague_has_only_own_checks_and_the_secretary_has_all(
    cast: Cast, chen: Observation
) -> None:
    member = cast.secretary.membership_id or 0
    actions.hand_over(cast.worker, chen.pk, responsible_id=member, now=NOW)

    assert "check" not in kinds(cast.worker)
    assert kinds(cast.secretary).count("check") == 2


def test_the_second_signature_waits_for_everybody_but_the_first(
    cast: Cast, chen: Observation
) -> None:
    assert "sign" not in kinds(cast.worker)
    for who in (cast.secretary, cast.medic, cast.officer):
        assert "sign" in kinds(who)
    actions.sign_second(cast.medic, chen.pk, now=NOW)
    assert "sign" not in kinds(cast.secretary)
    assert offered(cast.secretary).counts["sign"].done_today == 1


def test_an_alarm_is_first_for_health_workers_and_the_own_committee(
    cast: Cast, first: FollowUp
) -> None:
    actions.perform(cast.worker, check_of(first, tenths=380), now=NOW)
    for who in (cast.worker, cast.secretary, cast.medic, cast.officer):
        assert offered(who).items[0].urgency == Urgency.ALARM
    assert kinds(cast.neighbour_worker) == []

    actions.acknowledge_alarm(cast.medic, Alarm.objects.get().pk, now=NOW)
    assert offered(cast.worker).items[0].urgency == Urgency.HIGH


def test_two_missed_checks_bring_a_visit_until_somebody_is_reached(
    cast: Cast, chen: Observation
) -> None:
    evening = chen.follow_ups.order_by("due_at")[1]
    late = evening.due_at + timedelta(minutes=5)
    actions.mark_missed(now=late)
    assert "visit" in kinds(cast.worker, now=late)

    nobody = check_of(FollowUp(pk=0), state=CheckState.MISSED, way="door")
    actions.record_call(cast.worker, chen.pk, nobody, now=late)
    assert "visit" in kinds(cast.worker, now=late)
    seen = check_of(FollowUp(pk=0), way="door")
    actions.record_call(cast.worker, chen.pk, seen, now=late + timedelta(hours=1))
    assert "visit" not in kinds(cast.worker, now=late + timedelta(hours=1))


def test_a_release_waits_for_the_cadre_and_then_for_the_medic(
    cast: Cast, chen: Observation
) -> None:
    last_day = NOW + (END - TODAY)
    check = chen.follow_ups.get(day=END, part="morning")
    actions.perform(cast.worker, check_of(check), now=last_day)
    assert ("release" in kinds(cast.worker, now=last_day)) is True
    assert ("release" in kinds(cast.medic, now=last_day)) is False
    actions.sign_release(cast.worker, chen.pk, now=last_day)
    assert ("release" in kinds(cast.worker, now=last_day)) is False
    assert ("release" in kinds(cast.medic, now=last_day)) is True


def test_a_forgotten_last_check_is_on_the_list(cast: Cast, chen: Observation) -> None:
    later = NOW + (END - TODAY) + timedelta(days=1)
    actions.mark_missed(now=later)

    found = [i for i in offered(cast.worker, now=later).items if i.kind == "release"]
    assert str(found[0].title) == "The last check is missing"


def test_a_need_is_on_the_list_until_it_is_an_errand(cast: Cast, chen: Observation) -> None:
    need = actions.add_need(cast.worker, chen.pk, kind="food", text="rice", now=NOW)
    assert "need" in kinds(cast.worker)
    actions.link_need_to_errand(cast.worker, need.pk, errand_ref=5, now=NOW)
    assert "need" not in kinds(cast.worker)


@pytest.mark.parametrize("who", ["director", "volunteer", "desk", "health_desk", "admin"])
def test_nobody_else_gets_anything(cast: Cast, first: FollowUp, who: str) -> None:
    actions.perform(cast.worker, check_of(first, tenths=390, needs=["food"]), now=NOW)
    acting = cast.everyone()[who]

    assert offered(acting) == Offer((), (), {})
    assert today.for_household(acting, cast.chen.pk, now=NOW) == []
    assert queries.story(acting, cast.chen.pk, limit=10) == []


def test_an_offer_takes_three_statements_a_household_and_a_story_one(
    cast: Cast, first: FollowUp
) -> None:
    actions.perform(cast.worker, check_of(first, tenths=390, needs=["food"]), now=NOW)
    for who in (cast.worker, cast.secretary, cast.medic, cast.officer):
        with at_most(3):
            offered(who)
    with at_most(1):
        today.for_household(cast.worker, cast.chen.pk, now=NOW)
    with at_most(1):
        queries.story(cast.worker, cast.chen.pk, limit=20)


def test_the_list_is_cut_after_the_most_urgent(cast: Cast, chen: Observation) -> None:
    enrolled(cast.worker, cast.gao_shulan)
    full = [i.key for i in offered(cast.secretary).items]

    assert [i.key for i in offered(cast.secretary, limit=3).items] == full[:3]


def test_a_household_shows_what_is_open_whoever_it_was_given_to(
    cast: Cast, chen: Observation
) -> None:
    member = cast.secretary.membership_id or 0
    actions.hand_over(cast.worker, chen.pk, responsible_id=member, now=NOW)

    assert len(today.for_household(cast.worker, cast.chen.pk, now=NOW)) == 2
    assert today.for_household(cast.worker, cast.gao.pk, now=NOW) == []


def test_the_story_tells_no_temperature(cast: Cast, first: FollowUp) -> None:
    actions.perform(cast.worker, check_of(first, tenths=381, needs=["food"]), now=NOW)
    actions.record_outcome(
        cast.worker, first.observation_id, outcome="case", note="", now=NOW + timedelta(hours=1)
    )
    lines = queries.story(cast.worker, cast.chen.pk, limit=10)

    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    assert len(lines) == 4
    assert not any("38" in f"{line.title}{line.text}" for line in lines)


def test_a_visit_finds_the_check_of_each_member_that_is_due(cast: Cast, chen: Observation) -> None:
    zhou = enrolled(cast.worker, cast.zhou_min)
    lines = visit_lines(cast.worker, cast.chen.pk, now=NOW)
    assert [line.check.observation_id for line in lines] == [chen.pk, zhou.pk]
    assert {line.check.part for line in lines} == {"morning"}

    actions.perform_many(cast.worker, [check_of(line.check) for line in lines], now=NOW)
    lines = visit_lines(cast.worker, cast.chen.pk, now=NOW)
    assert {line.check.part for line in lines} == {"evening"}


def test_a_household_reads_of_itself_and_of_nobody_else(cast: Cast, chen: Observation) -> None:
    assert queries.for_own_household(Acting.household(cast.chen.pk)) == [chen]
    assert queries.for_own_household(Acting.household(cast.gao.pk)) == []
    stranger = Acting.household(cast.gao.pk)
    with pytest.raises(Http404):
        actions.self_report(stranger, chen.pk, tenths=365, symptoms=[], client_id=uuid4(), now=NOW)
