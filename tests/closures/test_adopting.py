"""A plan is adopted: its barriers begin their lives, older ones stay or are marked."""

import pytest
from django.http import Http404
from django.urls import reverse

from tests.cast import NOW, Cast
from tests.closures.conftest import (
    LATER,
    SignIn,
    asked,
    degrees,
    kinds_on_the_list,
    lane,
    worked_out,
)
from tongzhou.closures.actions import adopting, barriers, plans
from tongzhou.closures.choices import BarrierState
from tongzhou.closures.models import Barrier, ClosurePlan, StreetMap
from tongzhou.closures.queries.adopting import consequences
from tongzhou.closures.queries.corners import Corners
from tongzhou.closures.queries.plans import answer
from tongzhou.core.errors import Refusal


def test_adopting_makes_numbered_barriers_and_gates_as_places(
    cast: Cast, adopted: ClosurePlan
) -> None:
    rows = list(Barrier.objects.order_by("number"))
    assert [b.number for b in rows] == list(range(1, len(rows) + 1))
    assert {b.committee for b in rows} == {cast.willow}
    assert {b.state for b in rows} == {BarrierState.PLANNED}
    gates = [b for b in rows if b.kind == "gate"]
    assert len(gates) == adopted.summary["gates"]
    assert all(b.place and b.place.kind == "gate" and b.guards for b in gates)
    assert all(b.way and b.longitude and b.width for b in rows)
    assert {b.start for b in rows} | {b.end for b in rows} >= {"南街"}
    assert adopted.is_in_force
    assert adopted.review_on is not None


@pytest.mark.parametrize("who", ["worker", "neighbour_worker", "medic", "admin"])
def test_nobody_else_adopts_a_plan(cast: Cast, streets: StreetMap, who: str) -> None:
    row = asked(cast.worker, streets)
    with pytest.raises((Refusal, Http404)):
        adopting.adopt(cast.everyone()[who], row.pk, now=NOW)
    assert not Barrier.objects.exists()


def test_what_stands_is_not_paid_for_again(
    cast: Cast, streets: StreetMap, adopted: ClosurePlan
) -> None:
    for row in Barrier.objects.all():
        barriers.build(cast.worker, row.pk, now=NOW)
    newer = asked(cast.worker, streets)
    closings = answer(newer).closings
    assert all(c["built"] for c in closings)
    assert sum(c["cost"] for c in closings if c["kind"] != "gate") == 0
    assert newer.summary["cost"] < adopted.summary["cost"]
    assert (newer.summary["kept"], newer.summary["removed"]) == (len(closings), 0)
    found = consequences(cast.secretary, newer)
    assert (len(found.stays), found.to_build, found.goes) == (len(closings), [], [])


@pytest.mark.parametrize(
    ("language", "lane", "gate", "total"),
    [
        ("en", "It stands already: keeping it costs nothing.",
         "The gate stands already: only the people on guard count.",
         "2 of these stand already and need not be built"),
        ("zh-hans", "这里已经建好，沿用不另花钱。", "出入口已经设好，只计值守人手的费用。",
         "其中 2 处已经建好，不必再建"),
    ],
)  # fmt: skip
def test_the_page_says_of_what_stands_that_it_costs_nothing(
    cast: Cast, streets: StreetMap, adopted: ClosurePlan, signed_in: SignIn,
    language: str, lane: str, gate: str, total: str,
) -> None:  # fmt: skip
    for row in Barrier.objects.all():
        barriers.build(cast.worker, row.pk, now=NOW)
    newer = asked(cast.worker, streets)
    address = reverse("closures:plan", args=[newer.pk])
    page = signed_in(cast.worker).get(address, headers={"accept-language": language})
    assert lane in page.content.decode()
    assert gate in page.content.decode()
    assert total in page.content.decode()


def test_a_barrier_across_an_alley_inside_goes_and_the_plan_is_found(
    cast: Cast, streets: StreetMap
) -> None:
    lon, lat = degrees(30, 100)
    row = lane(cast, kind="fence", map=streets, way=14, cut_from=7, cut_to=8, fraction=0.4,
               place=(lon, lat))  # fmt: skip
    newer = asked(cast.worker, streets)
    found = consequences(cast.secretary, newer)
    assert newer.state == "ready"
    assert newer.summary["removed"] == 1
    assert [b.pk for b in found.standing] == [row.pk]


def test_a_barrier_behind_a_door_is_not_the_one_before_it(
    cast: Cast, streets: StreetMap, adopted: ClosurePlan
) -> None:
    wanted = next(c for c in answer(adopted).closings if c["kind"] == "fire_lane")
    Barrier.objects.filter(kind="fire_lane").delete()
    behind = lane(
        cast, map=streets, way=wanted["osm_way"], cut_from=wanted["osm_from"],
        cut_to=wanted["osm_to"], fraction=1 - wanted["fraction"], place=degrees(0, 100),
    )  # fmt: skip
    newer = asked(cast.worker, streets)
    found = consequences(cast.secretary, newer)
    assert [c.given["kind"] for c in found.to_build] == ["fire_lane"]
    assert [b.pk for b in found.standing] == [behind.pk]


