"""A bare program that commits the same rows as the server did, one batch per transaction.

It has nothing to parse, seal, decide or answer: the most that the database gives.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

# What one batch of fifty crossings adds to which table, in an order that foreign keys allow.
BATCH = 50
SIZES = {"field_entry": BATCH, "gates_crossing": BATCH, "core_auditentry": 1}


class SQLite:
    """Python's sqlite3 alone, with the pragmas of the server, on a copy of its file."""

    name, mark = "bare sqlite3", "?"

    def __init__(self, file: Path) -> None:
        import sqlite3  # by now the library that Tongzhou itself uses

        from tongzhou.config.sqlite import journal_pragmas

        self._line = sqlite3.connect(file, isolation_level=None)
        for pragma in journal_pragmas(sqlite3.sqlite_version_info).split(";"):
            self._line.execute(pragma)
        self._line.execute("PRAGMA foreign_keys=ON")

    def commit(self, inserts: Sequence[tuple[str, Sequence[Any]]]) -> None:
        """One transaction."""
        self._line.execute("BEGIN IMMEDIATE")
        for sql, rows in inserts:
            self._line.executemany(sql, rows)
        self._line.execute("COMMIT")


class PostgreSQL:
    """psycopg alone, in the server's database: its rows are taken out first, and put in again."""

    name, mark = "bare psycopg", "%s"

    def __init__(self, tables: Sequence[str], keys: Sequence[Any]) -> None:
        import psycopg

        self._line = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        for table, own in zip(tables, keys, strict=True):
            self._line.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(own)])
        self._line.execute("VACUUM ANALYZE")

    def commit(self, inserts: Sequence[tuple[str, Sequence[Any]]]) -> None:
        """One transaction."""
        with self._line.transaction(), self._line.cursor() as cursor:
            for sql, rows in inserts:
                cursor.executemany(sql, rows)


class Figures(NamedTuple):
    """What the bare program reached: crossings a second, processor time of a batch."""

    name: str
    rate: float
    cpu_ms: float


def measured(copy: Path, batches: int) -> Figures:
    """The bare program with the last so many batches of the server."""
    from django.db import connection

    found = {table: _written_last(table, size * batches) for table, size in SIZES.items()}
    if connection.vendor == "sqlite":
        bare: Any = SQLite(copy / "tongzhou.sqlite3")
    else:
        keys = [[row[0] for row in rows] for _names, rows in found.values()]
        bare = PostgreSQL(list(found), keys)
    inserts = {table: _insert(table, names, bare.mark) for table, (names, _rows) in found.items()}
    start, used = time.perf_counter(), time.process_time()
    for n in range(batches):
        parts = [(t, found[t][1][n * size : (n + 1) * size]) for t, size in SIZES.items()]
        bare.commit([(inserts[table], rows) for table, rows in parts])
    spent, used = time.perf_counter() - start, time.process_time() - used
    return Figures(bare.name, batches * BATCH / spent, used / batches * 1000)


def _written_last(table: str, count: int) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of what came into a table last, in the order in which it came."""
    from django.db import connection

    with connection.cursor() as cursor:
        key = "seq" if table == "core_auditentry" else "id"
        cursor.execute(f"SELECT * FROM {table} ORDER BY {key} DESC LIMIT %s", [count])
        return [column[0] for column in cursor.description], cursor.fetchall()[::-1]


def _insert(table: str, names: Sequence[str], mark: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join([mark] * len(names))})"
