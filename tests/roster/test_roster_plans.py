"""Rows of the room as the planner's problem, and its duties as rows again."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, TODAY, Cast
from tests.roster.conftest import MONDAY, Come
from tongzhou.core import clock
from tongzhou.core.ids import uuid7
from tongzhou.formats.duty_roster import Duty, Slot, problem_to_json, read_problem
from tongzhou.planners.roster.rules import check
from tongzhou.planners.roster.solve import solve
from tongzhou.registry.models import Place
from tongzhou.roster import actions
from tongzhou.roster.actions import duties as rows
from tongzhou.roster.actions import marking
from tongzhou.roster.choices import Assigned, Ending, Roll, RosterState
from tongzhou.roster.models import Assignment, Post, Roster, Shift, ShiftKind, Volunteer
from tongzhou.roster.plans.fitting import AT_ONCE, AWAY, MINOR, UNWELL, fits, stepping_in
from tongzhou.roster.plans.problem import Drawn, problem_of

WEEK = tuple(range(7))
NEXT_MONDAY = TODAY + timedelta(days=7)


@pytest.fixture
def roster(cast: Cast, post: Post) -> Roster:
    """Willow's next week, empty."""
    return Roster.objects.create(committee=cast.willow, starts_on=NEXT_MONDAY, days=7, made_at=NOW)


@pytest.fixture
def every_part(parts: dict[str, int]) -> dict[str, Any]:
    return {"weekdays": WEEK, "shifts": tuple(parts.values())}


def shift_of(roster: Roster, post: Post, kind: int, on: date = NEXT_MONDAY) -> Shift:
    part = ShiftKind.objects.get(pk=kind)
    starts_at = clock.at_local(on, part.starts)
    return Shift.objects.get_or_create(
        roster=roster, post=post, kind=part, on=on, defaults={
            "people": 2, "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=part.minutes),
        },
    )[0]  # fmt: skip


def put(shift: Shift, volunteer: Volunteer, **more: Any) -> Assignment:
    return Assignment.objects.create(
        shift=shift, volunteer=volunteer, came=Assigned.HAND, made_at=NOW, **more
    )


def kept(roster: Roster, drawn: Drawn, duties: frozenset[Duty]) -> rows.Kept:
    return rows.keep(
        roster, drawn, duties, came=Assigned.PLANNER, ending=Ending.REPLANNED, by=None, now=NOW
    )


def broken_by(roster: Roster, shift: Shift, volunteer: Volunteer) -> tuple[str, ...]:
    return fits(roster, shift, [volunteer])[0].rules


def test_the_problem_holds_what_people_offer_and_posts_need(
    roster: Roster, post: Post, come: Come, parts: dict[str, int]
) -> None:
    sun = come(weekdays=(MONDAY,), shifts=(parts["day"],), likes=(parts["day"],), wish_id=post.pk)

    problem = problem_of(roster, now=NOW).problem

    person = problem.people[str(sun.pk)]
    assert set(problem.slots()) - person.unavailable == {Slot(0, str(parts["day"]))}
    assert person.likes == {str(parts["day"])}
    assert person.standing_post == str(post.pk)
    assert [problem.posts[str(post.pk)].need(Slot(3, str(k))) for k in parts.values()] == [2, 2, 3]


def test_the_problem_survives_the_way_into_another_process(
    roster: Roster, come: Come, every_part: dict[str, Any]
) -> None:
    come(together="和李红梅一起", **every_part)
    come("李红梅", **every_part)

    problem = problem_of(roster, now=NOW).problem

    assert [(p.is_never) for p in problem.pairs] == [False]
    assert read_problem(problem_to_json(problem)) == problem


