"""A map credits whoever it came from: OpenStreetMap only where OpenStreetMap was the source."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
import shapely

from tests.formats.streets.alleys import GEOJSON, geojson_file, osm_file, packed_file
from tongzhou.formats.streets import read
from tongzhou.formats.streets.extract import OSM_CREDIT
from tongzhou.planners.closure.explain.drawing import facts


def credited(path: Path) -> str:
    return read(path).attribution


@pytest.mark.parametrize("made", [osm_file, packed_file])
def test_an_openstreetmap_file_is_credited(made: Callable[[Path], Path], tmp_path: Path) -> None:
    path = made(tmp_path)
    assert credited(path) == OSM_CREDIT
    assert facts(read(path))["attribution"] == OSM_CREDIT


def test_lines_drawn_by_the_office_itself_owe_nobody_anything(tmp_path: Path) -> None:
    assert credited(geojson_file(tmp_path)) == ""


@pytest.mark.parametrize(
    ("told", "credit"),
    [
        ({"attribution": "Survey of Tong'an"}, "Survey of Tong'an"),
        ({"copyright": "The data is from www.openstreetmap.org, ODbL."}, OSM_CREDIT),
        ({"attribution": 7}, ""),
    ],
)
def test_geojson_says_itself_whom_to_credit(
    told: dict[str, Any], credit: str, tmp_path: Path
) -> None:
    path = tmp_path / "told.geojson"
    path.write_text(json.dumps({**GEOJSON, **told}), "utf-8")
    assert credited(path) == credit


def test_geojson_exported_from_openstreetmap_is_known_by_its_ids(tmp_path: Path) -> None:
    path = tmp_path / "exported.geojson"
    line, *others = GEOJSON["features"]
    exported = {**line, "properties": {**line["properties"], "@id": "way/10"}}
    path.write_text(json.dumps({**GEOJSON, "features": [exported, *others]}), "utf-8")
    assert credited(path) == OSM_CREDIT


@pytest.mark.parametrize(("more", "credit"), [({}, ""), ({"osmid": [10]}, OSM_CREDIT)])
def test_a_table_of_links_is_known_by_its_columns(
    more: dict[str, list[int]], credit: str, tmp_path: Path
) -> None:
    path = tmp_path / "links.parquet"
    line = shapely.to_wkb(shapely.LineString([(114.301, 30.601), (114.301, 30.605)]))
    columns = {"u": [1], "v": [2], "highway": ["residential"], "geometry": [line], **more}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    assert credited(path) == credit
