"""Barriers: what a plan asks for is built, checked, opened, taken down."""

import io
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.http import Http404
from django.urls import reverse
from PIL import Image

from tests.cast import NOW, Cast
from tests.closures.conftest import (
    LATER,
    SignIn,
    asked,
    kinds_on_the_list,
    lane,
    worked_out,
)
from tongzhou.closures import access, erase
from tongzhou.closures.actions import adopting, barriers, openings, plans
from tongzhou.closures.choices import BarrierState, Deed
from tongzhou.closures.models import Barrier, BarrierEvent, ClosurePlan, StreetMap
from tongzhou.closures.queries.barriers import drawn, record
from tongzhou.closures.today import offer
from tongzhou.core import clock
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.work import Urgency
from tongzhou.registry import access as registry
from tongzhou.registry.models import Place


def test_a_blocked_fire_lane_is_an_alarm_until_it_is_free(cast: Cast) -> None:
    row = lane(cast)
    with pytest.raises(Refusal, match="what stands in the way"):
        barriers.check(cast.worker, row.pk, is_free=False, now=NOW)
    barriers.check(cast.worker, row.pk, is_free=False, text="a van", now=NOW)
    for who in (cast.worker, cast.officer):
        assert kinds_on_the_list(who) == {"alarm": 1}
        [item] = offer(who, now=LATER, kinds=frozenset(), limit=5).items
        assert item.urgency == Urgency.ALARM
    assert kinds_on_the_list(cast.neighbour_worker) == {}
    barriers.check(cast.worker, row.pk, is_free=True, now=LATER)
    assert kinds_on_the_list(cast.worker) == {}
    done = offer(cast.worker, now=LATER, kinds=frozenset(), limit=5).counts["closures.check"]
    assert done.done_today == 1
    assert [e.deed for e in record(cast.worker, row.pk).events][:2] == [Deed.CLEARED, Deed.BLOCKED]


def test_a_fire_lane_is_to_be_checked_every_day(cast: Cast) -> None:
    row = lane(cast)
    lane(cast, kind="fence")
    assert kinds_on_the_list(cast.worker) == {"check": 1}
    barriers.check(cast.worker, row.pk, is_free=True, now=NOW)
    assert kinds_on_the_list(cast.worker) == {}
    tomorrow = offer(cast.worker, now=NOW + timedelta(days=1), kinds=frozenset(), limit=5)
    assert tomorrow.counts["closures.check"].waiting == 1


def test_what_was_pressed_by_mistake_is_taken_back(cast: Cast, adopted: ClosurePlan) -> None:
    row = Barrier.objects.first()
    assert row is not None
    with pytest.raises(Refusal, match="nothing to take back"):
        barriers.undo(cast.worker, row.pk, now=NOW)
    barriers.build(cast.worker, row.pk, now=NOW)
    with pytest.raises(Stale):
        barriers.build(cast.worker, row.pk, now=NOW)
    barriers.remove(cast.worker, row.pk, now=LATER)
    assert barriers.undo(cast.worker, row.pk, now=LATER).state == BarrierState.BUILT
    assert barriers.undo(cast.worker, row.pk, now=LATER).state == BarrierState.PLANNED


def test_the_list_of_work_counts_what_is_to_be_built_removed_and_reviewed(
    cast: Cast, adopted: ClosurePlan
) -> None:
    count = Barrier.objects.count()
    assert kinds_on_the_list(cast.worker) == {"build": count}
    row = barriers.build(cast.worker, Barrier.objects.filter(kind="gate")[0].pk, now=NOW)
    Barrier.objects.filter(pk=row.pk).update(to_remove_at=NOW)
    ClosurePlan.objects.update(review_on=NOW.date())
    assert kinds_on_the_list(cast.worker) == {"build": count - 1, "remove": 1, "review": 1}


def test_barriers_of_another_committee_do_not_exist(cast: Cast) -> None:
    row = lane(cast)
    with pytest.raises(Http404):
        barriers.remove(cast.neighbour_worker, row.pk, now=NOW)
    with pytest.raises(Refusal, match="own committee"):
        barriers.enter_built(
            cast.neighbour_worker, committee_id=cast.willow.pk, kind="fence", alley="x", now=NOW
        )
    for who in ("medic", "desk", "director", "volunteer", "admin"):
        assert not access.barriers(cast.everyone()[who]).exists()
    assert access.barriers(cast.officer).count() == 1