def test_a_need_of_another_day_counts_from_that_day(
    cast: Cast, roster: Roster, post: Post, parts: dict[str, int]
) -> None:
    people = {parts["day"]: 5, parts["evening"]: 0, parts["night"]: 3}
    actions.set_need(
        cast.secretary, post.pk, effective_on=NEXT_MONDAY + timedelta(days=2), people=people,
        now=NOW,
    )  # fmt: skip

    needed = problem_of(roster, now=NOW).problem.posts[str(post.pk)]

    assert [needed.need(Slot(day, str(parts["day"]))) for day in (1, 2)] == [2, 5]
    assert [needed.need(Slot(day, str(parts["evening"]))) for day in (1, 2)] == [2, 0]


@pytest.mark.parametrize(
    ("years", "limits", "may"),
    [
        (18, (), False),
        (19, (), True),
        (60, (), True),
        (61, (), False),
        (30, ("may_nights",), False),
    ],
)
def test_nights_are_for_the_same_people_as_when_coming_forward(
    roster: Roster,
    post: Post,
    come: Come,
    parts: dict[str, int],
    years: int,
    limits: Any,
    may: bool,
) -> None:
    sun = come(birth_year=2020 - years, limits=limits, shifts=(parts["day"],))
    sun.offers.create(weekday=MONDAY, shift_id=parts["night"])

    found = broken_by(roster, shift_of(roster, post, parts["night"]), sun)

    assert ("H3 who may do nights" in found) is not may


def test_who_needs_warmth_reaches_heated_posts_only(
    cast: Cast, roster: Roster, post: Post, come: Come, every_part: dict[str, Any]
) -> None:
    warm = actions.open_round(
        cast.secretary, cast.willow.pk, actions.PostDetails(name="值班室", is_heated=True),
        people={}, now=NOW,
    )  # fmt: skip
    sun = come(limits=("may_stand",), **every_part)

    problem = problem_of(roster, now=NOW).problem

    assert set(problem.walk[problem.people[str(sun.pk)].home]) == {str(warm.pk)}


def test_walks_go_by_the_places_that_have_coordinates(
    cast: Cast, roster: Roster, post: Post, north_gate: Place, come: Come, every_part: Any
) -> None:
    Place.objects.filter(pk=north_gate.pk).update(longitude=114.30, latitude=30.60)
    Place.objects.create(
        committee=cast.willow, compound=cast.locust_garden, kind="gate", name="西门",
        longitude=114.30, latitude=30.605,
    )  # fmt: skip
    here = come(compound_id=cast.willow_lane.pk, **every_part)
    there = come("李红梅", compound_id=cast.locust_garden.pk, **every_part)
    unknown = come("何平", **every_part)

    problem = problem_of(roster, now=NOW).problem

    minutes = [problem.walk[problem.people[str(p.pk)].home][str(post.pk)] for p in (here, there)]
    assert minutes == [0, pytest.approx(10.3, abs=0.1)]
    assert problem.walk[problem.people[str(unknown.pk)].home][str(post.pk)] == 7


def test_a_published_duty_before_leaves_time_to_rest(
    cast: Cast, roster: Roster, post: Post, come: Come, parts: dict[str, int], every_part: Any
) -> None:
    sun = come(**every_part)
    before = Roster.objects.create(
        committee=cast.willow, starts_on=TODAY, made_at=NOW, state=RosterState.PUBLISHED,
        published_at=NOW,
    )  # fmt: skip
    put(shift_of(before, post, parts["night"], NEXT_MONDAY - timedelta(days=1)), sun)

    person = problem_of(roster, now=NOW).problem.people[str(sun.pk)]

    assert {Slot(0, str(kind)) for kind in parts.values()} <= person.unavailable
    assert Slot(1, str(parts["day"])) not in person.unavailable
    assert (person.history.nights, person.history.weekends, person.history.hours) == (1, 1, 8)
    found = broken_by(roster, shift_of(roster, post, parts["day"]), sun)
    assert found == ("H2 rest",)


