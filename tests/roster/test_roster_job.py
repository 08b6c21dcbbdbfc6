"""A roster is worked out in the background: with progress, stopped, refused, failed, kept."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import NOW, TODAY, Cast
from tests.roster.conftest import Come
from tests.roster.test_roster_plans import NEXT_MONDAY, put, shift_of
from tongzhou.core.errors import Refusal
from tongzhou.core.jobs import run_one
from tongzhou.core.models import Job
from tongzhou.formats.children import ChildFailed, Declined
from tongzhou.registry.acting import Acting
from tongzhou.roster.actions import rosters
from tongzhou.roster.actions.steps import is_busy
from tongzhou.roster.choices import Ending, RosterState
from tongzhou.roster.models import Assignment, Post, Roster, Volunteer
from tongzhou.roster.sentences import failure

Make = Callable[..., dict[str, Any]]


def asked(acting: Acting, **more: Any) -> Roster:
    """A roster of the week to come, asked for."""
    given: dict[str, Any] = {"starts_on": NEXT_MONDAY, "now": NOW} | more
    return rosters.ask(acting, acting.committee_id or 0, **given)


def worked_out(row: Roster) -> Roster:
    run_one(NOW)
    return Roster.objects.select_related("job").get(pk=row.pk)


def standing(row: Roster) -> int:
    return Assignment.objects.filter(shift__roster=row, ended_at__isnull=True).count()


def greedy_at_once(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The planner in this process and only its first roster; what it was asked is kept."""
    from tongzhou.formats.duty_roster import read_problem
    from tongzhou.planners.roster.explain import to_json
    from tongzhou.planners.roster.problem import Scene, fair
    from tongzhou.planners.roster.solve.greedy import greedy

    orders: list[dict[str, Any]] = []

    def make(content: dict[str, Any], **_: Any) -> dict[str, Any]:
        orders.append(deepcopy(content))
        scene = Scene(read_problem(content))
        return to_json(scene.problem, greedy(scene, fair(scene)), bound=None)

    monkeypatch.setattr(rosters, "make_roster", make)
    return orders


def test_a_roster_is_worked_out_in_a_child_process(
    cast: Cast, post: Post, neighbours: list[Volunteer]
) -> None:
    row = asked(cast.secretary)
    assert is_busy(row)

    done = worked_out(row)

    assert not is_busy(done)
    assert done.planned_at is not None
    places = sum(shift.people for shift in done.shifts.all())
    assert places == 49
    assert standing(done) + done.figures["terms"]["unfilled"] == places
    assert set(done.figures["shares"]) == {str(person.pk) for person in neighbours}
    gaps = [shift for shift in done.shifts.all() if shift.why]
    assert sum(s.people - s.assignments.count() for s in gaps) == places - standing(done)


