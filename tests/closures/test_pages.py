"""The pages, and what they cost."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, Cast
from tests.closures.conftest import asked, degrees, osm, worked_out
from tongzhou.cli import main
from tongzhou.closures import files
from tongzhou.closures.actions import plans
from tongzhou.closures.actions.barriers import enter_built
from tongzhou.closures.models import ClosurePlan, StreetMap
from tongzhou.core import clock
from tongzhou.core.jobs import run_one
from tongzhou.planners.closure.explain.certificate import digest
from tongzhou.registry.acting import Acting

SignIn = Callable[[Acting], Client]


def test_a_plan_from_the_form_to_its_page(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    browser = signed_in(cast.worker)
    lines = "116.3494, 0.01005\n116.3515, 0.01005\n116.3515, 0.0117\n116.3494, 0.0117"
    given = {"title": "Willow", "area": "drawn", "corners": lines, "walk_metres": "400"}
    answer = browser.post(reverse("closures:new"), given)
    row = ClosurePlan.objects.get()
    assert answer["Location"] == reverse("closures:plan", args=[row.pk])
    assert "waiting to be worked out" in browser.get(answer["Location"]).text
    assert run_one(clock.now())
    page = browser.get(answer["Location"]).text
    assert "Barriers and gates" in page
    assert "guarded gate" in page
    drawn = browser.get(reverse("closures:plan_drawing", args=[row.pk])).json()
    assert {f["properties"]["kind"] for f in drawn["features"]} >= {"gate", "cell"}
    file = browser.get(reverse("closures:plan_file", args=[row.pk]))
    assert file.json()["tongzhou"]["violations"] == []


@pytest.mark.parametrize(
    ("language", "given"), [("en", "as long as everybody goes out by"), ("zh-cn", "只要大家仍按")]
)
@pytest.mark.parametrize("status", ["optimal", "feasible"])
def test_the_page_says_under_which_condition_the_least_cost_is_proven(
    cast: Cast, streets: StreetMap, signed_in: SignIn, language: str, given: str, status: str
) -> None:
    row, browser = asked(cast.worker, streets), signed_in(cast.worker)
    ClosurePlan.objects.update(summary=row.summary | {"status": status})
    url = reverse("closures:plan", args=[row.pk])
    page = browser.get(url, headers={"accept-language": language})
    assert given in page.text.casefold()


def test_wrong_corners_are_named(cast: Cast, streets: StreetMap, signed_in: SignIn) -> None:
    given = {"title": "x", "area": "drawn", "corners": "116,40\nhere", "walk_metres": "400"}
    answer = signed_in(cast.worker).post(reverse("closures:new"), given)
    assert answer.status_code == 422
    assert "Line 2 is no longitude" in answer.text


def test_two_plans_beside_each_other(cast: Cast, streets: StreetMap, signed_in: SignIn) -> None:
    one, other = asked(cast.worker, streets), asked(cast.worker, streets, walk=900)
    url = reverse("closures:compare", args=[one.pk])
    assert "Two plans" in signed_in(cast.worker).get(url, {"with": other.pk}).text
    assert signed_in(cast.neighbour_worker).get(url, {"with": other.pk}).status_code == 404


def test_what_has_no_name_is_told_by_its_street_in_a_plan_and_its_wishes(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    row = asked(cast.worker, streets)
    plans.add_pin(cast.worker, row.pk, kind="public", way=11, start=1, end=2, width=None, now=NOW)
    row = worked_out(row)
    StreetMap.objects.update(attribution="Drawn by hand")
    browser, url = signed_in(cast.worker), reverse("closures:plan", args=[row.pk])
    assert "南街: the street stays public" in browser.get(url).text
    file = browser.get(reverse("closures:plan_file", args=[row.pk])).json()
    assert file["tongzhou"]["attribution"] == "Drawn by hand"


def test_a_wish_that_changes_nothing_says_so_and_one_that_shuts_somebody_in_is_refused(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    row = asked(cast.worker, streets)
    browser, url = signed_in(cast.worker), reverse("closures:plan", args=[row.pk])
    on_the_public_street: dict[str, Any] = {
        "way": 11,
        "start": 1,
        "end": 2,
        "width": None,
        "now": NOW,
    }
    worked_out(plans.add_pin(cast.worker, row.pk, kind="closed", **on_the_public_street))
    assert "close here (changes nothing" in browser.get(url).text

    before_a_house: dict[str, Any] = {"way": 14, "start": 7, "end": 8, "width": None, "now": NOW}
    row = worked_out(plans.add_pin(cast.worker, row.pk, kind="closed", **before_a_house))

    assert row.failure["homes"] == ["way/104"]
    page = browser.get(url).text
    assert "take back a wish" in page
    assert "changes nothing" not in page


def test_the_exported_proof_belongs_to_the_exported_plan(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    row, browser = asked(cast.worker, streets), signed_in(cast.worker)
    plan, proof = (
        browser.get(reverse(f"closures:{name}", args=[row.pk])).json()
        for name in ("plan_file", "certificate")
    )
    assert proof["plan"] == digest(plan)


def test_what_the_page_hands_out_is_all_that_checking_the_plan_takes(
    cast: Cast, streets: StreetMap, signed_in: SignIn, tmp_path: Path
) -> None:
    row, browser = asked(cast.worker, streets), signed_in(cast.worker)
    answer = browser.get(reverse("closures:check_files", args=[row.pk]))
    ZipFile(BytesIO(answer.content)).extractall(tmp_path)
    told = (tmp_path / "README.txt").read_text().partition("tongzhou ")[2]
    told = told.replace("STREETS", str(files.streets(streets.digest, streets.suffix)))
    words = [w for w in told.split() if w != "\\"]
    found = CliRunner().invoke(
        main, [str(tmp_path / w) if (tmp_path / w).exists() else w for w in words]
    )
    assert found.output.strip() == "No rule is broken."
    assert "pins.json" in told


def test_a_plan_without_an_answer_shows_the_area_it_was_asked_for(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    row = asked(cast.worker, streets)
    ClosurePlan.objects.update(result=b"", state="failed")
    drawn = signed_in(cast.worker).get(reverse("closures:plan_drawing", args=[row.pk])).json()
    assert drawn["area"] == row.boundary


def test_the_cheapest_way_out_of_an_impossible_plan_is_one_press_away(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    row, browser = asked(cast.worker, streets, volunteers=1), signed_in(cast.worker)
    url = reverse("closures:plan", args=[row.pk])
    offered = re.search(r'name="volunteers" value="(\d+)"><button', browser.get(url).text)
    assert offered
    given = {"walk_metres": row.walk_metres, "volunteers": offered[1]}
    browser.post(reverse("closures:limits", args=[row.pk]), given)
    assert run_one(clock.now())
    row.refresh_from_db()
    assert row.is_ready


def test_the_drawing_comes_compressed_or_plain(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    browser, url = signed_in(cast.worker), reverse("closures:map_drawing", args=[streets.pk])
    packed = browser.get(url, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(browser.get(url).json()["features"]) == 8


def test_the_map_shows_ones_own_barriers_and_where_to_read_about_each(
    cast: Cast, streets: StreetMap, signed_in: SignIn
) -> None:
    row = enter_built(
        cast.worker, committee_id=cast.willow.pk, kind="fence", alley="柳荫巷", width=3.0, now=NOW,
        place=degrees(0, 20), map=streets, way=13, cut_from=2, cut_to=7, fraction=0.2,
    )  # fmt: skip
    url = reverse("closures:map_standing", args=[streets.pk])

    (shown,) = signed_in(cast.worker).get(url).json()["features"]
    assert shown["properties"]["href"] == reverse("closures:barrier", args=[row.pk])
    assert shown["geometry"]["coordinates"] == list(degrees(0, 20))
    assert signed_in(cast.neighbour_worker).get(url).json()["features"] == []


@pytest.mark.parametrize(
    ("name", "most"), [("plans", 5), ("maps", 4), ("plan", 5), ("map", 6), ("new", 4)]
)
def test_pages_take_few_statements(
    cast: Cast, streets: StreetMap, signed_in: SignIn, name: str, most: int
) -> None:
    row = asked(cast.worker, streets)
    arguments = {"plan": [row.pk], "map": [streets.pk]}.get(name, [])
    browser = signed_in(cast.worker)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(reverse(f"closures:{name}", args=arguments)).status_code == 200
    assert len(captured.captured_queries) <= most, captured.captured_queries


def test_the_command_line_brings_in_a_map(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "lane.osm"
    path.write_bytes(osm())
    done = CliRunner().invoke(main, ["import", "streets", str(path), "--json"])
    assert done.exit_code == 0
    assert '"streets": 4' in done.output
    path.write_bytes(b"nothing")
    assert CliRunner().invoke(main, ["import", "streets", str(path)]).exit_code == 2
    assert CliRunner().invoke(main, ["import", "streets", "missing.osm"]).exit_code == 2