def test_everything_is_opened_in_one_press_and_closed_again_later(cast: Cast) -> None:
    first, other = lane(cast), lane(cast, kind="fence")
    row = openings.open_all(cast.worker, reason="火灾", now=NOW)
    assert openings.open_all(cast.secretary, reason="again", now=NOW) == row
    for who in (cast.worker, cast.officer, cast.volunteer, cast.director, cast.medic):
        assert kinds_on_the_list(who)["open"] == 1
    assert "open" not in kinds_on_the_list(cast.neighbour_worker)
    openings.tick(cast.volunteer, row.pk, first.pk, is_open=True, now=NOW)
    openings.tick(cast.volunteer, row.pk, other.pk, is_open=True, now=NOW)
    openings.tick(cast.volunteer, row.pk, other.pk, is_open=False, now=NOW)
    openings.end(cast.worker, row.pk, now=LATER)
    assert kinds_on_the_list(cast.worker) == {"check": 1, "close": 1}
    assert kinds_on_the_list(cast.volunteer) == {}
    openings.close_again(cast.worker, first.pk, now=LATER)
    assert kinds_on_the_list(cast.worker) == {"check": 1}


def test_an_order_of_the_street_office_is_ended_by_the_street_office(cast: Cast) -> None:
    row = openings.open_all(cast.officer, reason="地震", now=NOW)
    assert kinds_on_the_list(cast.neighbour_worker) == {"open": 1}
    with pytest.raises(Refusal, match="street office"):
        openings.end(cast.worker, row.pk, now=NOW)
    openings.end(cast.officer, row.pk, now=NOW)
    assert kinds_on_the_list(cast.neighbour_worker) == {}


def test_a_gate_entered_by_hand_is_a_place_and_counts_its_days(cast: Cast) -> None:
    ago = NOW - timedelta(days=9)
    row = lane(cast, kind="gate", guards=2, place=(116.35, 0.01), built_at=ago)
    assert (row.built_at, row.place) == (ago, Place.objects.get())
    assert drawn(row)["focus"] == [116.35, 0.01]
    with pytest.raises(Refusal, match="future"):
        lane(cast, built_at=LATER)


def test_key_holders_photos_and_notes_vanish_when_a_barrier_is_long_gone(cast: Cast) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    row = lane(cast, key_holder="老马", key_phone="13900000001", photo=picture.getvalue())
    assert BarrierEvent.objects.get().photo
    barriers.remove(cast.worker, row.pk, text="handed back to Old Ma", now=NOW)
    [eraser] = erase.ERASERS
    assert eraser.due(NOW) == []
    assert eraser.erase(eraser.due(LATER), now=LATER) == 1
    row.refresh_from_db()
    assert (row.key_holder, row.key_phone) == ("", "")
    assert not BarrierEvent.objects.exclude(note="", photo=None).exists()
    assert eraser.due(LATER) == []


def test_a_gate_that_is_gone_is_no_place_to_send_people_to_until_it_is_taken_back(
    cast: Cast, signed_in: SignIn
) -> None:
    row = lane(cast, kind="gate", guards=2, alley="", end="书局胡同")
    assert row.place
    assert row.place.name == "书局胡同1号卡口"
    offered = registry.places_in_use(cast.worker)
    barriers.remove(cast.worker, row.pk, now=LATER)
    assert row.place not in offered.all()
    assert "no longer there" in signed_in(cast.worker).get(reverse("registry:places")).text
    barriers.undo(cast.worker, row.pk, now=LATER)
    assert row.place in offered.all()


def test_a_gate_that_was_dropped_before_it_was_built_is_no_place(
    cast: Cast, streets: StreetMap, adopted: ClosurePlan
) -> None:
    gate = Barrier.objects.filter(kind="gate")[0]
    newer = asked(cast.worker, streets)
    plans.add_pin(
        cast.worker, newer.pk, kind="closed", way=gate.way or 0, start=gate.cut_from or 0,
        end=gate.cut_to or 0, width=None, now=NOW,
    )  # fmt: skip
    newer = worked_out(newer)
    adopting.adopt(cast.officer, newer.pk, now=LATER)
    assert gate.place not in registry.places_in_use(cast.officer)


def test_gates_removed_before_their_places_could_end_are_no_places_any_more(
    cast: Cast, adopted: ClosurePlan
) -> None:
    gone, standing = lane(cast, kind="gate"), lane(cast, kind="gate")
    barriers.remove(cast.worker, gone.pk, now=LATER)
    Place.objects.update(ended_on=None)
    migration = import_module("tongzhou.closures.migrations.0003_places_of_removed_gates")

    migration.end_places(apps, SimpleNamespace(connection=connection))

    ended = Place.objects.filter(ended_on=clock.local_date(LATER))
    assert set(ended) == {gone.place}
    assert standing.place not in ended
