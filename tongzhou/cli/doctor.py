"""`tongzhou doctor`: is this installation sound?"""

import stat
import sys
from collections.abc import Iterator
from datetime import timedelta

import click

from tongzhou.cli.output import GOOD, REFUSED, answer

Finding = dict[str, str | bool]
OLD = timedelta(days=2)


@click.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    """Look at versions, files and settings; say what to mend."""
    findings = list(_findings())
    is_well = all(f["ok"] for f in findings)
    lines = [f"{'ok  ' if f['ok'] else 'MEND'} {f['what']}: {f['found']}" for f in findings]
    answer({"ok": is_well, "findings": findings}, as_json=as_json, text="\n".join(lines))
    sys.exit(GOOD if is_well else REFUSED)


def _findings() -> Iterator[Finding]:
    # Imported here: the settings put a fixed SQLite in the place of Python's own.
    import sqlite3

    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from tongzhou.config.sqlite import is_wal_safe

    yield _finding("database", connection.vendor, True)
    if connection.vendor == "sqlite":
        safe = is_wal_safe(sqlite3.sqlite_version_info)
        yield _finding("SQLite version", sqlite3.sqlite_version, safe)
    secret = settings.DATA / "master.secret"
    if secret.exists():
        mode = stat.S_IMODE(secret.stat().st_mode)
        yield _finding("master.secret mode", oct(mode), mode == 0o600)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield _finding("migrations waiting", str(len(waiting)), not waiting)
    if not waiting:
        yield _last_backup()


def _last_backup() -> Finding:
    """None is well only as long as there is hardly anything to lose."""
    from tongzhou.core import backup, clock
    from tongzhou.core.models import AuditEntry

    last, now = backup.newest(), clock.now()
    first = AuditEntry.objects.order_by("seq").values_list("at", flat=True).first()
    since = last or first or now
    return _finding("last backup", f"{last:%F %R}" if last else "none", now - since < OLD)


def _finding(what: str, found: str, ok: bool) -> Finding:
    return {"what": what, "found": found, "ok": ok}


COMMANDS = (doctor,)
