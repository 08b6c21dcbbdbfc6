"""What is written as an OpenStreetMap file is read back as it was."""

from pathlib import Path

from tongzhou.formats.streets import read
from tongzhou.formats.streets.osm_writer import WrittenWay, write_osm

NODES = {1: (119.51, 38.72), 2: (119.511, 38.72), 3: (119.511, 38.721), 4: (119.51, 38.721)}
ALLEY = {"highway": "service", "name": 'Smith & Sons "old" <alley>', "width": "3.2"}
WAYS = [
    WrittenWay(7, (1, 2, 3, 4, 1), {"building": "house", "addr:housenumber": "3号楼"}),
    WrittenWay(5, (1, 2, 3), ALLEY),
    WrittenWay(6, (3, 4), {"barrier": "wall"}),
]
BOUNDS = (119.5, 38.7, 119.52, 38.73)


def written() -> bytes:
    return write_osm(NODES, {2: {"barrier": "gate"}}, WAYS, BOUNDS)


def test_streets_houses_walls_and_gates_come_back_with_their_words(tmp_path: Path) -> None:
    file = tmp_path / "drawn.osm"
    file.write_bytes(written())

    extract = read(file)

    assert [(way.id, way.nodes, way.tags) for way in extract.ways] == [(5, (1, 2, 3), ALLEY)]
    assert {ref: extract.nodes[ref] for ref in (1, 2, 3)} == {ref: NODES[ref] for ref in (1, 2, 3)}
    assert extract.node_tags[2] == {"barrier": "gate"}
    assert [(b.id, b.tags["addr:housenumber"]) for b in extract.buildings] == [("way/7", "3号楼")]
    assert [line.kind for line in extract.lines] == ["wall"]
    assert extract.bounds == BOUNDS


def test_the_same_drawing_is_the_same_file() -> None:
    assert written() == written()
    assert written() == write_osm(NODES, {2: {"barrier": "gate"}}, WAYS[::-1], BOUNDS)