def test_stopping_takes_the_best_so_far(
    cast: Cast, post: Post, neighbours: list[Volunteer], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(cast.secretary)
    best = [
        {"person": str(neighbours[0].pk), "post": str(post.pk), "day": 0,
         "shift": str(shift_of(row, post, 1).kind_id)}
    ]  # fmt: skip

    def make(content: Any, *, told: Callable[[dict[str, Any]], None], **_: Any) -> Any:
        told({"stage": "reading", "cost": None, "bound": None})
        rosters.stop(cast.secretary, row.pk, now=NOW)
        told({"stage": "first", "cost": 9.0, "bound": None, "duties": best})
        raise AssertionError("nobody stopped it")

    monkeypatch.setattr(rosters, "make_roster", make)

    done = worked_out(row)

    assert standing(done) == 1
    assert not is_busy(done)


def test_progress_is_told_while_it_runs(
    cast: Cast, post: Post, neighbours: list[Volunteer], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(cast.secretary)
    seen: list[Any] = []

    def make(content: Any, *, told: Callable[[dict[str, Any]], None], **_: Any) -> Any:
        told({"stage": "first", "cost": 120.5, "bound": 80.0, "duties": []})
        seen.append(Roster.objects.get(pk=row.pk).progress)
        raise ChildFailed("oh")

    monkeypatch.setattr(rosters, "make_roster", make)
    done = worked_out(row)

    assert seen == [{"stage": "first", "cost": 120.5, "bound": 80.0}]
    assert failure(done.failure) == "Planning failed through a fault of ours. Plan it again."
    assert not is_busy(done)


def test_a_refusal_of_the_planner_is_a_sentence(
    cast: Cast, post: Post, neighbours: list[Volunteer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(*_: Any, **__: Any) -> Any:
        raise Declined("check_failed", {"rule": "H2 rest", "where": "1"})

    monkeypatch.setattr(rosters, "make_roster", make)

    done = worked_out(asked(cast.secretary))

    assert "(H2 rest)" in failure(done.failure)


def test_planned_anew_pins_stay_and_the_rest_may_move(
    cast: Cast, post: Post, neighbours: list[Volunteer], parts: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    orders = greedy_at_once(monkeypatch)
    row = worked_out(asked(cast.secretary))
    old = Assignment.objects.filter(shift__roster=row).first()
    assert old is not None
    Assignment.objects.filter(pk=old.pk).update(is_pinned=True)

    again = worked_out(rosters.plan_again(cast.secretary, row.pk, now=NOW))

    assert len(orders[1]["pinned"]) == 1
    old.refresh_from_db()
    assert old.ended_at is None
    assert again.edits.count() == 2
    ended = Assignment.objects.filter(shift__roster=row, ended_at__isnull=False)
    assert set(ended.values_list("ending", flat=True)) <= {Ending.REPLANNED}


def test_of_a_published_roster_every_duty_stays(
    cast: Cast, post: Post, neighbours: list[Volunteer], monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = greedy_at_once(monkeypatch)
    row = worked_out(asked(cast.secretary))
    before = standing(row)
    Roster.objects.filter(pk=row.pk).update(state=RosterState.PUBLISHED, published_at=NOW)

    worked_out(rosters.plan_again(cast.secretary, row.pk, now=NOW))

    assert len(orders[1]["pinned"]) == before
    assert not Assignment.objects.filter(ended_at__isnull=False).exists()


def test_who_left_meanwhile_gets_no_duty(
    cast: Cast, post: Post, neighbours: list[Volunteer], monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = greedy_at_once(monkeypatch)
    at_once = vars(rosters)["make_roster"]

    def make(content: Any, **more: Any) -> Any:
        found = at_once(content, **more)
        Volunteer.objects.filter(pk=neighbours[0].pk).update(state="left", left_at=NOW)
        return found

    monkeypatch.setattr(rosters, "make_roster", make)
    row = worked_out(asked(cast.secretary))

    assert orders
    assert not Assignment.objects.filter(volunteer=neighbours[0]).exists()
    assert standing(row) > 0


def test_a_withdrawn_roster_is_not_filled_any_more(
    cast: Cast, post: Post, neighbours: list[Volunteer]
) -> None:
    row = asked(cast.secretary)
    rosters.withdraw(cast.secretary, row.pk, now=NOW)

    assert standing(worked_out(row)) == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"days": 29}, "one to 28 days"),
        ({"starts_on": TODAY - timedelta(days=8)}, "are over"),
        ({"starts_on": NEXT_MONDAY + timedelta(days=3)}, "There is a roster for some"),
    ],
)
def test_wrong_days_are_refused(
    cast: Cast, post: Post, neighbours: list[Volunteer], more: dict[str, Any], said: str
) -> None:
    asked(cast.secretary)

    with pytest.raises(Refusal, match=said):
        asked(cast.secretary, **more)


def test_a_committee_without_posts_or_people_is_told_what_to_do(
    cast: Cast, come: Come, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Refusal, match="No post"):
        asked(cast.secretary)
    request.getfixturevalue("post")
    with pytest.raises(Refusal, match="Nobody of this committee"):
        asked(cast.secretary)


def test_staff_plan_for_their_own_committee_only(cast: Cast, post: Post, come: Come) -> None:
    come()
    for who in (cast.neighbour_worker, cast.director, cast.medic):
        with pytest.raises(Refusal):
            rosters.ask(who, cast.willow.pk, starts_on=NEXT_MONDAY, now=NOW)
    assert not Job.objects.filter(kind=rosters.PLAN_JOB).exists()


def test_a_duty_put_while_another_roster_stands_is_not_lost(
    cast: Cast, post: Post, neighbours: list[Volunteer], parts: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What a coordinator pinned before the first planning is in it."""
    greedy_at_once(monkeypatch)
    row = asked(cast.secretary)
    pinned = put(shift_of(row, post, parts["day"]), neighbours[4], is_pinned=True)

    worked_out(row)

    pinned.refresh_from_db()
    assert pinned.ended_at is None
