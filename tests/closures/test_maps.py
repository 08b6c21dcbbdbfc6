"""Maps: read once, refused in words, buildings linked where names are sure."""

import gzip
import json
from pathlib import Path

import pytest
from django.http import Http404

from tests.cast import NOW, Cast
from tests.closures.conftest import osm
from tongzhou.closures import access
from tongzhou.closures.actions import links, maps
from tongzhou.closures.choices import MapState
from tongzhou.closures.models import BuildingOnMap, StreetMap
from tongzhou.closures.queries import maps as queries
from tongzhou.closures.sentences import map_failure
from tongzhou.core.errors import Refusal
from tongzhou.core.jobs import run_one
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Building


def test_a_map_is_read_counted_and_current(streets: StreetMap) -> None:
    assert (streets.state, streets.is_current) == (MapState.READY, True)
    assert (streets.counts["street"], streets.counts["building"]) == (4, 4)
    drawn = json.loads(gzip.decompress(queries.drawing(streets)))
    street = next(f for f in drawn["features"] if f["properties"].get("way") == 13)
    assert street["properties"]["nodes"] == [2, 7, 5]


def test_the_same_file_twice_is_one_map(cast: Cast, streets: StreetMap, tmp_path: Path) -> None:
    again = maps.upload(cast.worker, [osm()], name="other.osm", now=NOW)
    assert again == streets


def test_an_upload_is_read_in_the_background(cast: Cast) -> None:
    row = maps.upload(cast.worker, [osm()], name="lane.osm", now=NOW)
    assert row.state == MapState.READING
    assert run_one(NOW)
    row.refresh_from_db()
    assert row.state == MapState.READY


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (osm(with_streets=False), "houses.osm", "holds no streets"),
        (b"<osm><way", "broken.osm", "damaged"),
        (b"\x1f\x8b nothing", "broken.osm.gz", "damaged"),
    ],
)
def test_a_file_that_is_no_map_is_refused_in_words(
    cast: Cast, content: bytes, name: str, says: str
) -> None:
    row = maps.upload(cast.worker, [content], name=name, now=NOW)
    run_one(NOW)
    row.refresh_from_db()
    assert row.state == MapState.FAILED
    assert says in map_failure(row.failure)
    assert not row.is_current


def test_other_kinds_and_too_large_files_are_refused_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="Only street maps"):
        maps.upload(cast.worker, [b"%PDF"], name="plan.pdf", now=NOW)
    monkeypatch.setattr("tongzhou.closures.files.MOST_BYTES", 10)
    with pytest.raises(Refusal, match="larger"):
        maps.upload(cast.worker, [osm()], name="lane.osm", now=NOW)
    assert not StreetMap.objects.exists()


def test_a_sure_name_links_a_building_by_itself(cast: Cast, streets: StreetMap) -> None:
    link = BuildingOnMap.objects.get()
    assert (link.building.name, link.osm_id, link.is_automatic) == ("3号楼", "way/101", True)
    assert queries.households_on_map(cast.worker, streets) == {"way/101": 3}


def test_a_building_is_linked_by_hand_and_unlinked(cast: Cast, streets: StreetMap) -> None:
    building = cast.wang.building
    links.link(cast.worker, streets.pk, building_id=building.pk, osm_id="way/104", now=NOW)
    assert BuildingOnMap.objects.get().osm_id == "way/104"
    links.link(cast.worker, streets.pk, building_id=building.pk, osm_id="", now=NOW)
    assert not BuildingOnMap.objects.exists()


def test_nobody_links_the_building_of_another_committee(cast: Cast, streets: StreetMap) -> None:
    far = Building.objects.get(compound=cast.locust_garden)
    with pytest.raises(Http404):
        links.link(cast.worker, streets.pk, building_id=far.pk, osm_id="way/104", now=NOW)


@pytest.mark.parametrize("who", ["medic", "desk", "director", "volunteer", "admin"])
def test_nobody_but_staff_sees_maps(cast: Cast, streets: StreetMap, who: str) -> None:
    acting = cast.everyone()[who]
    for rows in (access.maps(acting), access.links(acting), access.plans(acting)):
        assert not rows.exists()
    with pytest.raises(Refusal):
        maps.make_current(acting, streets.pk, now=NOW)


def test_a_second_map_takes_over_when_asked(cast: Cast, streets: StreetMap, tmp_path: Path) -> None:
    path = tmp_path / "newer.osm"
    path.write_bytes(osm() + b"\n")
    newer = maps.import_file(Acting.system(), path, now=NOW)
    assert not newer.is_current
    maps.make_current(cast.officer, newer.pk, now=NOW)
    assert queries.current(cast.worker) == newer
