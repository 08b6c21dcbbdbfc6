"""A crossing of two alleys with one house, in each of the formats."""

import gzip
import json
from pathlib import Path
from typing import Any

OSM = """<?xml version='1.0' encoding='UTF-8'?>
<osm version="0.6">
  <bounds minlat="30.60" minlon="114.30" maxlat="30.61" maxlon="114.31"/>
  <node id="1" lat="30.6010" lon="114.3010"/>
  <node id="2" lat="30.6050" lon="114.3010"><tag k="barrier" v="gate"/></node>
  <node id="3" lat="30.6050" lon="114.3050"/>
  <node id="4" lat="30.6052" lon="114.3012"/>
  <node id="5" lat="30.6052" lon="114.3014"/>
  <node id="6" lat="30.6054" lon="114.3014"/>
  <node id="7" lat="30.6054" lon="114.3012"/>
  <way id="10"><nd ref="1"/><nd ref="2"/>
    <tag k="highway" v="residential"/><tag k="name" v="柳荫里"/></way>
  <way id="11"><nd ref="2"/><nd ref="3"/><nd ref="99"/><tag k="highway" v="footway"/></way>
  <way id="12"><nd ref="1"/><nd ref="3"/><tag k="highway" v="construction"/></way>
  <way id="13"><nd ref="3"/><nd ref="1"/><tag k="barrier" v="wall"/></way>
  <way id="20"><nd ref="4"/><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="4"/>
    <tag k="building" v="residential"/></way>
  <relation id="30"><member type="way" ref="10" role=""/><tag k="type" v="route"/>
    <tag k="route" v="bus"/></relation>
</osm>
"""
GEOJSON: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"osm_id": "way/10", "highway": "residential", "width": 5},
            "geometry": {"type": "LineString", "coordinates": [[114.301, 30.601], [114.301, 30.605]]},
        },
        {
            "type": "Feature",
            "properties": None,
            "geometry": {"type": "LineString", "coordinates": [[114.301, 30.605], [114.305, 30.605]]},
        },
        {
            "type": "Feature",
            "properties": {"osm_id": "20", "building": "yes"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[114.3012, 30.6052], [114.3014, 30.6052], [114.3014, 30.6054],
                     [114.3012, 30.6052]]
                ],
            },
        },
    ],
}  # fmt: skip


def osm_file(folder: Path) -> Path:
    """The alleys as .osm."""
    path = folder / "alleys.osm"
    path.write_text(OSM, "utf-8")
    return path


def packed_file(folder: Path) -> Path:
    """The alleys as .osm.gz."""
    path = folder / "alleys.osm.gz"
    path.write_bytes(gzip.compress(OSM.encode()))
    return path


def geojson_file(folder: Path) -> Path:
    """The alleys as .geojson."""
    path = folder / "alleys.geojson"
    path.write_text(json.dumps(GEOJSON), "utf-8")
    return path
