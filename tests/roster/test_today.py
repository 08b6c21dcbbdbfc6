"""What duty puts on a person's list."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.cast import NOW, TODAY, Cast
from tests.roster.conftest import MONDAY, Come
from tests.roster.test_roster_plans import NEXT_MONDAY, put, shift_of
from tongzhou.core.work import Offer, Urgency
from tongzhou.registry.acting import Acting
from tongzhou.roster import actions, today
from tongzhou.roster.actions import PostDetails, callouts, presses, telling
from tongzhou.roster.choices import Attended, RosterState
from tongzhou.roster.models import Post, Roster


def offer(acting: Acting, *kinds: str, later: int = 0) -> Offer:
    """The list of somebody, so many hours after a quarter past nine."""
    now = NOW + timedelta(hours=later)
    return today.offer(acting, now=now, kinds=frozenset(kinds), limit=20)


def test_who_came_forward_is_to_be_called_within_a_day(cast: Cast, come: Come) -> None:
    row = come(is_accepted=False)
    found = offer(cast.secretary)
    [item] = found.items
    assert (item.who, list(item.volunteer_ids)) == ("孙建国", [row.pk])
    assert item.due_at == NOW + timedelta(days=1)
    assert (found.counts["volunteer"].waiting, found.counts["volunteer"].overdue) == (1, 0)
    assert offer(cast.secretary, later=25).counts["volunteer"].overdue == 1
    actions.accept(cast.worker, row.pk, now=NOW)
    assert not offer(cast.secretary).items


def test_a_post_for_which_nobody_offers_tonight_is_on_the_list(
    cast: Cast, post: Post, come: Come, parts: dict[str, int]
) -> None:
    [item] = offer(cast.secretary).items
    assert (item.kind, item.door) == ("post", "Willow Lane, north gate")
    assert [i.key for i in offer(cast.director, "post").items] == [item.key]
    assert offer(cast.secretary, "volunteer").items == []
    come("别的日子")
    assert offer(cast.secretary).items
    come("今晚能来", weekdays=(MONDAY,))
    assert not offer(cast.secretary).items
    actions.set_need(
        cast.worker, post.pk, effective_on=NOW.date(), people={parts["night"]: 0}, now=NOW
    )


def test_many_empty_posts_are_one_card(cast: Cast, post: Post, parts: dict[str, int]) -> None:
    for name in ("东路", "西路", "南路"):
        told, people = PostDetails(name=name), {parts["night"]: 1}
        actions.open_round(cast.worker, cast.willow.pk, told, people=people, now=NOW)
    found = offer(cast.secretary)
    [item] = found.items
    assert str(item.title) == "4 posts have nobody tonight"
    assert found.counts["post"].waiting == 1


def test_a_call_out_is_an_alarm_in_the_last_hours_until_somebody_steps_in(
    cast: Cast, post: Post, come: Come, parts: dict[str, int]
) -> None:
    row = Roster.objects.create(
        committee=cast.willow, starts_on=NEXT_MONDAY, days=7, made_at=NOW, published_at=NOW,
        state=RosterState.PUBLISHED,
    )  # fmt: skip
    monday = shift_of(row, post, parts["day"])
    mine, other = put(monday, come(), told_at=NOW), put(monday, come("李红梅"))
    kinds = ("called_out", "duty_told")
    [tell] = offer(cast.secretary, *kinds).items
    assert str(tell.title) == "1 person does not know of their duty yet"

    callouts.call_out(cast.worker, row.pk, assignment=mine.pk, now=NOW)
    [called, _tell] = offer(cast.secretary, *kinds).items
    assert (called.urgency, called.due_at) == (Urgency.HIGH, monday.starts_at)
    late = int((monday.starts_at - NOW) / timedelta(hours=1)) - 1
    [called, _tell] = offer(cast.secretary, *kinds, later=late).items
    assert called.urgency == Urgency.ALARM
    assert [item.key for item in offer(cast.director, "called_out").items] == [called.key]

    callouts.come_after_all(cast.worker, row.pk, assignment=mine.pk, now=NOW)
    telling.told(cast.worker, row.pk, volunteer=other.volunteer_id, now=NOW)
    assert not offer(cast.secretary, *kinds).items


def test_an_empty_place_tonight_and_who_has_not_come_are_on_the_list(
    cast: Cast, post: Post, come: Come, parts: dict[str, int]
) -> None:
    week = Roster.objects.create(
        committee=cast.willow, starts_on=TODAY, days=7, state="published", made_at=NOW,
        published_at=NOW,
    )  # fmt: skip
    evening = shift_of(week, post, parts["evening"], TODAY)
    put(evening, come(), told_at=NOW)
    put(shift_of(week, post, parts["day"], TODAY), come("李红梅"), told_at=NOW)

    day_gap, evening_gap = offer(cast.secretary, "duty_gap").items
    assert (day_gap.due_at < NOW, evening_gap.due_at) == (True, evening.starts_at)
    [late] = offer(cast.secretary, "duty_late").items
    assert late.who == "李红梅"
    [later] = offer(cast.director, "duty_late", later=7).items
    assert later.who == "孙建国"


def test_others_have_none_of_it(cast: Cast, post: Post, come: Come) -> None:
    come(is_accepted=False)
    for acting in (
        cast.worker,
        cast.medic,
        cast.desk,
        cast.volunteer,
        cast.admin,
        cast.neighbour_worker,
    ):
        assert not offer(acting).items, acting.name


def test_a_duty_that_is_over_without_an_end_is_on_the_list(
    cast: Cast, post: Post, come: Come, parts: dict[str, int]
) -> None:
    week = Roster.objects.create(
        committee=cast.willow, starts_on=TODAY, days=7, state="published", made_at=NOW,
        published_at=NOW,
    )  # fmt: skip
    shift = shift_of(week, post, parts["day"], TODAY)
    duties = [put(shift, come(f"{name}大明")) for name in "赵钱孙"]
    begin: dict[str, Any] = {"kind": Attended.IN, "now": NOW}
    presses.press(cast.worker, duties[0].pk, entry=uuid4(), **begin)
    assert not offer(cast.secretary, "handover", later=5).items
    [item] = offer(cast.secretary, "handover", later=7).items
    assert (item.who, item.door) == ("赵大明", "Willow Lane, north gate")
    assert list(item.volunteer_ids) == [duties[0].volunteer_id]
    for row in duties[1:]:
        presses.press(cast.worker, row.pk, entry=uuid4(), **begin)
    [item] = offer(cast.director, "handover", later=7).items
    assert str(item.title) == "3 duties are over without an end written down"
    assert offer(cast.director, "handover", later=7).counts["handover"].waiting == 1
