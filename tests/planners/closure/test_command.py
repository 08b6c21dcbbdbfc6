"""`tongzhou plan closure` and `plan check closure`: one JSON object, and the right exit code."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SQUARE = [[114.298, 30.598], [114.304, 30.598], [114.304, 30.604], [114.298, 30.604]]
LINES = [
    ("primary", [[114.299, 30.597], [114.299, 30.600], [114.299, 30.605]]),
    ("primary", [[114.303, 30.597], [114.303, 30.600], [114.303, 30.605]]),
    ("residential", [[114.299, 30.600], [114.303, 30.600]]),
]
HOUSE = [[114.3010, 30.6001], [114.3012, 30.6001], [114.3012, 30.6003], [114.3010, 30.6003]]


@pytest.fixture
def streets(tmp_path: Path) -> Path:
    features = [
        _feature("LineString", places, highway=kind, osm_id=f"way/{n}")
        for n, (kind, places) in enumerate(LINES, start=1)
    ]
    features.append(_feature("Polygon", [[*HOUSE, HOUSE[0]]], building="yes", osm_id="way/9"))
    path = tmp_path / "streets.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    boundary = {"type": "Polygon", "coordinates": [[*SQUARE, SQUARE[0]]]}
    (tmp_path / "boundary.geojson").write_text(json.dumps(boundary))
    return path


def _feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def tongzhou(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tongzhou", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def planned(streets: Path, *more: object) -> subprocess.CompletedProcess[str]:
    folder = streets.parent
    return tongzhou(
        "plan", "closure", "--streets", streets, "--boundary", folder / "boundary.geojson",
        "--out", folder / "plan.geojson", "--json", *more,
    )  # fmt: skip


def test_a_plan_and_its_proof_pass_the_check(streets: Path) -> None:
    proof = streets.parent / "proof.json"
    made = planned(streets, "--certificate", proof)
    summary = json.loads(made.stdout)

    assert made.returncode == 0, made.stderr
    assert summary["status"] == "optimal"
    assert summary["violations"] == []
    checked = tongzhou(
        "plan", "check", "closure", streets.parent / "plan.geojson", "--streets", streets,
        "--boundary", streets.parent / "boundary.geojson", "--certificate", proof, "--json",
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    assert json.loads(checked.stdout)["ok"] is True


def test_a_plan_credits_the_source_of_its_streets_and_nobody_else(streets: Path) -> None:
    own, told = _credited(streets), json.loads(streets.read_text())
    streets.write_text(json.dumps({**told, "attribution": "Survey of Tong'an"}))

    assert own == ""
    assert _credited(streets) == "Survey of Tong'an"


def _credited(streets: Path) -> str:
    planned(streets)
    plan = json.loads((streets.parent / "plan.geojson").read_text())
    return str(plan["tongzhou"]["attribution"])


def test_a_plan_that_was_touched_is_refused(streets: Path) -> None:
    planned(streets)
    path = streets.parent / "plan.geojson"
    plan = json.loads(path.read_text())
    plan["features"] = [f for f in plan["features"] if f["properties"]["kind"] != "fire_lane"]
    path.write_text(json.dumps(plan))
    checked = tongzhou(
        "plan", "check", "closure", path, "--streets", streets,
        "--boundary", streets.parent / "boundary.geojson", "--json",
    )  # fmt: skip

    assert checked.returncode == 1
    assert json.loads(checked.stdout)["ok"] is False


def test_bad_input_ends_with_a_sentence_that_names_the_file(streets: Path) -> None:
    empty = streets.parent / "empty.geojson"
    empty.write_text('{"type": "FeatureCollection", "features": []}')
    made = tongzhou("plan", "closure", "--streets", empty, "--out", streets.parent / "p", "--json")

    assert made.returncode == 2
    assert made.stdout == ""
    assert "empty.geojson holds no street" in made.stderr


def test_an_area_without_homes_has_no_plan(streets: Path) -> None:
    households = streets.parent / "households.csv"
    households.write_text("osm_id,households\n")
    made = planned(streets, "--households", households)

    assert made.returncode == 1
    assert "No home lies in the area" in made.stderr


def test_profile_and_schema_are_printed() -> None:
    assert "[walking]" in tongzhou("plan", "profile", "closure").stdout
    assert json.loads(tongzhou("plan", "schema", "closure").stdout)["title"] == "Closure plan"
