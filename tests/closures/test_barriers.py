"""Barriers: a plan is adopted, what it asks for is built, checked, opened, taken down."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.cast import NOW, Cast
from tests.closures.conftest import asked, degrees, worked_out
from tongzhou.closures import access, erase
from tongzhou.closures.actions import adopting, barriers, openings, plans
from tongzhou.closures.choices import BarrierState, Deed
from tongzhou.closures.models import Barrier, BarrierEvent, ClosurePlan, Opening, StreetMap
from tongzhou.closures.queries.adopting import consequences
from tongzhou.closures.queries.barriers import drawn, record
from tongzhou.closures.queries.corners import Corners
from tongzhou.closures.queries.plans import answer
from tongzhou.closures.today import offer
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.work import Urgency
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Place

SignIn = Callable[[Acting], Client]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def adopted(cast: Cast, streets: StreetMap) -> ClosurePlan:
    """A plan of the Willow committee in force."""
    row = asked(cast.worker, streets)
    adopting.adopt(cast.secretary, row.pk, now=NOW)
    row.refresh_from_db()
    return row


def lane(cast: Cast, **given: object) -> Barrier:
    """A fire lane that stands already."""
    words = {"alley": "柳荫巷", "kind": "fire_lane", "width": 4.0} | given
    return barriers.enter_built(cast.worker, committee_id=cast.willow.pk, now=NOW, **words)  # type: ignore[arg-type]


def kinds_on_the_list(acting: Acting) -> dict[str, int]:
    """How many of each kind wait."""
    counts = offer(acting, now=LATER, kinds=frozenset(), limit=100).counts
    return {kind.removeprefix("closures."): c.waiting for kind, c in counts.items() if c.waiting}


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


def test_the_pages_of_a_barrier_from_the_plan_to_the_photo(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    row = asked(cast.worker, streets)
    browser = signed_in(cast.secretary)
    url = reverse("closures:adopt", args=[row.pk])
    assert "Adopt the plan" in browser.get(url).text
    answer = browser.post(url, {"review_on": "2030-01-01"})
    assert answer["Location"] == reverse("closures:barriers", query={"view": "build"})
    assert "To be built" in browser.get(answer["Location"]).text
    first = Barrier.objects.filter(kind="gate")[0]
    page = reverse("closures:barrier", args=[first.pk])
    assert "Is it built?" in browser.get(page).text
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    picture.seek(0)
    picture.name = "gate.png"
    done = browser.post(
        reverse("closures:built", args=[first.pk]), {"width": "3.1", "photo": picture}
    )
    assert done["Location"] == page
    event = BarrierEvent.objects.exclude(photo=None).get()
    shown = browser.get(reverse("closures:barrier_photo", args=[event.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    wrong = browser.post(reverse("closures:built", args=[first.pk]), {"width": "wide"})
    assert wrong.status_code == 422


def test_a_barrier_is_added_by_hand(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.worker)
    given = {
        "committee": cast.willow.pk, "kind": "fence", "alley": "槐巷", "width": "3.5",
        "built_on": "2020-02-01",
    }  # fmt: skip
    answer = browser.post(reverse("closures:enter"), given)
    row = Barrier.objects.get()
    assert answer["Location"] == reverse("closures:barrier", args=[row.pk])
    assert "槐巷" in browser.get(reverse("closures:barriers"), {"q": "槐 1"}).text
    assert browser.post(reverse("closures:enter"), {"kind": "fence"}).status_code == 422


def test_a_place_tapped_on_the_map_is_shown_on_the_map(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    given = {
        "committee": cast.willow.pk, "kind": "fence", "alley": "槐巷", "built_on": "2020-02-01",
        "longitude": "116.35", "latitude": "0.01",
    }  # fmt: skip
    browser = signed_in(cast.worker)
    answer = browser.post(reverse("closures:enter"), given)
    assert "data-closure-map" in browser.get(answer["Location"]).text


def test_opening_everything_takes_one_press_and_prints_at_once(
    cast: Cast, signed_in: SignIn
) -> None:
    first = lane(cast, key_holder="老马", key_phone="13900000001")
    browser = signed_in(cast.worker)
    answer = browser.post(reverse("closures:open"), {"reason": "fire"})
    assert "13900000001" in browser.get(answer["Location"]).text.replace(" ", "")
    helper = signed_in(cast.volunteer)
    assert "Open everything now" in helper.get("/").text
    assert helper.get(answer["Location"]).status_code == 200
    opening = int(answer["Location"].rstrip("/").rpartition("/")[2])
    helper.post(reverse("closures:opening_tick", args=[opening, first.pk]), {"open": "yes"})
    first.refresh_from_db()
    assert first.opened_at
    for name in ("opening_list",):
        paper = helper.get(reverse(f"closures:{name}", args=[opening]))
        assert paper.content.startswith(b"%PDF")


@pytest.mark.parametrize(("name", "most"), [("barriers", 6), ("barrier", 5), ("opening", 6)])
def test_pages_take_few_statements_however_much_stands(
    cast: Cast, signed_in: SignIn, name: str, most: int
) -> None:
    rows = [lane(cast) for _ in range(4)]
    order = openings.open_all(cast.worker, reason="fire", now=NOW)
    arguments = {"barrier": [rows[0].pk], "opening": [order.pk]}.get(name, [])
    browser = signed_in(cast.officer)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(reverse(f"closures:{name}", args=arguments)).status_code == 200
    assert len(captured.captured_queries) <= most, captured.captured_queries


def test_papers_and_the_table_for_spreadsheets(cast: Cast, signed_in: SignIn) -> None:
    row = lane(cast, alley="=cmd()", key_holder="老马", key_phone="13900000001")
    browser = signed_in(cast.worker)
    table = browser.get(reverse("closures:schedule_csv")).content.decode()
    assert "'=cmd()" in table
    for name in ("schedule", "removal", "fire_brigade"):
        assert browser.get(reverse(f"closures:{name}")).content.startswith(b"%PDF")
    sheet = browser.get(reverse("closures:barrier_sheet", args=[row.pk]))
    assert sheet.content.startswith(b"%PDF")


def test_an_alley_without_a_name_goes_by_its_street_and_stands_last(
    cast: Cast, signed_in: SignIn
) -> None:
    lane(cast, alley="", start="鼓楼大街", end="书局胡同")
    lane(cast, alley="柳荫巷")
    lane(cast, alley="")
    page = signed_in(cast.worker).get(reverse("closures:barriers"), {"sort": "alley"}).text
    named, first, second = (
        page.index(words) for words in ("柳荫巷", "Alley by 鼓楼大街", "Alley without a name")
    )
    assert named < min(first, second)
    assert "to 书局胡同" in page
    items = offer(cast.worker, now=LATER, kinds=frozenset({"closures.check"}), limit=9).items
    url = reverse("closures:barrier", args=[Barrier.objects.get(number=1).pk])
    assert f"Alley by 鼓楼大街 · {cast.willow.label}" in signed_in(cast.worker).get(url).text
    assert "No. 1 fire lane, alley by 鼓楼大街" in {item.who for item in items}


def test_the_width_of_what_stands_is_measured_again_on_its_page(
    cast: Cast, signed_in: SignIn
) -> None:
    row, browser = lane(cast), signed_in(cast.worker)
    page, measure = (reverse(f"closures:{n}", args=[row.pk]) for n in ("barrier", "measure"))
    assert f'action="{measure}"' in browser.get(page).text
    assert browser.post(measure, {"width": "3.6"})["Location"] == page
    row.refresh_from_db()
    assert row.measured_width == 3.6
    wrong = browser.post(measure, {"width": "wide"})
    assert wrong.status_code == 422
    assert '<details class="panel" open><summary>Measure the width again' in wrong.text


def test_the_street_officer_opens_one_committee_or_the_whole_street(
    cast: Cast, signed_in: SignIn
) -> None:
    lane(cast)
    browser, url = signed_in(cast.officer), reverse("closures:open")
    assert f"{cast.willow.label} · 1" in browser.get(url).text
    browser.post(url, {"reason": "gas", "committee": cast.willow.pk})
    assert Opening.objects.get().committee == cast.willow
    listed = browser.get(reverse("closures:barriers")).text
    assert f'href="{url}"' in listed  # the rest of the street can still be opened
    browser.post(url, {"reason": "earthquake", "committee": ""})
    assert Opening.objects.filter(committee=None, ended_at=None).exists()
    assert f'href="{url}"' not in browser.get(reverse("closures:barriers")).text
    assert 'name="committee"' not in signed_in(cast.worker).get(url).text


def test_a_plan_without_a_name_goes_by_its_day(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    row = asked(cast.worker, streets, title="")
    assert "Closure plan of " in signed_in(cast.worker).get(reverse("closures:plans")).text
    adopting.adopt(cast.secretary, row.pk, now=NOW, review_on=NOW.date())
    items = offer(cast.secretary, now=LATER, kinds=frozenset({"closures.review"}), limit=9).items
    assert [item.who for item in items] == ["Closure plan"]
    openings.open_all(cast.secretary, reason="fire", now=NOW)
    items = offer(cast.secretary, now=LATER, kinds=frozenset({"closures.open"}), limit=9).items
    assert [item.who for item in items] == [""]


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
