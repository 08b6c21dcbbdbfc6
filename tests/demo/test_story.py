"""Two weeks of invented history: in order, varied, and never after now."""

from collections import Counter
from datetime import date, datetime, timedelta, timezone
from functools import cache

import pytest

from tongzhou.demo.data import read
from tongzhou.demo.events import (
    CallBack,
    Case,
    Errand,
    Move,
    Observation,
    Release,
    Request,
    Settlement,
)
from tongzhou.demo.story import Demo, write

STREET_TIME = timezone(timedelta(hours=8))
NOW = datetime(2020, 2, 3, 10, 30, tzinfo=STREET_TIME)
TODAY = NOW.date()


@cache
def demo(now: datetime = NOW, until: date = TODAY) -> Demo:
    return write(residents=4000, observations=60, seed=1, until=until, now=now)


def requests() -> tuple[Request, ...]:
    return demo().story.requests


def observations() -> tuple[Observation, ...]:
    return demo().story.observations


def moments(told: Demo) -> list[datetime]:
    found = [request.at for request in told.story.requests]
    found += [step.at for request in told.story.requests for step in request.steps]
    for observation in told.story.observations:
        found += [observation.at, *(check.at for check in observation.checks)]
        found += [check.alarm.at for check in observation.checks if check.alarm]
    return found


def test_the_same_seed_tells_the_same_story() -> None:
    again = write(residents=4000, observations=60, seed=1, until=NOW.date(), now=NOW)

    assert again == demo()


def test_more_observations_leave_the_rest_as_it_was() -> None:
    more = write(residents=4000, observations=80, seed=1, until=NOW.date(), now=NOW)

    assert more.street == demo().street
    assert more.story.requests == demo().story.requests
    assert len(more.story.observations) + len(more.crowd) == 80


@pytest.mark.parametrize("hour", [0, 7, 12, 23])
def test_nothing_happens_after_now_whatever_the_hour(hour: int) -> None:
    now = NOW.replace(hour=hour, minute=1)

    assert max(moments(demo(now))) <= now


def test_a_history_that_ended_earlier_has_nothing_after_its_last_day() -> None:
    until = NOW.date() - timedelta(days=30)

    assert max(moments(demo(NOW, until))).date() == until


def test_steps_come_in_order_of_time() -> None:
    for request in requests():
        times = [request.at, *(step.at for step in request.steps)]
        assert times == sorted(times)
    for observation in observations():
        times = [observation.at, *(check.at for check in observation.checks)]
        assert times == sorted(times)


def test_there_are_more_than_sixty_different_calls_for_help() -> None:
    texts = [entry["text"] for entry in read("requests")["request"]]

    assert len(texts) == len(set(texts))
    assert len(texts) > 60
    assert {entry["service"] for entry in read("requests")["request"]} == set(
        read("replies")["service"]
    )


def test_requests_end_in_many_ways_and_some_are_open() -> None:
    ends = Counter(
        next((step.state for step in reversed(request.steps) if isinstance(step, Move)), "received")
        for request in requests()
        if not is_solved(request)
    )

    assert sum(is_solved(request) for request in requests()) > len(requests()) / 2
    assert ends.keys() >= {"received", "in_progress", "impossible", "duplicate", "cancelled"}


def is_solved(request: Request) -> bool:
    return any(isinstance(step, CallBack) and step.outcome == "solved" for step in request.steps)


def test_money_of_an_errand_adds_up() -> None:
    for request in requests():
        advances = [step.advanced for step in request.steps if isinstance(step, Errand)]
        for step in request.steps:
            if isinstance(step, Settlement) and advances[0]:
                assert advances[0] - step.spent == step.returned


def test_a_duplicate_names_the_request_it_repeats() -> None:
    keys = {request.key for request in requests()}
    named = {s.duplicate_of for r in requests() for s in r.steps if isinstance(s, Move)} - {""}

    assert named
    assert named <= keys


def test_the_lost_birth_permit_is_on_its_way_to_the_door_today() -> None:
    (told,) = [request for request in requests() if request.key == "birth_permit"]
    last = told.steps[-1]

    assert isinstance(last, Move)
    assert (last.state, last.at.date()) == ("out_for_delivery", NOW.date())
    assert demo().street.person(told.subject).needs == ("pregnant",)


def test_the_key_person_was_asked_every_day_and_not_yet_today() -> None:
    (told,) = [o for o in observations() if o.key == "key_person"]
    days = Counter(check.on for check in told.checks)

    assert max(days) == NOW.date() - timedelta(days=1)
    assert all(days[told.at.date() + timedelta(days=n)] == 2 for n in range(8))
    assert {check.need.kind for check in told.checks if check.need} >= {"food", "medicine"}


def test_temperatures_are_those_of_healthy_people_with_a_few_fevers() -> None:
    temperatures = [c.tenths for o in observations() for c in o.checks if c.tenths is not None]
    fevers = [tenths for tenths in temperatures if tenths >= 373]

    assert 0 < len(fevers) < len(temperatures) / 20
    assert all(360 <= tenths <= 372 for tenths in temperatures if tenths < 373)
    assert max(temperatures) <= 400


def test_nobody_with_a_fever_is_said_to_be_well() -> None:
    ill = [c for o in observations() for c in o.checks if c.state == "seen_not_ok"]
    well = {*read("observations")["seen_ok"]["note"], *read("observations")["self"]["note"]} - {""}

    assert ill
    assert not [c.note for c in ill if c.note in well]


def test_only_enrolments_of_the_last_day_wait_for_the_second_signature() -> None:
    waiting = [o for o in observations() if not o.signed_by]

    assert waiting
    assert all(NOW - o.at < timedelta(hours=24) for o in waiting)


def test_observations_end_in_releases_and_some_last_longer() -> None:
    released = [o for o in observations() if isinstance(o.ending, Release)]

    assert len(released) >= 3
    assert any(isinstance(o.ending, Case) for o in observations())
    assert any(o.extension for o in observations())
    for observation in released:
        assert observation.ending
        assert (observation.ending.at.date() - observation.last_exposure_on).days >= 14


def test_some_of_this_morning_is_done_and_some_is_left() -> None:
    done = [c for o in observations() for c in o.checks if c.on == NOW.date()]

    assert 0 < len(done) < len(observations())


def test_a_household_is_asked_in_one_call_or_visit() -> None:
    visits = {(o.who.household, c.on, c.slot): {c.at} for o in observations() for c in o.checks}
    for observation in observations():
        for check in observation.checks:
            visits[observation.who.household, check.on, check.slot].add(check.at)

    assert all(len(moments) == 1 for moments in visits.values())


def test_everybody_who_acts_has_an_account() -> None:
    known = {colleague.username for colleague in demo().colleagues}
    acting = {r.by for r in requests()} | {s.by for r in requests() for s in r.steps}
    acting |= {o.by for o in observations()} | {o.signed_by for o in observations() if o.signed_by}

    assert acting <= known


def test_every_role_has_somebody_and_every_compound_a_grid_worker() -> None:
    roles = {colleague.role for colleague in demo().colleagues}
    covered = {key for colleague in demo().colleagues for key in colleague.compounds}

    assert roles == {"committee_staff", "building_director", "volunteer", "department_desk",
                     "health_worker", "street_officer", "administrator"}  # fmt: skip
    assert covered == {compound.key for compound in demo().street.compounds}
    assert sum(c.role == "building_director" for c in demo().colleagues) == 12
