"""What was erased is in no byte of the files any more."""

import os
import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT
from tongzhou.privacy.retention import all_erasers

NAME, PHONE = "金丝雀无人此名", "13977788899"


def files_after(data: Path, *words: str) -> dict[str, bytes]:
    """Everything in the data directory after the story of `erased_on_disk` was told in it."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.privacy.erased_on_disk", NAME, PHONE, *words],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"TONGZHOU_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return {path.name: path.read_bytes() for path in data.rglob("*") if path.is_file()}


def test_the_name_of_who_left_is_in_no_file(tmp_path: Path) -> None:
    words = ["resident"] if "registry.residents" in {e.name for e in all_erasers()} else []
    kept = files_after(tmp_path / "kept", *words, "keep")
    assert [name for name, content in kept.items() if NAME.encode() in content]

    erased = files_after(tmp_path / "erased", *words)
    assert "tongzhou.sqlite3" in erased
    assert not [name for name, content in erased.items() if NAME.encode() in content]
    assert not [name for name, content in erased.items() if b"canary" in content]
