"""Runs every check of `make check`, two at a time, and says which failed.

`python scripts/check_all.py [NAME...]` runs only those named.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
PYTHON = sys.executable
SETTINGS = "--settings=tongzhou.config.settings"

# The slowest first, so that the others run beside it.
CHECKS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy")],
    "house rules": [PYTHON, "-m", "pytest", "-q", "-n", "0", "tests/house"],
    "scripts": [PYTHON, "scripts/node.py", "npm", "run", "--silent", "check"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run", SETTINGS],
    "django": [PYTHON, "-m", "django", "check", "--fail-level", "WARNING", SETTINGS],
    "imports": [str(BIN / "lint-imports"), "--no-cache"],
    "translations": [PYTHON, "scripts/check_translations.py"],
    "lint": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
}


def run(name: str) -> subprocess.CompletedProcess[str]:
    """One check, its output kept; it sees an empty data directory."""
    with tempfile.TemporaryDirectory(prefix="tongzhou-check-") as data:
        return subprocess.run(
            CHECKS[name],
            env=os.environ | {"TONGZHOU_DATA": data},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def main(names: list[str]) -> int:
    """Exit code 0 when all checks pass, 1 when one fails."""
    chosen = names or list(CHECKS)
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, done in zip(chosen, pool.map(run, chosen), strict=True):
            print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
            if done.returncode:
                failed += 1
                print(done.stdout, flush=True)
    print(f"checks: {len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
