"""The map of the invented street looks like an old quarter and fits its register."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import shapely
from click.testing import CliRunner

from tongzhou.cli import main
from tongzhou.demo.barriers import WANTED
from tongzhou.demo.district import District
from tongzhou.demo.story import district_of, street_of
from tongzhou.demo.street import Street
from tongzhou.formats.streets import Extract, read

LAST = date(2020, 2, 16)


@pytest.fixture(scope="module")
def street() -> Street:
    return street_of(residents=8000, seed=1, until=LAST)


@pytest.fixture(scope="module")
def district(street: Street) -> District:
    return district_of(street, seed=1)


@pytest.fixture(scope="module")
def extract(district: District, tmp_path_factory: pytest.TempPathFactory) -> Extract:
    file = tmp_path_factory.mktemp("district") / "district.osm"
    file.write_bytes(district.osm)
    return read(file)


def test_every_building_of_the_register_is_on_it_and_none_twice(
    street: Street, district: District, extract: Extract
) -> None:
    known = {(home.compound, home.door.building) for home in street.households}
    on_map = {b.id: b.tags.get("addr:housenumber") for b in extract.buildings}

    assert set(district.houses) == known
    assert len(set(district.houses.values())) == len(known)
    assert all(on_map[osm_id] == name for (_, name), osm_id in district.houses.items())


def test_no_mapper_is_credited_for_ground_that_is_invented(extract: Extract) -> None:
    assert extract.attribution == ""


def test_forty_compounds_on_a_square_kilometre_and_a_half(
    district: District, extract: Extract
) -> None:
    ground = shapely.unary_union([shapely.Polygon(ring) for ring in district.quarters.values()])
    square_km = ground.area * 111.32**2 * 0.78

    assert len([area for area in extract.areas if area.kind == "residential"]) == 40
    assert 1.2 < square_km < 1.8


def test_houses_neither_overlap_nor_stand_in_a_street(extract: Extract) -> None:
    houses = [building.footprint for building in extract.buildings]
    tree = shapely.STRtree(houses)
    one, other = tree.query(houses, predicate="intersects")
    streets = [
        shapely.LineString([extract.nodes[ref] for ref in way.nodes])
        for way in extract.ways
        if way.tags.get("layer") != "-1"
    ]

    assert not (one != other).any()
    assert not len(tree.query(streets, predicate="intersects")[0])


def test_it_is_as_bad_as_a_real_map(extract: Extract) -> None:
    kinds = {way.tags["highway"] for way in extract.ways}
    narrow = [way for way in extract.ways if way.tags["highway"] in ("service", "footway")]
    measured = [way for way in narrow if "width" in way.tags]

    assert {"primary", "secondary", "residential", "service", "footway", "steps"} <= kinds
    assert 0.5 < len(measured) / len(narrow) < 0.8
    assert [way for way in extract.ways if way.tags.get("layer") == "-1"]
    assert any("emergency" in tags for tags in extract.node_tags.values())
    assert len(set(parts(extract))) == 2, "all streets hang together but those of one yard"


def parts(extract: Extract) -> Iterator[int]:
    """For each way the part of the map it belongs to."""
    leads: dict[int, int] = {}

    def root(ref: int) -> int:
        while leads.setdefault(ref, ref) != ref:
            ref = leads[ref]
        return ref

    for way in extract.ways:
        for ref in way.nodes:
            leads[root(ref)] = root(way.nodes[0])
    return (root(way.nodes[0]) for way in extract.ways)


def test_the_same_seed_is_the_same_map(street: Street, district: District) -> None:
    assert district_of(street, seed=1).osm == district.osm
    assert district_of(street, seed=2).osm != district.osm


def test_a_person_gets_the_file_by_a_command(tmp_path: Path) -> None:
    file = tmp_path / "mine.osm"

    made = CliRunner().invoke(main, ["demo", "--district", str(file)])

    assert made.exit_code == 0, made.output
    assert len(read(file).buildings) > 1000


def test_the_command_says_what_to_do_with_another_name(tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["demo", "--district", str(tmp_path / "mine.pdf")])

    assert made.exit_code == 2
    assert ".osm" in made.output


@pytest.mark.parametrize("residents", [1000, 60_000])
def test_a_smaller_or_much_larger_street_has_a_map_too(residents: int) -> None:
    street = street_of(residents=residents, seed=3, until=LAST)
    district = district_of(street, seed=3)
    known = {(home.compound, home.door.building) for home in street.households}

    assert known >= set(district.houses)
    assert len({compound for compound, _ in district.houses}) == 40
    assert all(len(district.mouths[key]) >= wanted for key, wanted in WANTED.items())


def test_compounds_have_their_two_entrances_on_their_own_ground(
    street: Street, district: District
) -> None:
    assert set(district.entrances) == {compound.key for compound in street.compounds}
    for compound in street.compounds:
        ground = shapely.Polygon(district.quarters[compound.committee])
        places = [shapely.Point(place) for place in district.entrances[compound.key]]
        assert len(places) == 2
        assert all(ground.contains(place) for place in places), compound.name
