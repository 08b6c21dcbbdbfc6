"""Importing a roster: read in a child process, compared, applied in one transaction."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from os import PathLike
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.formats.errors import FormatError
from tongzhou.formats.people import RosterResult, RosterRow
from tongzhou.formats.reasons import Problem
from tongzhou.privacy import blind
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.bulk import refresh_statistics
from tongzhou.registry.actions.roster_matching import Entry, Matching, match
from tongzhou.registry.actions.roster_reading import read_people
from tongzhou.registry.actions.roster_writing import RosterWriter
from tongzhou.registry.models import Committee
from tongzhou.registry.queries.roster import (
    DoorKey,
    Doors,
    committees_by_key,
    door_key,
    ids_elsewhere,
    known_residents,
    unit_name_key,
)
from tongzhou.registry.sentences import cell_sentence, file_sentence

Progress = Callable[[int, int], None]
Report = dict[str, Any]
Heard = Callable[[RosterResult], None]


def import_file(
    path: str | PathLike[str],
    *,
    sheet: str | None,
    dry_run: bool,
    apply_good: bool,
    acting: Acting,
    now: datetime,
    on_progress: Progress | None = None,
    on_read: Heard | None = None,
) -> Report:
    """Bring a roster (XLSX or CSV) into the registry.

    Returns {"rows", "created", "updated", "unchanged", "moved", "errors": [{"sheet", "cell",
    "row", "column", "value", "reason"}]}; `moved` counts those of `updated` who live elsewhere
    now. With errors nothing is written unless `apply_good`. `on_read` hears what the file held.
    Raises Refusal for a file that cannot be read.
    """
    with collector_at_rest():
        result = read(path, sheet=sheet, now=now, on_progress=on_progress)
        if on_read:
            on_read(result)
        return apply(
            result, dry_run=dry_run, apply_good=apply_good, acting=acting, now=now,
            on_progress=on_progress,
        )  # fmt: skip


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """A hundred thousand live rows make no garbage cycles; looking for some costs a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read(
    path: str | PathLike[str],
    *,
    sheet: str | None,
    now: datetime,
    on_progress: Progress | None = None,
) -> RosterResult:
    """Read a roster in a child process; a file that cannot be read is refused with a sentence."""
    try:
        today = clock.local_date(now)
        return read_people(path, sheet=sheet or None, today=today, progress=on_progress).result
    except FormatError as error:
        raise Refusal(file_sentence(error.code, error.params), field="file") from error


@transaction.atomic
def apply(
    result: RosterResult,
    *,
    dry_run: bool,
    apply_good: bool,
    acting: Acting,
    now: datetime,
    on_progress: Progress | None = None,
) -> Report:
    """Compare what was read with what is stored and, unless told otherwise, write it."""
    preview = compare(result, acting)
    is_written = not dry_run and (apply_good or not preview.problems)
    if is_written:
        total = len(result.rows)
        RosterWriter(acting, preview.committees, preview.doors).write(
            preview.matching,
            told=lambda done: on_progress(done, total) if on_progress else None,
        )
        refresh_statistics()
        report = preview.report()
        counts = {key: value for key, value in report.items() if key != "errors"}
        problems = len(preview.problems)
        audit.record("registry.roster.imported", actor=acting, now=now, problems=problems, **counts)
        return report
    return preview.report(is_counted=dry_run)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    result: RosterResult
    committees: dict[str, Committee]
    doors: Doors
    matching: Matching
    problems: Sequence[Problem]

    def report(self, *, is_counted: bool = True) -> Report:
        """The report of contracts; without `is_counted` nothing was or will be written."""
        found = self.matching
        same = found.unchanged + len(self.result.repeated)
        moved = sum(change.is_move for change in found.changed)
        counts = {
            "created": len(found.created),
            "updated": len(found.changed),
            "unchanged": same,
            "moved": moved,
        }
        return {
            "rows": self.result.read,
            **(counts if is_counted else dict.fromkeys(counts, 0)),
            "errors": [error_line(problem) for problem in self.problems],
        }


def error_line(problem: Problem) -> dict[str, Any]:
    """A problem as the report has it, its reason in the reader's language."""
    return {
        "sheet": problem.sheet,
        "cell": problem.cell,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "reason": cell_sentence(problem.reason_code, problem.params),
    }


def compare(result: RosterResult, acting: Acting) -> Preview:
    """Match the rows of a roster with the registry; nothing is written."""
    if not acting.is_staff:
        raise Refusal(_("Rosters are imported by the staff of a committee or the street office."))
    committees = committees_by_key(acting)
    if not committees and acting.is_whole_street:
        committees = _first_committees(result.rows)
    problems = list(_wrong_committees(result, committees, acting))
    doors = Doors(acting)
    entries = list(_entries(result, committees, doors, {p.row for p in problems}))
    known = known_residents(acting)
    if not acting.is_whole_street:
        elsewhere = list(
            _registered_elsewhere(result, entries, {k.id_index for k in known}, acting)
        )
        rows = {p.row for p in elsewhere}
        entries = [entry for entry in entries if entry.row.row not in rows]
        problems += elsewhere
    matching = match(entries, known, acting)
    ordered = sorted([*result.problems, *problems], key=lambda p: (p.row, p.cell))
    return Preview(result, committees, doors, matching, ordered)


def _first_committees(rows: Sequence[RosterRow]) -> dict[str, Committee]:
    """Unsaved committees by the names of a roster, for an office that has none yet."""
    names = dict.fromkeys(row.committee for row in rows)
    found: dict[str, Committee] = {}
    for name in names:
        found.setdefault(unit_name_key(name), Committee(name=name))
    return found


def _wrong_committees(
    result: RosterResult, committees: dict[str, Committee], acting: Acting
) -> Iterator[Problem]:
    """Rows of committees that do not exist, or that are not the importer's own."""
    verdicts = {
        name: _verdict(name, committees, acting) for name in {r.committee for r in result.rows}
    }
    for row in result.rows:
        if verdict := verdicts[row.committee]:
            code, params = verdict
            yield result.problem(row.row, "committee", code, value=row.committee, **params)


def _verdict(
    name: str, committees: dict[str, Committee], acting: Acting
) -> tuple[str, dict[str, str]] | None:
    key = unit_name_key(name)
    committee = committees.get(key)
    if committee is None:
        near = get_close_matches(key, committees, n=1, cutoff=0.4)
        nearest = {"nearest": committees[near[0]].name} if near else {}
        return ("committee_unknown_near" if near else "committee_unknown"), nearest
    if not acting.is_whole_street and committee.pk != acting.committee_id:
        return "committee_foreign", {"own": acting.unit_label}
    return None


def _entries(
    result: RosterResult, committees: dict[str, Committee], doors: Doors, bad_rows: set[int]
) -> Iterator[Entry]:
    homes: dict[DoorKey, int | None] = {}
    for row in result.rows:
        if row.row in bad_rows:
            continue
        key = door_key(row)
        if key not in homes:
            homes[key] = doors.find(committees.get(key.committee), key)
        yield Entry(row, key, homes[key], blind.id_index(row.id_number))


def _registered_elsewhere(
    result: RosterResult, entries: Sequence[Entry], own: set[int | None], acting: Acting
) -> Iterator[Problem]:
    """People of other committees: only the street office moves somebody between committees."""
    asked = {e.id_index for e in entries if e.id_index is not None and e.id_index not in own}
    foreign = ids_elsewhere(acting, asked)
    for entry in entries:
        if entry.id_index in foreign:
            number = entry.row.id_number
            yield result.problem(entry.row.row, "id_number", "id_elsewhere", value=number)
