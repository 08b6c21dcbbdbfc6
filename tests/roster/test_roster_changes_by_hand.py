"""Changes by hand: rules need a reason, limits refuse, two coordinators see each other."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from tests.cast import NOW, Cast
from tests.roster.conftest import MONDAY, Come
from tests.roster.test_roster_plans import NEXT_MONDAY, WEEK, shift_of
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.models import AuditEntry
from tongzhou.roster.actions import placing
from tongzhou.roster.choices import Assigned, Ending
from tongzhou.roster.models import Assignment, Post, Roster, Shift, Volunteer

Put = Callable[..., placing.Done]


@pytest.fixture
def roster(cast: Cast, post: Post) -> Roster:
    """Willow's next week, empty."""
    return Roster.objects.create(committee=cast.willow, starts_on=NEXT_MONDAY, days=7, made_at=NOW)


@pytest.fixture
def place(roster: Roster, post: Post, parts: dict[str, int]) -> Shift:
    """Monday by day at the north gate: two people."""
    return shift_of(roster, post, parts["day"])


@pytest.fixture
def free(come: Come, parts: dict[str, int]) -> Callable[[str], Volunteer]:
    """Somebody who offers every part of every day."""

    def came(name: str = "孙建国") -> Volunteer:
        return come(name, weekdays=WEEK, shifts=tuple(parts.values()))

    return came


@pytest.fixture
def put(cast: Cast, roster: Roster) -> Put:
    def placed(shift: Shift, person: Volunteer, **more: Any) -> placing.Done:
        seen = more.pop("seen", Roster.objects.get(pk=roster.pk).version)
        acting = more.pop("acting", cast.worker)
        return placing.put(
            acting, roster.pk, shift=shift.pk, volunteer=person.pk, seen=seen, now=NOW, **more
        )

    return placed


def standing(shift: Shift) -> list[str]:
    rows = shift.assignments.filter(ended_at__isnull=True).order_by("pk")
    return [row.volunteer.name for row in rows]


def test_who_fits_is_put_there_and_stays_when_planned_anew(
    put: Put, place: Shift, free: Callable[..., Volunteer]
) -> None:
    put(place, free())

    made = place.assignments.get()
    assert (made.came, made.is_pinned, made.broken, made.reason) == (Assigned.HAND, True, [], "")
    assert AuditEntry.objects.order_by("-seq").values_list("key", flat=True)[0] == (
        "roster.roster.put"
    )


def test_breaking_a_rule_asks_for_a_reason_and_keeps_it(
    put: Put, place: Shift, come: Come, parts: dict[str, int]
) -> None:
    sun = come(weekdays=(MONDAY,), shifts=(parts["evening"],))

    with pytest.raises(Refusal, match="not offered"):
        put(place, sun)
    put(place, sun, reason="他自己要求换到白天")

    made = place.assignments.get()
    assert (made.broken, made.reason) == (["H1 availability"], "他自己要求换到白天")


def test_one_more_than_needed_asks_for_a_reason_too(
    put: Put, place: Shift, free: Callable[..., Volunteer]
) -> None:
    for name in ("孙建国", "李红梅"):
        put(place, free(name))

    with pytest.raises(Refusal, match="more people than are needed"):
        put(place, free("王刚"))
    put(place, free("何平"), reason="领物资，多一个人")

    assert len(standing(place)) == 3


def test_nobody_stands_at_two_posts_at_once_whatever_the_reason(
    put: Put, place: Shift, free: Callable[..., Volunteer]
) -> None:
    sun = free()
    put(place, sun)

    with pytest.raises(Refusal, match="stands here already"):
        put(place, sun, reason="一定要他")


def test_a_minor_at_night_is_refused_whatever_the_reason(
    put: Put, roster: Roster, post: Post, parts: dict[str, int], come: Come
) -> None:
    young = come(birth_year=2003, shifts=(parts["day"],))

    with pytest.raises(Refusal, match="under 18"):
        put(shift_of(roster, post, parts["night"]), young, reason="就这一次")


