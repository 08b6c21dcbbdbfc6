"""`tongzhou import roster` and `tongzhou export roster-template`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from tongzhou.cli.migrations import migrate
from tongzhou.cli.output import BAD_INPUT, GOOD, REFUSED, answer, say, stop

if TYPE_CHECKING:
    from tongzhou.formats.people import RosterResult


@click.group("import")
def import_() -> None:
    """Bring data in."""


@click.group()
def export() -> None:
    """Take data out."""


@import_.command("roster")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", help="name of the sheet (the first one)")
@click.option("--dry-run", is_flag=True, help="only say what would happen")
@click.option("--apply-good", is_flag=True, help="apply the good rows although others are wrong")
@click.option("--json", "as_json", is_flag=True)
def import_roster(
    file: Path, sheet: str | None, dry_run: bool, apply_good: bool, as_json: bool
) -> None:
    """Read a roster of residents (XLSX or CSV) into the registry."""
    from tongzhou.core.clock import now
    from tongzhou.core.errors import Refusal
    from tongzhou.registry.acting import Acting
    from tongzhou.registry.actions.roster import import_file

    migrate()
    try:
        report = import_file(
            file, sheet=sheet, dry_run=dry_run, apply_good=apply_good,
            acting=Acting.system(), now=now(), on_progress=_say_progress, on_read=_say_left_out,
        )  # fmt: skip
    except Refusal as refusal:
        stop(str(refusal.sentence), BAD_INPUT if refusal.field == "file" else REFUSED)
    except OSError as error:
        stop(str(error), BAD_INPUT)
    answer(report, as_json=as_json, text=_as_text(report))
    is_refused = report["errors"] and not apply_good
    sys.exit(GOOD if report["rows"] and not is_refused else REFUSED)


@export.command("roster-template")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def export_template(file: Path, lang: Literal["zh", "en"]) -> None:
    """Write an empty workbook with the headings the import understands."""
    from tongzhou.formats.roster_template import write_template

    try:
        with file.open("wb") as stream:
            write_template(stream, lang=lang)
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}.", BAD_INPUT)
    say(f"Written: {file}")


def _say_progress(done: int, total: int) -> None:
    say(f"{done} of {total} rows")


def _say_left_out(result: "RosterResult") -> None:
    if result.others:
        also = ", ".join(result.others)
        say(f"Only the sheet “{result.sheet}” is read (--sheet names another): {also}")
    if result.ignored:
        say(f"Columns nobody knows are left out: {', '.join(result.ignored)}")
    if not result.read:
        say("No row below the headings names anybody.")


def _as_text(report: dict) -> str:
    head = "{rows} rows: {created} new, {updated} changed, {unchanged} unchanged".format(**report)
    return "\n".join([head, *(f"{e['cell']}: {e['reason']}" for e in report["errors"])])


COMMANDS = (import_, export)
