"""Database settings from the environment."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tongzhou.config.sqlite import journal_pragmas


def sqlite_database(path: Path) -> dict[str, Any]:
    """One SQLite file: durable commits, writers wait for each other, deleted bytes overwritten."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": journal_pragmas(sqlite3.sqlite_version_info),
        },
    }


def postgresql_database(url: str) -> dict[str, Any]:
    """A PostgreSQL database from `postgres://user:password@host:port/name`, pooled."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must start with postgres://, not {parts.scheme}://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }


def databases(data: Path, url: str, keys_url: str) -> dict[str, dict[str, Any]]:
    """The main database, and the small one that holds nothing but personal keys.

    They are apart so that a backup of the one never contains the other: destroying a key then
    makes what it sealed unreadable in every older backup too.
    """
    return {
        "default": postgresql_database(url) if url else sqlite_database(data / "tongzhou.sqlite3"),
        "keys": postgresql_database(keys_url)
        if keys_url
        else sqlite_database(data / "keys.sqlite3"),
    }


def cache(url: str) -> dict[str, Any]:
    """What is counted for minutes: shared by all processes where there can be several."""
    if url:
        kind = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}
    else:
        kind = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {**kind, "OPTIONS": {"MAX_ENTRIES": 200_000}}
