"""`tongzhou backup` and `tongzhou restore`."""

import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from tongzhou.cli.output import REFUSED, answer, say, stop
from tongzhou.core.errors import Refusal

FILE = click.Path(path_type=Path)
PLAIN = (
    "Not sealed: whoever has these files reads names. Make a key with `tongzhou backup --new-key "
    "FILE`, keep the file elsewhere, and set TONGZHOU_BACKUP_KEY to its public key."
)
APART = "The keys are in a file of their own: keep it apart from the rows, and keep master.secret."


@click.command()
@click.option("--to", type=FILE, help="Folder of the copies; else TONGZHOU_BACKUPS.")
@click.option("--key", help="Public key they are sealed to; else TONGZHOU_BACKUP_KEY.")
@click.option("--new-key", type=FILE, help="Only make a key: the secret one goes into this file.")
@click.option("--json", "as_json", is_flag=True)
def backup(to: Path | None, key: str | None, new_key: Path | None, as_json: bool) -> None:
    """Copy the rows and, apart, the keys, while people work; copies of a week ago are removed."""
    try:
        content = _made(new_key) if new_key else _taken(to, key)
    except (Refusal, OSError) as fault:
        stop(str(getattr(fault, "sentence", fault)), REFUSED)
    answer(content, as_json=as_json, text="\n".join(str(each) for each in content.values()))


def _made(path: Path) -> dict[str, Any]:
    from tongzhou.core.copies import new_key

    say(f"{path} opens the backups. Keep it away from this machine; the line below stays here.")
    return {"public_key": new_key(path)}


def _taken(to: Path | None, key: str | None) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings

    from tongzhou.core import backup, clock, copies

    recipient = copies.recipient_of(settings.BACKUP_KEY if key is None else key)
    taken = backup.take(to or settings.BACKUPS, now=clock.now(), recipient=recipient)
    say(APART if taken.is_sealed else f"{PLAIN}\n{APART}")
    return {"rows": str(taken.rows), "keys": str(taken.keys)}


@click.command()
@click.argument("file", type=FILE)
@click.option("--to", type=FILE, help="Data folder to make; else TONGZHOU_DATA.")
@click.option("--key-file", type=FILE, help="The secret key, where the backup is sealed.")
@click.option("--keys", type=FILE, help="Copy of the keys; else the newest in keys/ beside FILE.")
@click.option("--secret", type=FILE, help="master.secret; else TONGZHOU_MASTER_SECRET.")
@click.option("--force", is_flag=True, help="Replace a folder that is not empty.")
@click.option("--json", "as_json", is_flag=True)
def restore(file: Path, to: Path | None, as_json: bool, **given: Any) -> None:
    """Make a data folder of a backup: erased again, checked, and only then put in place."""
    from tongzhou.core.restore import Wanted, look_over
    from tongzhou.core.restore import restore as restored

    place = (to or Path(os.environ.get("TONGZHOU_DATA") or "data")).resolve()
    try:
        found = dict(restored(Wanted(file, place, **given), look_over))
    except (Refusal, OSError) as fault:
        stop(str(getattr(fault, "sentence", fault)), REFUSED)
    answer(found, as_json=as_json, text=f"{place} is restored as of {found['taken_at']}.")
    for sentence in _after(found):
        say(sentence)


def _after(found: Mapping[str, Any]) -> list[str]:
    """What the administrator has to know now."""
    lines = [
        "What was done later is not in it: look over who may sign in, and which passes are lost.",
        "Everybody signs in again. Phones outdoors open a shift anew; then they send what is missing.",
    ]
    if found["before"]:
        lines.append(f"The folder as it was is {found['before']}. Delete it when all is well.")
    return lines


@click.command("look-over", hidden=True)
@click.argument("taken_at")
def look_over_folder(taken_at: str) -> None:
    """Bring restored rows up to date, erase again what was erased since, check everything."""
    import django

    django.setup()
    from tongzhou.cli.restored import faults, settle

    try:
        counts = settle(datetime.fromisoformat(taken_at))
        found = list(faults())
    except Exception as error:
        stop(f"{type(error).__name__}: {error}", REFUSED)
    if found:
        stop("; ".join(found), REFUSED)
    click.echo(json.dumps({"erased": counts}))
    sys.exit(0)


COMMANDS = (backup, restore, look_over_folder)
