"""The pages of barriers, as staff use them."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.cast import NOW, Cast
from tests.closures.conftest import (
    LATER,
    SignIn,
    asked,
    lane,
)
from tongzhou.closures.actions import adopting, openings
from tongzhou.closures.models import Barrier, BarrierEvent, Opening, StreetMap
from tongzhou.closures.today import offer


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
