"""Streets come in from files of four kinds; what cannot be used is refused with a sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pyproj
import pytest
import shapely

from tests.formats.streets.alleys import geojson_file, osm_file, packed_file
from tongzhou.formats.streets import read
from tongzhou.formats.streets.boundary import read_boundary
from tongzhou.formats.streets.errors import UnusableStreets
from tongzhou.formats.streets.gcj02 import to_wgs84


@pytest.mark.parametrize("made", [osm_file, packed_file])
def test_openstreetmap_files_are_read_whole(made: Callable[[Path], Path], tmp_path: Path) -> None:
    extract = read(made(tmp_path))

    assert [(way.id, way.nodes) for way in extract.ways] == [(10, (1, 2)), (11, (2, 3))]
    assert extract.ways[0].tags["name"] == "柳荫里"
    assert extract.node_tags[2] == {"barrier": "gate"}
    assert [building.id for building in extract.buildings] == ["way/20"]
    assert [line.kind for line in extract.lines] == ["wall"]
    assert extract.bus_ways == {10}
    assert extract.bounds == (114.30, 30.60, 114.31, 30.61)


def test_a_way_that_leaves_the_map_ends_at_its_edge(tmp_path: Path) -> None:
    extract = read(osm_file(tmp_path))

    assert extract.ways[1].nodes == (2, 3)  # node 99 is not in the file


def test_streets_that_are_not_there_yet_are_no_streets(tmp_path: Path) -> None:
    assert 12 not in {way.id for way in read(osm_file(tmp_path)).ways}


def test_lines_of_geojson_meet_where_they_share_a_place(tmp_path: Path) -> None:
    extract = read(geojson_file(tmp_path))

    assert [way.nodes for way in extract.ways] == [(1, 2), (2, 3)]
    assert [way.id for way in extract.ways] == [10, 2]
    assert extract.ways[0].tags["width"] == "5"
    assert extract.ways[1].tags == {"highway": "footway"}
    assert extract.buildings[0].id == "way/20"


def test_the_same_file_has_the_same_digest(tmp_path: Path) -> None:
    assert read(osm_file(tmp_path)).digest == read(osm_file(tmp_path)).digest


def test_a_table_of_links_in_metres_becomes_degrees(tmp_path: Path) -> None:
    path = tmp_path / "links.parquet"
    metres = pyproj.Transformer.from_crs(4326, 32650, always_xy=True)
    line = shapely.LineString(
        [metres.transform(*place) for place in ((114.3, 30.6), (114.301, 30.6), (114.302, 30.601))]
    )
    table = pyarrow.table(
        {"u": [7], "v": [8], "highway": ["residential"], "geometry": [shapely.to_wkb(line)]}
    )
    about = {"columns": {"geometry": {"crs": pyproj.CRS(32650).to_json_dict()}}}
    pyarrow.parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(about)}), path)
    extract = read(path)

    assert extract.ways[0].nodes == (7, 8)
    assert extract.nodes[7] == pytest.approx((114.3, 30.6), abs=1e-7)
    assert len(extract.shapes[1, 0].coords) == 3


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("map.osm", "<osm version='0.6'></osm>", "streets_none"),
        ("map.osm", "<osm version='0.6'><node", "streets_damaged"),
        ("map.osm.pbf", "not a map", "streets_damaged"),
        ("map.geojson", "{", "streets_damaged"),
        ("map.geojson", '{"type": "FeatureCollection", "features": []}', "streets_none"),
        ("map.parquet", "not a table", "streets_damaged"),
        ("map.docx", "", "streets_kind"),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, content: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")

    with pytest.raises(UnusableStreets) as refused:
        read(path)
    assert refused.value.code == code
    assert name in str(refused.value)


def test_metres_are_no_degrees(tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    line = {"type": "LineString", "coordinates": [[521000, 3385000], [521100, 3385000]]}
    feature = {"type": "Feature", "properties": {}, "geometry": line}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))

    with pytest.raises(UnusableStreets, match="degrees"):
        read(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableStreets, match=r"nowhere\.osm"):
        read(tmp_path / "nowhere.osm")


def test_a_boundary_is_all_polygons_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "boundary.geojson"
    squares = [shapely.box(114.3, 30.6, 114.31, 30.61), shapely.box(114.31, 30.6, 114.32, 30.61)]
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(square))}
        for square in squares
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))

    assert read_boundary(path).bounds == (114.3, 30.6, 114.32, 30.61)


def test_a_boundary_without_a_polygon_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "boundary.geojson"
    path.write_text('{"type": "Point", "coordinates": [114.3, 30.6]}')

    with pytest.raises(UnusableStreets, match="no polygon"):
        read_boundary(path)


def test_chinese_map_coordinates_come_back_to_wgs84() -> None:
    # The flagpole of Tiananmen square: 116.39100, 39.90700 on the ground.
    lon, lat = to_wgs84(116.39724096, 39.90840111)

    assert (lon, lat) == pytest.approx((116.39100, 39.90700), abs=1e-6)