def test_what_the_neighbours_built_is_not_this_committees_to_keep(
    cast: Cast, streets: StreetMap, adopted: ClosurePlan
) -> None:
    barriers.enter_built(
        cast.neighbour_worker, committee_id=cast.neighbour_worker.committee_id or 0, kind="fence",
        alley="", now=NOW, map=streets, way=14, cut_from=7, cut_to=8, fraction=0.4,
    )  # fmt: skip
    newer = asked(cast.worker, streets)
    assert newer.summary["cost"] == adopted.summary["cost"]


def test_a_newer_plan_keeps_what_stays(
    cast: Cast, streets: StreetMap, adopted: ClosurePlan
) -> None:
    count = Barrier.objects.count()
    newer = asked(cast.worker, streets)
    found = adopting.adopt(cast.secretary, newer.pk, now=LATER)
    assert (len(found.stays), found.to_build, found.goes) == (count, [], [])
    assert set(Barrier.objects.values_list("plan", flat=True)) == {newer.pk}
    adopted.refresh_from_db()
    assert adopted.superseded_at == LATER


def test_a_newer_plan_marks_what_stands_and_drops_what_was_never_built(
    cast: Cast, streets: StreetMap, adopted: ClosurePlan
) -> None:
    first, closed = Barrier.objects.order_by("-kind")[:2]
    barriers.build(cast.worker, first.pk, now=NOW)
    newer = asked(cast.worker, streets)
    plans.add_pin(
        cast.worker, newer.pk, kind="open", way=closed.way or 0, start=closed.cut_from or 0,
        end=closed.cut_to or 0, width=None, now=NOW,
    )  # fmt: skip
    newer = worked_out(newer)
    found = adopting.adopt(cast.officer, newer.pk, now=LATER)
    assert closed.pk in {b.pk for b in found.goes}
    closed.refresh_from_db()
    assert closed.state == BarrierState.REMOVED
    for barrier in found.standing:
        assert barrier.to_remove_at == LATER
    assert Barrier.objects.filter(plan=newer).count() == len(found.stays) + len(found.to_build)


def test_the_same_plan_is_not_adopted_twice_and_stays_as_it_is(
    cast: Cast, adopted: ClosurePlan
) -> None:
    with pytest.raises(Refusal, match="in force already"):
        adopting.adopt(cast.officer, adopted.pk, now=NOW)
    with pytest.raises(Refusal, match="Make a new plan"):
        plans.set_limits(cast.worker, adopted.pk, walk_metres=900, volunteers=0, now=NOW)


def test_a_closure_that_is_still_needed_leaves_the_list_until_the_next_look(
    cast: Cast, adopted: ClosurePlan, signed_in: SignIn
) -> None:
    ClosurePlan.objects.update(review_on=NOW.date())
    assert kinds_on_the_list(cast.officer) == {"review": 1}
    with pytest.raises(Refusal, match="supervisor"):
        adopting.keep_until(cast.worker, adopted.pk, review_on=NOW.date(), now=NOW)
    with pytest.raises(Refusal, match="day to come"):
        adopting.keep_until(cast.officer, adopted.pk, review_on=NOW.date(), now=NOW)
    browser, url = signed_in(cast.officer), reverse("closures:review", args=[adopted.pk])
    assert browser.post(url, {"review_on": "x"}).status_code == 422
    assert browser.post(url, {"review_on": "2099-01-01"}).status_code == 302
    assert kinds_on_the_list(cast.officer) == {}


def test_an_alley_without_names_around_it_is_told_by_what_is_near(
    cast: Cast, streets: StreetMap
) -> None:
    corners = Corners.of(streets)
    assert corners.landmark(degrees(-10, 60)) == "柳荫里3号楼"
    assert corners.landmark(degrees(905, 150)) == "北街"
    assert corners.landmark(degrees(500, 500)) == ""
    assert corners.label(14, 7, 8) == "alley by 柳荫巷"
    assert corners.label(13, 2, 7) == "柳荫巷"


def test_a_plan_of_the_street_finds_the_committee_by_the_homes(
    cast: Cast, streets: StreetMap
) -> None:
    row = asked(cast.officer, streets)
    adopting.adopt(cast.officer, row.pk, now=NOW)
    assert {b.committee for b in Barrier.objects.all()} == {cast.willow}


def test_a_plan_of_the_street_without_linked_buildings_belongs_to_nobody(
    cast: Cast, streets: StreetMap
) -> None:
    row = asked(cast.officer, streets)
    streets.buildings.all().delete()
    with pytest.raises(Refusal, match="link buildings"):
        adopting.adopt(cast.officer, row.pk, now=NOW)


def test_a_measured_width_is_kept_and_becomes_a_wish_of_the_next_plan(
    cast: Cast, streets: StreetMap, adopted: ClosurePlan
) -> None:
    first = Barrier.objects.filter(is_width_assumed=True).first()
    assert first is not None
    row = barriers.build(cast.worker, first.pk, width=2.4, now=NOW)
    assert (row.width != 2.4, row.best_width, row.offers_pin) == (True, 2.4, True)
    newer = asked(cast.worker, streets)
    assert [(p["kind"], p["way"], p["width"]) for p in newer.pins] == [("width", row.way, 2.4)]
