"""Databases with all their tables, as migrations leave them: made once a run, then copied."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tests.made_once import made_once, run_apart

MIGRATE = "import django; django.setup(); from tongzhou.cli.migrations import migrate; migrate()"
FILES = {"default": "tongzhou.sqlite3", "keys": "keys.sqlite3"}


def tables() -> Path:
    """Both databases as `migrate` leaves them in an empty folder."""
    return made_once("tables", _migrate)


def new_data(data: Path) -> None:
    """Make this a data folder with all tables; its secret comes with the first command."""
    data.mkdir(parents=True)
    for name in FILES.values():
        shutil.copy(tables() / name, data)


@contextmanager
def in_memory() -> Iterator[None]:
    """SQLite only: put the tables where Django looks for its test databases in memory."""
    from django.db import connections

    with ExitStack() as held:
        for alias, name in FILES.items():
            connection = connections[alias]
            if connection.vendor != "sqlite":
                continue
            # Held open until the tests are done: what nobody is connected to is forgotten.
            place = f"file:tests_{alias}?mode=memory&cache=shared"
            memory = sqlite3.connect(place, uri=True)
            held.enter_context(closing(memory))
            with closing(sqlite3.connect(tables() / name)) as file:
                file.backup(memory)
            connection.settings_dict["TEST"] |= {"NAME": place, "MIGRATE": False}
        yield


def _migrate(folder: Path) -> None:
    told = run_apart(folder, "-c", MIGRATE)
    assert told.returncode == 0, told.stderr
    for name in FILES.values():
        with closing(sqlite3.connect(folder / name)) as file:
            file.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
