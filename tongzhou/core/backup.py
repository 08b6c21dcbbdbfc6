"""Copies of the rows and, apart from them, of the personal keys, taken while people work.

A copy is made beside its place, read back, and only then given its name: a file with the name of
a backup is a whole one. The keys never lie in the same file as the rows, so that a destroyed key
makes what it sealed unreadable in every copy of the rows.

A room that must know what is safe has a module `safe`::

    def mark() -> Any                          before a copy: what it will hold for certain
    def passed(marked, *, now) -> None         after it: that is safe now
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from tongzhou.core import audit, copies, rooms
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry

KEPT = timedelta(days=7)
NAMES = {"default": "tongzhou", "keys": "keys"}
TAKEN = "core.backup.taken"


@dataclass(frozen=True, slots=True)
class Program:
    """Who acts when a program does, as the audit log names it."""

    user_id: None = None
    role: str = "system"
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Where the two copies are, and how many old files were removed."""

    rows: Path
    keys: Path
    is_sealed: bool
    removed: int


def take(to: Path, *, now: datetime, recipient: str = "") -> Taken:
    """Copy rows, files and keys into a folder; sealed to an age recipient where one is given."""
    for folder in (to, to / "keys"):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    marks = [(room, room.mark()) for room in rooms.with_module("safe")]
    with _workplace(to) as place:
        rows, keys = _rows(place, now), _copied("keys", place)
        at = copies.stamp(now)
        rows = _put(rows, to / f"{copies.ROWS}{at}.tar", recipient)
        keys = _put(keys, to / "keys" / f"{copies.KEYS}{at}{keys.suffix}", recipient)
    with transaction.atomic():
        audit.record(TAKEN, actor=Program(), now=now, bytes=rows.stat().st_size)
    for room, marked in marks:
        room.passed(marked, now=now)
    return Taken(rows, keys, bool(recipient), _remove_old(to, now))


def newest() -> datetime | None:
    """When the last whole backup was taken."""
    rows = AuditEntry.objects.filter(key=TAKEN).order_by("-seq")
    return rows.values_list("at", flat=True).first()


@contextmanager
def _workplace(to: Path) -> Iterator[Path]:
    """A folder on the same disk that is gone afterwards; what a killed backup left goes too."""
    for left in to.glob(".taking-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".taking-", dir=to) as place:
        yield Path(place)


def _rows(place: Path, now: datetime) -> Path:
    """The rows, the files people handed in, and what this is."""
    database = _copied("default", place)
    engine = connections["default"].vendor
    said = {"format": copies.FORMAT, "taken_at": now.isoformat(), "engine": engine}
    (place / copies.MANIFEST).write_text(json.dumps(said))
    whole = place / "rows.tar"
    with tarfile.open(whole, "w") as tar:
        tar.add(place / copies.MANIFEST, copies.MANIFEST)
        tar.add(database, database.name)
        _add_files(tar, Path(settings.DATA))
    database.unlink()
    return whole


def _add_files(tar: tarfile.TarFile, data: Path) -> None:
    """Sealed photographs and papers; one that is erased meanwhile is not missed."""
    for path in sorted((data / "files").rglob("*")):
        if path.is_file():
            try:
                tar.add(path, str(path.relative_to(data)))
            except FileNotFoundError:
                continue


def _copied(alias: str, place: Path) -> Path:
    connection = connections[alias]
    if connection.vendor == "sqlite":
        return _sqlite(alias, place / f"{NAMES[alias]}.sqlite3")
    return _postgresql(connection.settings_dict, place / f"{NAMES[alias]}.pgdump")


def _sqlite(alias: str, copy: Path) -> Path:
    """In one go: the stepped way begins anew with every write of another."""
    import sqlite3

    with connections[alias].cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    with closing(sqlite3.connect(copy)) as database:
        [[found]] = database.execute("PRAGMA integrity_check").fetchall()
    if found != "ok":
        raise Refusal("The copy cannot be read back. Look at the disk, and take it again.")
    return copy


def _postgresql(database: Mapping[str, Any], copy: Path) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise Refusal("pg_dump is not on this machine. Install PostgreSQL's client programs.")
    where = {
        "PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
    }  # fmt: skip
    environment = os.environ | {name: value for name, value in where.items() if value}
    wanted = [program, "--format=custom", f"--file={copy}", f"--dbname={database['NAME']}"]
    done = subprocess.run(  # noqa: S603
        wanted, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refusal(f"pg_dump says: {done.stderr.strip()[-300:]}")
    return copy


def _put(made: Path, place: Path, recipient: str) -> Path:
    """Seal it if that is wanted, and give it its name once it is on the disk."""
    if recipient:
        made = copies.sealed(made, recipient)
        place = place.with_name(place.name + copies.SEALED)
    made.chmod(0o600)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return place


def _remove_old(to: Path, now: datetime) -> int:
    """Who was erased a week ago shall be in no copy any more."""
    before = copies.stamp(now - KEPT)
    old = [path for path in copies.all_in(to) if copies.stamp_of(path) < before]
    for path in old:
        path.unlink()
    return len(old)