def test_somebody_moved_leaves_the_old_place(
    cast: Cast, put: Put, roster: Roster, place: Shift, post: Post, parts: dict[str, int],
    free: Callable[..., Volunteer],
) -> None:  # fmt: skip
    put(place, free())
    evening = shift_of(roster, post, parts["evening"])
    old = place.assignments.get()

    placing.move(cast.worker, roster.pk, assignment=old.pk, shift=evening.pk, seen=2, now=NOW)

    assert (standing(place), standing(evening)) == ([], ["孙建国"])
    old.refresh_from_db()
    assert old.ending == Ending.MOVED


def test_the_last_step_is_undone_as_long_as_nothing_came_after(
    cast: Cast, put: Put, roster: Roster, place: Shift, free: Callable[..., Volunteer]
) -> None:
    put(place, free())
    made = place.assignments.get()
    placing.take_off(cast.worker, roster.pk, assignment=made.pk, seen=2, now=NOW)
    assert standing(place) == []

    placing.undo(cast.worker, roster.pk, seen=3, now=NOW)

    assert standing(place) == ["孙建国"]
    assert Assignment.objects.count() == 2
    with pytest.raises(Stale):
        placing.undo(cast.worker, roster.pk, seen=3, now=NOW)


def test_putting_somebody_is_undone(
    cast: Cast, put: Put, roster: Roster, place: Shift, free: Callable[..., Volunteer]
) -> None:
    put(place, free())

    placing.undo(cast.worker, roster.pk, seen=2, now=NOW)

    assert standing(place) == []


def test_a_pin_comes_and_goes(
    cast: Cast, put: Put, roster: Roster, place: Shift, free: Callable[..., Volunteer]
) -> None:
    put(place, free())
    made = place.assignments.get()

    for is_pinned in (False, True):
        placing.pin(cast.worker, roster.pk, assignment=made.pk, is_pinned=is_pinned, now=NOW)
        made.refresh_from_db()
        assert made.is_pinned is is_pinned
    placing.undo(cast.worker, roster.pk, seen=4, now=NOW)

    made.refresh_from_db()
    assert made.is_pinned is False


def test_whoever_comes_too_late_reads_who_did_what(
    cast: Cast, put: Put, place: Shift, free: Callable[..., Volunteer]
) -> None:
    put(place, free(), acting=cast.secretary)

    with pytest.raises(Stale, match="Meanwhile 林秀 put 孙建国 at Willow Lane, north gate"):
        put(place, free("李红梅"), seen=1)

    assert standing(place) == ["孙建国"]


def test_changes_elsewhere_do_not_stand_in_the_way(
    cast: Cast, put: Put, roster: Roster, place: Shift, post: Post, parts: dict[str, int],
    free: Callable[..., Volunteer],
) -> None:  # fmt: skip
    put(place, free(), acting=cast.secretary)
    wednesday = shift_of(roster, post, parts["day"], NEXT_MONDAY + timedelta(days=2))

    put(wednesday, free("李红梅"), seen=1)

    assert standing(wednesday) == ["李红梅"]


def test_what_is_over_is_not_changed_any_more(
    cast: Cast, post: Post, parts: dict[str, int], free: Callable[..., Volunteer]
) -> None:
    yesterday = date(2020, 2, 2)
    old = Roster.objects.create(committee=cast.willow, starts_on=yesterday, days=1, made_at=NOW)
    over = shift_of(old, post, parts["day"], yesterday)

    with pytest.raises(Refusal, match="is over"):
        placing.put(cast.worker, old.pk, shift=over.pk, volunteer=free().pk, seen=1, now=NOW)


@pytest.mark.parametrize("who", ["neighbour_worker", "medic", "volunteer"])
def test_others_do_not_find_the_roster(
    cast: Cast, put: Put, place: Shift, free: Callable[..., Volunteer], who: str
) -> None:
    with pytest.raises((Http404, Refusal)):
        put(place, free(), acting=getattr(cast, who))

    assert standing(place) == []


def test_a_building_director_sees_and_does_not_change(
    cast: Cast, put: Put, place: Shift, free: Callable[..., Volunteer]
) -> None:
    with pytest.raises(Refusal, match="not for your role"):
        put(place, free(), acting=cast.director)
