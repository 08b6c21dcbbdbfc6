"""Which checks there ought to be, and how that differs from those that are."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, TODAY, Cast
from tests.followup.conftest import END, check_of, enrolled
from tongzhou.core import clock
from tongzhou.followup import actions, plans
from tongzhou.followup.actions.schedule import regenerate
from tongzhou.followup.choices import CheckState, Part
from tongzhou.followup.models import FollowUp, Observation, Policy
from tongzhou.followup.queries.policy import PolicyBook

STATES = [s for s in CheckState.values if s != CheckState.MISSED]
MOMENTS = st.timedeltas(timedelta(-30), timedelta(30)).map(lambda shift: NOW + shift)


@given(after=MOMENTS, days=st.integers(0, 30), checks=st.integers(1, 2))
def test_the_plan_covers_exactly_the_days(after: datetime, days: int, checks: int) -> None:
    first = clock.local_date(after)
    until = first + timedelta(days=days)
    found = list(
        plans.slots(
            PolicyBook((Policy(effective_on=first, checks_per_day=checks),)),
            after=after,
            until=until,
        )
    )

    assert {s.day for s in found} - {first} == {
        first + timedelta(days=n) for n in range(1, days + 1)
    }
    assert all(
        count == checks for day, count in Counter(s.day for s in found).items() if day > first
    )
    assert all(s.due_at > after and s.window_start < s.due_at for s in found)
    assert len({(s.day, s.part) for s in found}) == len(found)


def test_each_day_has_the_policy_of_its_day() -> None:
    tomorrow = TODAY + timedelta(days=1)
    book = PolicyBook((Policy(effective_on=tomorrow, checks_per_day=1, morning_until=time(10)),))
    found = [
        (s.day, s.part, timezone.localtime(s.due_at).hour)
        for s in plans.slots(book, after=NOW, until=tomorrow)
    ]

    assert found == [(TODAY, "morning", 11), (TODAY, "evening", 19), (tomorrow, "morning", 10)]


@given(states=st.lists(st.sampled_from(CheckState.values), max_size=12), limit=st.integers(1, 4))
def test_a_run_of_missed_checks_asks_for_one_visit(states: list[str], limit: int) -> None:
    asking = plans.completing_runs(list(enumerate(states)), limit)

    for place in asking:
        assert states[place - limit + 1 : place + 1] == [CheckState.MISSED] * limit
        assert place - limit < 0 or states[place - limit] != CheckState.MISSED
    runs = "".join("m" if s == CheckState.MISSED else " " for s in states).split()
    assert len(asking) == sum(len(run) >= limit for run in runs)


def test_an_enrolment_plans_the_windows_still_to_come(chen: Observation) -> None:
    rows = list(chen.follow_ups.order_by("due_at"))

    assert (rows[0].day, rows[0].part) == (TODAY, Part.MORNING)
    assert (rows[-1].day, rows[-1].part) == (END, Part.EVENING)
    assert len(rows) == 2 * ((END - TODAY).days + 1)


def test_who_is_enrolled_at_noon_is_asked_in_the_evening(cast: Cast) -> None:
    observation = enrolled(cast.worker, cast.chen_jun, now=NOW + timedelta(hours=3))

    assert observation.follow_ups.order_by("due_at")[0].part == Part.EVENING


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    performed=st.lists(st.integers(0, 21), max_size=6, unique=True),
    shift=st.timedeltas(timedelta(0), timedelta(days=12)),
    checks=st.integers(1, 2),
    more=st.integers(0, 5),
)
def test_planning_anew_touches_only_unperformed_future_checks_and_keeps_their_ids(
    cast: Cast, performed: list[int], shift: timedelta, checks: int, more: int
) -> None:
    observation = enrolled(cast.worker, cast.chen_jun)
    try:
        later = NOW + shift
        plant(observation, performed)
        untouchable = {f.pk: values(f) for f in rows(observation) if not plans.is_open(f, later)}
        keys = {(f.day, f.part): f.pk for f in rows(observation)}
        Policy.objects.create(office=cast.office, effective_on=TODAY, checks_per_day=checks)
        observation.end_on += timedelta(days=more)
        regenerate(observation, now=later)

        after = {f.pk: f for f in rows(observation)}
        assert {pk: values(after[pk]) for pk in untouchable} == untouchable
        assert all(keys.get((f.day, f.part), f.pk) == f.pk for f in after.values())
        expected = {(s.day, s.part) for s in wanted(cast, observation, later)}
        open_now = {(f.day, f.part) for f in after.values() if plans.is_open(f, later)}
        closed = {(f.day, f.part) for f in after.values() if not plans.is_open(f, later)}
        assert open_now == expected - closed
    finally:
        forget(observation)


def rows(observation: Observation) -> list[FollowUp]:
    return list(observation.follow_ups.order_by("due_at"))


def values(row: FollowUp) -> tuple[object, ...]:
    return (row.state, row.due_at, row.window_start, row.team_id, row.walk, row.version)


def plant(observation: Observation, places: list[int]) -> None:
    for place in places:
        observation.follow_ups.filter(pk=rows(observation)[place].pk).update(
            state=CheckState.SEEN_OK, performed_at=NOW
        )


def wanted(cast: Cast, observation: Observation, now: datetime) -> list[plans.Slot]:
    book = PolicyBook(tuple(Policy.objects.order_by("effective_on")))
    return list(plans.slots(book, after=now, until=observation.end_on))


def forget(observation: Observation) -> None:
    Policy.objects.all().delete()
    observation.follow_ups.all().delete()
    observation.delete()


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(quota=st.integers(0, 5), exposures=st.lists(st.integers(0, 10), min_size=3, max_size=3))
def test_nobody_is_given_more_than_the_quota_and_nothing_is_dropped(
    cast: Cast, quota: int, exposures: list[int]
) -> None:
    policy = Policy.objects.create(office=cast.office, effective_on=TODAY, daily_quota=quota)
    people = [cast.chen_jun, cast.zhou_min, cast.gao_shulan]
    made = [
        enrolled(cast.worker, person, exposed=TODAY - timedelta(days=back))
        for person, back in zip(people, exposures, strict=True)
    ]
    try:
        actions.extend(cast.worker, made[0].pk, days=2, reason="why", now=NOW)
        given_out = Counter(FollowUp.objects.filter(team__isnull=False).values_list("team", "day"))
        assert max(given_out.values(), default=0) <= quota
        for observation in made:
            observation.refresh_from_db()
            assert observation.follow_ups.count() == 2 * ((observation.end_on - TODAY).days + 1)
    finally:
        policy.delete()
        for observation in made:
            observation.extensions.all().delete()
            forget(observation)


def test_the_same_member_calls_every_day(cast: Cast, chen: Observation) -> None:
    assert set(chen.follow_ups.values_list("team", flat=True)) == {cast.worker.membership_id}

    done = chen.follow_ups.order_by("due_at")[0]
    actions.perform(cast.worker, check_of(done), now=NOW)
    member = cast.secretary.membership_id
    assert member is not None
    actions.hand_over(cast.worker, chen.pk, responsible_id=member, now=NOW)
    assert set(chen.follow_ups.exclude(pk=done.pk).values_list("team", flat=True)) == {member}
    done.refresh_from_db()
    assert done.team_id == cast.worker.membership_id


def test_a_check_whose_window_passed_is_missed_and_can_still_be_recorded(
    cast: Cast, first: FollowUp
) -> None:
    assert actions.mark_missed(now=first.due_at) == 0
    assert actions.mark_missed(now=first.due_at + timedelta(seconds=1)) == 1
    assert actions.mark_missed(now=first.due_at + timedelta(seconds=1)) == 0
    first.refresh_from_db()
    assert first.is_missed_by_clock

    actions.perform(cast.worker, check_of(first), now=first.due_at + timedelta(hours=1))
    first.refresh_from_db()
    assert first.state == CheckState.SEEN_OK


@pytest.mark.parametrize(("missed", "visits"), [(1, 0), (2, 1), (3, 1)])
def test_two_missed_checks_in_a_row_ask_for_a_visit(
    cast: Cast, chen: Observation, missed: int, visits: int
) -> None:
    checks = list(chen.follow_ups.order_by("due_at")[:missed])
    actions.mark_missed(now=checks[-1].due_at + timedelta(minutes=1))

    assert chen.follow_ups.filter(asks_visit=True).count() == visits


def test_a_call_that_nobody_answers_counts_as_missed(cast: Cast, chen: Observation) -> None:
    morning, evening = chen.follow_ups.order_by("due_at")[:2]
    actions.mark_missed(now=morning.due_at + timedelta(minutes=1))
    actions.perform(
        cast.worker, check_of(evening, state=CheckState.MISSED), now=NOW + timedelta(hours=8)
    )

    assert chen.follow_ups.get(asks_visit=True) == evening
