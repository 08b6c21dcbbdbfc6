"""An uploaded roster on its way: kept sealed, read, looked at, applied or set aside."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.core.jobs import Progress, enqueue
from tongzhou.formats.containers import MAX_FILE_BYTES
from tongzhou.formats.errors import FormatError
from tongzhou.formats.worker import rows_as_written
from tongzhou.privacy import files
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.households import keeper
from tongzhou.registry.actions.roster import Preview, apply, collector_at_rest, compare
from tongzhou.registry.actions.roster_reading import Heard, read_people
from tongzhou.registry.choices import ImportState
from tongzhou.registry.models import RosterImport
from tongzhou.registry.problem_sheet import own_headings

READ_JOB = "registry.roster.read"
APPLY_JOB = "registry.roster.apply"
MOST_PROBLEMS_KEPT = 5_000
FIRST_ROWS = 20
SHOWN = (
    "row", "committee", "compound", "building", "unit", "room", "name", "sex", "birth_date",
    "relation",
)  # fmt: skip


@transaction.atomic
def upload(acting: Acting, content: bytes, *, name: str, sheet: str, now: datetime) -> RosterImport:
    """Keep a roster sealed and have it read in the background."""
    keeper(acting)
    if len(content) > MAX_FILE_BYTES:
        raise Refusal(_("The file is larger than 50 MB. Split it."), field="file")
    keyring, [key_id] = Keyring.new()
    file = files.keep(
        content, name=name, content_type="application/octet-stream", key_id=key_id,
        keyring=keyring, now=now,
    )  # fmt: skip
    row = RosterImport(
        uploaded_by_id=acting.account_id, uploaded_at=now, committee_id=acting.committee_id,
        file=file, sheet=sheet.strip()[:80], key_id=key_id,
    )  # fmt: skip
    row.save()
    _start(row, READ_JOB, acting, now, is_all=False)
    audit.record("registry.roster.uploaded", actor=acting, now=now, obj=row)
    return row


@transaction.atomic
def start_applying(acting: Acting, pk: int, *, only_good: bool, now: datetime) -> RosterImport:
    """Have what was read written in the background; with problems only if that was asked for."""
    row = _waiting(acting, pk)
    if row.problem_count and not only_good:
        raise Refusal(_("Some rows have problems. Mend the file, or apply the good rows only."))
    if row.file is None:
        raise Refusal(_("The file was erased after a day. Upload it again."))
    row.state = ImportState.APPLYING
    row.save(update_fields=["state"])
    _start(row, APPLY_JOB, acting, now, is_all=not only_good)
    audit.record("registry.roster.accepted", actor=acting, now=now, obj=row, only_good=only_good)
    return row


@transaction.atomic
def set_aside(acting: Acting, pk: int, *, now: datetime) -> RosterImport:
    """Do not apply this file; it is removed at once."""
    row = _waiting(acting, pk)
    row.state, row.finished_at = ImportState.DISCARDED, now
    forget(row)
    row.save()
    audit.record("registry.roster.set_aside", actor=acting, now=now, obj=row)
    return row


def forget(row: RosterImport) -> None:
    """Remove the file and what was found in it; the caller saves the row."""
    file, row.file, row.problems = row.file, None, b""
    row.save(update_fields=["file", "problems"])
    if file is not None:
        files.remove(file)


def _waiting(acting: Acting, pk: int) -> RosterImport:
    row = access.get_or_404(access.roster_imports(acting).select_for_update(of=("self",)), pk=pk)
    if row.state != ImportState.READ:
        raise Refusal(_("This upload was decided on already. Look at its state."))
    return row


def _start(row: RosterImport, kind: str, acting: Acting, now: datetime, *, is_all: bool) -> None:
    payload = {"import": row.pk, "membership": acting.membership_id, "is_all": is_all}
    row.job = enqueue(kind, payload, now=now, by=acting.user_id)
    row.save(update_fields=["job"])


# --- in the background ----------------------------------------------------------------------


def read_upload(payload: Mapping[str, Any], progress: Progress, *, now: datetime) -> dict[str, Any]:
    """Read the file in a child process and say what it would change; nothing is written."""
    row, acting = _of(payload)
    try:
        with collector_at_rest():
            heard = _heard(row, progress, now)
            preview = compare(heard.result, acting)
    except FormatError as error:
        return _failed(row, {"code": error.code, "params": error.params}, now)
    except Refusal as refusal:
        return _failed(row, {"sentence": str(refusal.sentence)}, now)
    return _show(row, preview, heard, now)


def _show(row: RosterImport, preview: Preview, heard: Heard, now: datetime) -> dict[str, Any]:
    """Keep what would change, for whoever decides."""
    _note(row, preview.report(), ImportState.READ, now)
    _keep_findings(row, preview, heard)
    row.save()
    return {"rows": row.rows, "problems": row.problem_count}


def apply_upload(
    payload: Mapping[str, Any], progress: Progress, *, now: datetime
) -> dict[str, Any]:
    """Apply the file in one transaction."""
    row, acting = _of(payload)
    try:
        heard = _heard(row, progress, now)
    except FormatError as error:
        return _failed(row, {"code": error.code, "params": error.params}, now)
    with collector_at_rest():
        report = apply(
            heard.result, dry_run=False, apply_good=not payload["is_all"], acting=acting, now=now,
            on_progress=progress.report,
        )  # fmt: skip
    if payload["is_all"] and report["errors"]:  # the street has changed since the file was read
        return _show(row, compare(heard.result, acting), heard, now)
    _note(row, report, ImportState.APPLIED, now)
    row.save()
    return {"rows": row.rows, "problems": row.problem_count}


def _of(payload: Mapping[str, Any]) -> tuple[RosterImport, Acting]:
    system = Acting.system()
    row = access.roster_imports(system).get(pk=payload["import"])
    member = access.memberships(system).get(pk=payload["membership"])
    return row, Acting.by_membership(member)


def _heard(row: RosterImport, progress: Progress, now: datetime) -> Heard:
    with _file_of(row) as path:
        return read_people(
            path, sheet=row.sheet or None, today=clock.local_date(now), progress=progress.report
        )


@contextmanager
def _file_of(row: RosterImport) -> Iterator[Path]:
    if row.file is None:
        raise Refusal(_("The file was erased after a day. Upload it again."))
    with _unsealed(files.read(row.file)) as path:
        yield path


@contextmanager
def _unsealed(content: bytes) -> Iterator[Path]:
    """The file in clear, for the child process only and only as long as it reads."""
    with tempfile.NamedTemporaryFile(dir=settings.DATA, prefix="roster-") as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def _failed(row: RosterImport, failure: dict[str, Any], now: datetime) -> dict[str, Any]:
    row.state, row.failure, row.finished_at = ImportState.FAILED, failure, now
    row.save()
    return {"failed": True}


def _note(row: RosterImport, report: dict[str, Any], state: str, now: datetime) -> None:
    for name in ("rows", "created", "updated", "unchanged"):
        setattr(row, name, report[name])
    row.problem_count = len(report["errors"])
    row.state = state
    row.finished_at = now if state == ImportState.APPLIED else None


def _keep_findings(row: RosterImport, preview: Preview, heard: Heard) -> None:
    kept = preview.problems[:MOST_PROBLEMS_KEPT]
    problems = [
        {
            "cell": p.cell, "row": p.row, "column": p.column, "value": p.value,
            "code": p.reason_code, "params": p.params, "field": p.field,
        }
        for p in kept
    ]  # fmt: skip
    ours = own_headings()
    findings = {
        "problems": problems,
        "written": _written(row, preview, {problem.row for problem in kept}),
        "first": _first_good(preview),
        "moved": preview.report()["moved"],
        "ignored": [name for name in heard.result.ignored if name not in ours],
        "sheet": heard.result.sheet,
        "others": heard.result.others,
        "passed_over": heard.passed_over,
    }
    text = json.dumps(findings, ensure_ascii=False, default=str)
    Keyring.of([row.key_id]).seal(row, "problems", text)


def _first_good(preview: Preview) -> list[dict[str, Any]]:
    bad = {problem.row for problem in preview.problems}
    good = (one for one in preview.result.rows if one.row not in bad)
    return [{name: getattr(one, name) for name in SHOWN} for one in islice(good, FIRST_ROWS)]


def _written(row: RosterImport, preview: Preview, numbers: set[int]) -> dict[str, Any]:
    """The rows with problems as they stand in the file, to be mended in a file of their own."""
    if not numbers:
        return {}
    with _file_of(row) as path:
        return asdict(rows_as_written(path, sheet=preview.result.sheet, numbers=numbers))
