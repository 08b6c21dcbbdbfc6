"""A data folder made of a backup. It is made beside its place and put there once it is whole.

Needs no settings: the folder it makes is looked over by a program of its own (`look_over`), which
knows nothing of the installation that restores.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tongzhou.core import clock, copies
from tongzhou.core.errors import Refusal

Look = Callable[[Path, datetime], Mapping[str, Any]]
SECRET = "master.secret"  # noqa: S105  (its name)
KEPT_ASIDE = ("backups", "tls")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is restored from what."""

    rows: Path
    to: Path
    keys: Path | None = None
    key_file: Path | None = None
    secret: Path | None = None
    force: bool = False


def restore(wanted: Wanted, look: Look) -> Mapping[str, Any]:
    """Make the folder, look it over, put it in place; nothing is there when anything fails."""
    _check_place(wanted)
    aside = wanted.to.with_name(f".{wanted.to.name}-restoring-{os.getpid()}")
    try:
        aside.mkdir(mode=0o700, parents=True)
        taken_at = _unpack(wanted, aside)
        _bring_keys(wanted, aside)
        _bring_secret(wanted, aside)
        found = look(aside, taken_at)
        before = _put_in_place(wanted.to, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return {"taken_at": taken_at.isoformat(), "before": str(before or ""), **found}


def look_over(folder: Path, taken_at: datetime) -> Mapping[str, Any]:
    """Have the new folder brought up to date, erased again and checked, in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if not k.endswith("DATABASE_URL")}
    environment |= {"TONGZHOU_DATA": str(folder), "TONGZHOU_MASTER_SECRET": ""}
    command = [sys.executable, "-m", "tongzhou", "look-over", taken_at.isoformat()]
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it could not be looked over"]
        raise Refusal(f"Not restored: {said[-1]}")
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def _check_place(wanted: Wanted) -> None:
    if not wanted.rows.is_file():
        raise Refusal(f"{wanted.rows} is not there.")
    if not wanted.rows.name.startswith(copies.ROWS):
        raise Refusal(f"{wanted.rows.name} is no backup: its name begins with {copies.ROWS}")
    if not wanted.force and _holds_something(wanted.to):
        raise Refusal(f"{wanted.to} is not empty. Stop the server and say --force to replace it.")


def _holds_something(folder: Path) -> bool:
    """A secret alone is what somebody put there to be used."""
    found = [p.name for p in folder.iterdir()] if folder.is_dir() else []
    return any(name != SECRET for name in found) or folder.is_file()


def _unpack(wanted: Wanted, aside: Path) -> datetime:
    """The rows and files; returns when the backup was taken."""
    whole = aside / "rows.tar"
    copies.opened(wanted.rows, whole, wanted.key_file)
    try:
        with tarfile.open(whole) as tar:
            tar.extractall(aside, filter="data")
        said = json.loads((aside / copies.MANIFEST).read_text())
        taken_at = datetime.fromisoformat(said["taken_at"])
    except (tarfile.TarError, OSError, ValueError, KeyError):
        raise Refusal(f"{wanted.rows.name} is damaged. Take another backup.") from None
    if said["format"] != copies.FORMAT:
        raise Refusal("This backup was made by a newer version. Install that version first.")
    if said["engine"] != "sqlite":
        raise Refusal(
            "This backup is of a PostgreSQL database. Load tongzhou.pgdump from it with pg_restore, "
            "keys.pgdump likewise, then run: tongzhou look-over " + said["taken_at"]
        )
    for path in (whole, aside / copies.MANIFEST):
        path.unlink()
    return taken_at


def _bring_keys(wanted: Wanted, aside: Path) -> None:
    """The newest keys there are: whoever was erased since has none in them."""
    live = wanted.to / "keys.sqlite3"
    if wanted.keys is None and wanted.secret is None and live.is_file():
        for end in ("", "-wal"):
            if (part := live.with_name(live.name + end)).exists():
                shutil.copyfile(part, aside / part.name)
        return
    found = wanted.keys or _newest_keys(wanted.rows)
    if copies.stamp_of(found) < copies.stamp_of(wanted.rows):
        raise Refusal(f"{found.name} is older than the rows. Use the newest copy of the keys.")
    copies.opened(found, aside / "keys.sqlite3", wanted.key_file)


def _newest_keys(rows: Path) -> Path:
    found = [p for p in copies.all_in(rows.parent) if p.name.startswith(copies.KEYS)]
    if not found:
        raise Refusal("There is no copy of the keys beside. Say where the newest is: --keys FILE")
    return found[-1]


def _bring_secret(wanted: Wanted, aside: Path) -> None:
    """The secret that unwraps the keys is in no backup."""
    given = os.environ.get("TONGZHOU_MASTER_SECRET", "")
    for source in (wanted.secret, wanted.to / SECRET):
        if not given and source and source.is_file():
            given = source.read_text()
    if not given.strip():
        raise Refusal("The secret is in no backup. Say where it is: --secret FILE (master.secret)")
    descriptor = os.open(aside / SECRET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(given.strip())


def _put_in_place(to: Path, aside: Path) -> Path | None:
    """Two renames; what was there stays beside, under another name."""
    before = None
    if _holds_something(to):
        before = to.with_name(f"{to.name}.before-{copies.stamp(clock.now())}")
        to.rename(before)
        for name in KEPT_ASIDE:
            if (before / name).exists():
                (before / name).rename(aside / name)
    elif to.exists():
        shutil.rmtree(to)
    aside.rename(to)
    return before