def test_what_is_planned_becomes_rows_and_stays_where_it_stayed(
    roster: Roster, post: Post, come: Come, every_part: dict[str, Any]
) -> None:
    for number in range(9):
        come(f"孙建国{number}", **every_part)
    drawn = problem_of(roster, now=NOW)
    found = solve(drawn.problem, budget=5).duties

    assert check(drawn.problem, found).ok
    assert kept(roster, drawn, found) == rows.Kept(0, len(found), 0)
    assert roster.shifts.count() == 21

    again = problem_of(roster, now=NOW)
    assert frozenset(again.standing) == found
    gone = min(found)
    assert kept(roster, again, found - {gone}) == rows.Kept(len(found) - 1, 0, 1)
    ended = Assignment.objects.get(ended_at__isnull=False)
    assert (ended.ending, ended.volunteer_id) == (Ending.REPLANNED, int(gone.person))


def test_planning_anew_keeps_pins_and_what_has_begun(
    cast: Cast, post: Post, come: Come, parts: dict[str, int], every_part: Any
) -> None:
    roster = Roster.objects.create(committee=cast.willow, starts_on=TODAY, days=7, made_at=NOW)
    sun, li = come(**every_part), come("李红梅", **every_part)
    begun = put(shift_of(roster, post, parts["day"], TODAY), sun)
    pinned = put(
        shift_of(roster, post, parts["day"], TODAY + timedelta(days=2)), li, is_pinned=True
    )
    put(shift_of(roster, post, parts["day"], TODAY + timedelta(days=3)), li)

    drawn = problem_of(roster, now=NOW)

    standing = {row.pk: duty for duty, row in drawn.standing.items()}
    assert drawn.problem.pinned == {standing[begun.pk], standing[pinned.pk]}
    today = Slot(0, str(parts["day"]))
    assert drawn.problem.posts[str(post.pk)].need(today) == 1
    assert all(today in person.unavailable for person in drawn.problem.people.values())


def test_of_those_who_can_step_in_the_freest_comes_first(
    roster: Roster, post: Post, come: Come, parts: dict[str, int], every_part: Any
) -> None:
    sun, li, wang = come(**every_part), come("李红梅", **every_part), come("王刚", **every_part)
    put(shift_of(roster, post, parts["day"], NEXT_MONDAY + timedelta(days=3)), sun)
    put(shift_of(roster, post, parts["evening"]), wang)
    paused = come("何平", **every_part)
    Volunteer.objects.filter(pk=paused.pk).update(state="paused")
    paused.refresh_from_db()
    place = shift_of(roster, post, parts["day"])

    everybody = [sun, li, wang, paused]

    assert [fit.volunteer for fit in stepping_in(roster, place, everybody)] == [li, sun]
    by_person = {fit.volunteer.pk: fit for fit in fits(roster, place, everybody)}
    assert by_person[wang.pk].rules == ("H2 rest",)
    assert by_person[paused.pk].forbidden == AWAY


@pytest.mark.parametrize("case", [AT_ONCE, MINOR, UNWELL])
def test_nobody_decides_against_the_hard_limits(
    cast: Cast, roster: Roster, post: Post, come: Come, parts: dict[str, int], every_part: Any,
    case: str,
) -> None:  # fmt: skip
    sun = come(**every_part)
    place = shift_of(roster, post, parts["night"])
    if case == MINOR:
        Volunteer.objects.filter(pk=sun.pk).update(birth_year=2003)
        sun.refresh_from_db()
    elsewhere = actions.open_round(
        cast.secretary, cast.willow.pk, actions.PostDetails(name="消毒"), people={}, now=NOW
    )
    if case == AT_ONCE:
        put(shift_of(roster, elsewhere, parts["night"]), sun)
    if case == UNWELL:
        Roster.objects.filter(pk=roster.pk).update(state="published", published_at=NOW)
        duty = put(shift_of(roster, elsewhere, parts["day"]), sun)
        seven = duty.shift.starts_at
        marking.mark(cast.secretary, duty.pk, Roll.UNFIT, entry=uuid7(), at=seven, now=seven)

    [fit] = fits(roster, place, [sun])

    assert fit.forbidden == case
