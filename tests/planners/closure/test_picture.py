"""The picture of a plan shows every closing, each kind by a shape of its own."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
import shapely
from shapely.geometry import mapping

from tongzhou.formats.streets import Building, Extract, Way
from tongzhou.planners.closure.explain.picture import to_svg

SVG = "{http://www.w3.org/2000/svg}"
EXTRACT = Extract(
    "",
    {1: (120.0, 30.0), 2: (120.002, 30.0)},
    {},
    [Way(1, (1, 2), {"highway": "footway", "name": "A & B <巷>"})],
    [Building("way/9", {"building": "house"}, shapely.box(120.0005, 30.0001, 120.001, 30.0004))],
)


def picture(*kinds: str) -> ET.Element:
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [120.001, 30.0]},
            "properties": {"kind": kind, "number": 41 + i, "width": 2, "osm_from": 1, "osm_to": 2},
        }
        for i, kind in enumerate(kinds)
    ]
    area = mapping(shapely.box(120.0, 29.999, 120.002, 30.001))
    return ET.fromstring(to_svg({"tongzhou": {"area": area}, "features": features}, EXTRACT))


def test_every_closing_has_its_number_and_names_are_text() -> None:
    texts = [text.text for text in picture("fence", "fire_lane", "gate").iter(f"{SVG}text")]

    assert {"41", "42", "43", "A & B <巷>", "N", "100 m"} <= set(texts)


@pytest.mark.parametrize(
    ("kind", "circles", "bars"), [("fence", 0, 1), ("gate", 1, 0), ("fire_lane", 1, 1)]
)
def test_kinds_differ_in_shape(kind: str, circles: int, bars: int) -> None:
    root = picture(kind)

    assert len(list(root.iter(f"{SVG}circle"))) == circles
    assert len(list(root.iter(f"{SVG}g"))) == bars


def test_a_bar_lies_across_its_way() -> None:
    (group,) = picture("fence").iter(f"{SVG}g")

    assert "rotate(90)" in (group.get("transform") or "")
