"""Posts, what they need from which day on, and what is still missing."""

from datetime import timedelta

import pytest

from tests.cast import NOW, TODAY, Cast
from tests.roster.conftest import THURSDAY, Come
from tongzhou.core.errors import Refusal
from tongzhou.registry.models import Place
from tongzhou.roster import access, actions
from tongzhou.roster.actions import PostDetails
from tongzhou.roster.actions.posts import offered_places
from tongzhou.roster.models import Post
from tongzhou.roster.queries import growth
from tongzhou.roster.queries import posts as queries
from tongzhou.roster.queries.needs import Gap, gaps, need_book

A_WEEK = timedelta(days=7)


def gap_of(post: Post, part: int) -> Gap:
    """What is missing at a post on Thursday in one part of the day."""
    found = gaps(queries.beside([post]), now=NOW)
    [gap] = [
        g for g in found
        if g.post == post and g.shift.pk == part and g.day.weekday() == THURSDAY
    ]  # fmt: skip
    return gap


def test_a_gate_offers_to_become_a_post_and_is_one_once(cast: Cast, north_gate: Place) -> None:
    assert offered_places(cast.worker, "gate") == [north_gate]
    assert offered_places(cast.neighbour_worker, "gate") == []
    post = actions.open_at_place(cast.worker, north_gate.pk, PostDetails(), people={}, now=NOW)
    assert (post.kind, post.name_en, post.compound) == (
        "gate", "Willow Lane, north gate", cast.willow_lane
    )  # fmt: skip
    assert offered_places(cast.worker, "gate") == []
    with pytest.raises(Refusal, match="post at this place"):
        actions.open_at_place(cast.worker, north_gate.pk, PostDetails(), people={}, now=NOW)
    actions.close_post(cast.worker, post.pk, now=NOW)
    assert offered_places(cast.worker, "gate") == [north_gate]


def test_a_round_has_a_name_of_its_own(cast: Cast, parts: dict[str, int]) -> None:
    told = PostDetails(name=" 消毒 ", needs_leader=False)
    people = {parts["evening"]: 3}
    post = actions.open_round(cast.worker, cast.willow.pk, told, people=people, now=NOW)
    assert (post.name, post.kind, post.place) == ("消毒", "round", None)
    for wrong, words in ((PostDetails(), "name"), (told, "own committee")):
        committee = cast.willow.pk if words == "name" else cast.locust.pk
        with pytest.raises(Refusal, match=words):
            actions.open_round(cast.worker, committee, wrong, people={}, now=NOW)


def test_a_need_holds_from_its_day_on_and_the_past_keeps_its_own(
    cast: Cast, post: Post, parts: dict[str, int]
) -> None:
    night = parts["night"]
    day = TODAY + A_WEEK
    actions.set_need(cast.worker, post.pk, effective_on=day, people={night: 1}, now=NOW)
    book = need_book(cast.worker, [post.pk])
    assert book.on(post.pk, night, TODAY - A_WEEK) == 0
    assert book.on(post.pk, night, day - timedelta(days=1)) == 3
    assert book.on(post.pk, night, day) == 1
    assert book.on(post.pk, parts["day"], day) == 2
    with pytest.raises(Refusal, match="today or a later day"):
        actions.set_need(
            cast.worker, post.pk, effective_on=TODAY - timedelta(days=1), people={}, now=NOW
        )


def test_only_staff_open_and_close_posts(cast: Cast, post: Post, north_gate: Place) -> None:
    with pytest.raises(Refusal, match="not for your role"):
        actions.close_post(cast.director, post.pk, now=NOW)
    assert list(access.posts(cast.director)) == [post]
    assert not access.posts(cast.neighbour_worker).exists()


def test_missing_is_the_need_less_who_offers_it(
    post: Post, come: Come, parts: dict[str, int]
) -> None:
    night = parts["night"]
    assert (gap_of(post, night).missing, gap_of(post, night).offered) == (3, 0)
    come(wish_id=post.pk)
    come("钱大力")
    come("还没回电", is_accepted=False)
    assert gap_of(post, night).missing == 1
    assert gap_of(post, parts["day"]).missing == 2


def test_who_offers_two_parts_of_a_day_is_counted_once(
    post: Post, come: Come, parts: dict[str, int]
) -> None:
    both = (parts["evening"], parts["night"])
    come(shifts=both, wish_id=post.pk)
    assert gap_of(post, parts["evening"]).offered + gap_of(post, parts["night"]).offered == 0
    come("钱大力", shifts=both, wish_id=post.pk)
    assert gap_of(post, parts["evening"]).offered + gap_of(post, parts["night"]).offered == 2


def test_who_is_left_over_at_one_gate_is_counted_at_another(
    cast: Cast, post: Post, come: Come, parts: dict[str, int]
) -> None:
    told = PostDetails(name="消毒")
    people = {parts["night"]: 1}
    small = actions.open_round(cast.worker, cast.willow.pk, told, people=people, now=NOW)
    for name in ("甲一", "乙二", "丙三"):
        come(name, wish_id=small.pk)
    assert gap_of(small, parts["night"]).missing == 0
    assert gap_of(post, parts["night"]).offered == 2


def test_a_leader_is_missed_where_one_is_needed_and_none_offers(
    cast: Cast, post: Post, come: Come, parts: dict[str, int]
) -> None:
    row = come(wish_id=post.pk)
    assert gap_of(post, parts["night"]).lacks_leader
    actions.pause(cast.worker, row.pk, until=None, now=NOW)
    actions.resume(cast.worker, row.pk, now=NOW)
    row.refresh_from_db()
    row.may_lead = True
    row.save()
    assert not gap_of(post, parts["night"]).lacks_leader


def test_growth_counts_who_was_on_the_list_each_day(cast: Cast, come: Come) -> None:
    row = come()
    come("钱大力")
    actions.leave(cast.worker, row.pk, now=NOW + timedelta(days=1))
    days = growth.growth(cast.worker, committee=0, today=TODAY + timedelta(days=1))
    assert [(day.on_list, day.came) for day in days[-3:]] == [(0, 0), (2, 2), (1, 0)]
    assert growth.by_kind(cast.worker, committee=0) == {"resident": 1}


def test_what_has_begun_today_is_not_missing_any_more(post: Post, parts: dict[str, int]) -> None:
    found = gaps(queries.beside([post]), now=NOW)
    today = {gap.shift.pk: gap.missing for gap in found if gap.day == TODAY}
    assert today == {parts["day"]: 0, parts["evening"]: 2, parts["night"]: 3}
