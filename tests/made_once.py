"""What takes long to make is made by the first process of a run that needs it, for all of them.

Whoever asks gets a folder to look at and to copy from, never one to write into.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.house.sources import ROOT


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, filled by `make` in whichever process comes first."""
    folder = Path(os.environ["TONGZHOU_TEST_RUN"]) / name
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = folder.with_name(f"{name}.half")
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir()
            make(half)
            half.rename(folder)
    return folder


def run_apart(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own, on SQLite files in a data folder of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.endswith("DATABASE_URL")}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment
        | {"TONGZHOU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "tongzhou.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
