"""Puts the camera's decoder (zxing-wasm, reader only) where the field app's files lie.

It comes from npm by the hash in package-lock.json. Where it cannot be had, the field app works
without it: it says so, and short codes are typed. So this never stops `make run`.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL = ROOT / "tongzhou" / "field" / "static" / "field" / "vendor"
PACKAGE = Path("node_modules") / "zxing-wasm"
FILES = {
    "zxing_reader.js": "dist/iife/reader/index.js",
    "zxing_reader.wasm": "dist/reader/zxing_reader.wasm",
    "LICENSE.txt": "LICENSE",
}
LOCK = ("package.json", "package-lock.json", ".npmrc")
PATIENCE = 40  # seconds


def wanted() -> str:
    """The version in the lock file."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    return str(lock["packages"][PACKAGE.as_posix()]["version"])


def version_in(folder: Path) -> str | None:
    """The version installed in a folder, if it is."""
    described = folder / PACKAGE / "package.json"
    return json.loads(described.read_text("utf-8"))["version"] if described.exists() else None


def copy_from(folder: Path) -> None:
    """Copies the files of the reader, and nothing else of the package."""
    GOAL.mkdir(parents=True, exist_ok=True)
    for name, source in FILES.items():
        shutil.copyfile(folder / PACKAGE / source, GOAL / name)


def install_into(folder: Path) -> bool:
    """Installs what the pages need into a folder of its own: the tools of `make check` stay."""
    for name in LOCK:
        shutil.copyfile(ROOT / name, folder / name)
    npm = [sys.executable, str(ROOT / "scripts" / "node.py"), "npm", "ci", "--omit=dev"]
    quiet = ["--ignore-scripts", "--silent", "--fetch-retries=1", "--fetch-timeout=15000"]
    try:
        done = subprocess.run([*npm, *quiet], cwd=folder, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> int:
    """Always 0: the app lives without its camera."""
    if version_in(ROOT) == wanted():
        copy_from(ROOT)
        return 0
    with tempfile.TemporaryDirectory(prefix="tongzhou-reader-") as name:
        folder = Path(name)
        if install_into(folder):
            copy_from(folder)
            return 0
    print("The camera's decoder could not be fetched: at the gates, codes are typed by hand.")
    print("`make reader` tries again.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
