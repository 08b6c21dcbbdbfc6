"""`tongzhou plan roster`, `check` and `schema`: one JSON object, and the right exit code."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.planners.roster.lane import lane


def tongzhou(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tongzhou", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def written(folder: Path, **more: Any) -> Path:
    path = folder / "problem.json"
    path.write_text(json.dumps(lane() | more))
    return path


def test_a_roster_passes_the_check_until_it_is_touched(tmp_path: Path) -> None:
    given, out = written(tmp_path), tmp_path / "roster.json"
    made = tongzhou("plan", "roster", given, "--out", out, "--json")
    summary = json.loads(made.stdout)

    assert made.returncode == 0, made.stderr
    assert summary["status"] == "optimal"
    assert summary["gap"] <= 1e-6
    assert summary["terms"]["unfilled"]["count"] == summary["unfilled"]
    checked = tongzhou("plan", "check", "roster", given, out, "--json")
    assert checked.returncode == 0, checked.stdout
    assert json.loads(checked.stdout)["objective"] == summary["objective"]

    content = json.loads(out.read_text())
    content["assignments"].append(content["assignments"][0] | {"post": "south"})
    out.write_text(json.dumps(content))
    refused = tongzhou("plan", "check", "roster", given, out, "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["violations"]


def test_a_wrong_file_ends_with_a_sentence_and_two(tmp_path: Path) -> None:
    given = written(tmp_path, days=0)
    refused = tongzhou("plan", "roster", given, "--out", tmp_path / "roster.json")

    assert refused.returncode == 2
    assert "problem.json /days: 0 is no whole number from 1." in refused.stderr


def test_the_schema_is_printed() -> None:
    printed = tongzhou("plan", "schema", "roster")

    assert set(json.loads(printed.stdout)["$defs"]) >= {"problem", "roster", "changes"}
