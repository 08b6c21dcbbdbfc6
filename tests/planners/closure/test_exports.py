"""Exports say what the plan says when they are read back."""

import csv
import io
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tongzhou.formats.streets import Extract, Way
from tongzhou.planners.closure.explain.exports import GPX, KML, defused, to_csv, to_gpx, to_kml
from tongzhou.planners.closure.explain.schedule import Row, removal_order, schedule


def closing(number: int, kind: str, lon: float, **more: Any) -> dict[str, Any]:
    properties = {
        "kind": kind, "number": number, "name": "柳荫胡同", "width": 2.5, "width_assumed": True,
        "households": 7, "guards": 0, "fire": kind == "fire_lane", "osm_way": 1, "osm_from": 11,
        "osm_to": 12,
    }  # fmt: skip
    geometry = {"type": "Point", "coordinates": [lon, 30.0]}
    return {"type": "Feature", "geometry": geometry, "properties": {**properties, **more}}


def building(lon: float, households: int) -> dict[str, Any]:
    ring = [[lon, 30], [lon + 1e-4, 30], [lon + 1e-4, 30.0001], [lon, 30]]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"kind": "building", "households": households},
    }


PLAN = {
    "type": "FeatureCollection",
    "features": [
        closing(2, "gate", 120.002),
        closing(1, "fence", 120.001, name="=HYPERLINK(1)"),
        closing(4, "fire_lane", 120.004, width_assumed=False),
        closing(3, "fence", 120.003),
        building(120.0029, 40),
        building(120.0009, 5),
    ],
}
ROWS = schedule(PLAN, key_holders={4: "+8615400000000"})


@pytest.mark.parametrize(("lang", "yes"), [("zh", "是"), ("en", "yes")])
def test_the_schedule_as_csv_has_a_row_for_each_closing(lang: str, yes: str) -> None:
    heading, *rows = csv.reader(io.StringIO(to_csv(ROWS, lang).removeprefix("\ufeff")))

    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert all(len(row) == len(heading) == 13 for row in rows)
    assert [row[6] for row in rows] == [yes, yes, yes, ""]
    assert float(rows[1][9]) == 120.002


def test_no_cell_is_a_formula() -> None:
    _, first, _, _, last = csv.reader(io.StringIO(to_csv(ROWS)))

    assert first[2] == "'=HYPERLINK(1)"
    assert last[7] == "'+8615400000000"
    assert [defused(text) for text in ("@a", "-1", "\t=1", "＝1", "a=1", "")] == [
        "'@a", "'-1", "'\t=1", "'＝1", "a=1", "",
    ]  # fmt: skip


def test_gpx_has_a_waypoint_for_each_closing() -> None:
    points = ET.fromstring(to_gpx(ROWS, "zh")).findall(f"{{{GPX}}}wpt")

    assert [point.findtext(f"{{{GPX}}}name") for point in points][1] == "2 卡口（有人值守）"
    assert [float(point.get("lon", "0")) for point in points] == [row.lon for row in ROWS]
    assert "2.5 米（估计）" in (points[0].findtext(f"{{{GPX}}}desc") or "")


def test_kml_has_a_placemark_for_each_closing_with_a_style_that_exists() -> None:
    document = ET.fromstring(to_kml(ROWS)).find(f"{{{KML}}}Document")
    assert document is not None
    styles = {f"#{style.get('id')}" for style in document.findall(f"{{{KML}}}Style")}
    marks = document.findall(f"{{{KML}}}Placemark")

    assert {mark.findtext(f"{{{KML}}}styleUrl") for mark in marks} <= styles
    assert marks[0].findtext(f"{{{KML}}}Point/{{{KML}}}coordinates") == "120.0010000,30.0000000"


def test_a_name_with_markup_or_control_characters_stays_a_name() -> None:
    rows = schedule({"features": [closing(1, "fence", 120, name="<b>&\x0bA")]})

    for text in (to_gpx(rows), to_kml(rows)):
        assert "<b>&A" in "".join(ET.fromstring(text).itertext())


def test_fire_lanes_are_undone_first_then_fences_near_most_households_and_gates_last() -> None:
    assert [row.number for row in removal_order(PLAN, ROWS)] == [4, 3, 1, 2]
    assert removal_order({"features": []}, []) == []


def test_a_closing_lies_between_its_nearest_cross_streets() -> None:
    nodes = {k: (120.0 + k / 1e4, 30.0) for k in range(10, 15)}
    ways = [
        Way(1, (10, 11, 12, 13), {"highway": "footway", "name": "柳荫胡同"}),
        Way(2, (10, 14), {"highway": "secondary", "name": "South Avenue"}),
        Way(3, (13, 14), {"highway": "residential", "name": "Well Lane"}),
        Way(4, (12, 14), {"highway": "footway"}),
    ]
    extract = Extract("", nodes, {}, ways)

    (row,) = schedule({"features": [closing(1, "fence", 120.0)]}, extract)
    (back,) = schedule({"features": [closing(1, "fence", 120.0, osm_from=12, osm_to=11)]}, extract)

    assert (row.start, row.end) == ("South Avenue", "Well Lane")
    assert (back.start, back.end) == ("Well Lane", "South Avenue")
    assert isinstance(row, Row)
