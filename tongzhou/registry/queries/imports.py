"""Uploads and what was found in them."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tongzhou.formats.worker import Written
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.models import RosterImport
from tongzhou.registry.sentences import cell_sentence, file_sentence


@dataclass(frozen=True, slots=True)
class Findings:
    """What reading an upload found; problems in the reader's language."""

    problems: Sequence[dict[str, Any]]
    first: Sequence[dict[str, Any]]
    columns: Sequence[tuple[str, int]]
    ignored: Sequence[str]
    moved: int
    sheet: str
    others: Sequence[str]
    passed_over: Sequence[str]
    written: Written


def findings(upload: RosterImport, *, column: str = "") -> Findings:
    """Open what was found; only problems of one column where one is given."""
    text = Keyring.of([upload.key_id]).read(upload, "problems")
    found: dict[str, Any] = json.loads(text) if text else {}
    problems = found.get("problems", [])
    wanted = [p for p in problems if not column or p["column"] == column]
    return Findings(
        problems=[p | {"reason": cell_sentence(p["code"], p["params"])} for p in wanted],
        first=found.get("first", []),
        columns=Counter(p["column"] for p in problems).most_common(),
        ignored=found.get("ignored", []),
        moved=found.get("moved", 0),
        sheet=found.get("sheet", ""),
        others=found.get("others", []),
        passed_over=found.get("passed_over", []),
        written=_written(found.get("written") or {}),
    )


def _written(found: dict[str, Any]) -> Written:
    rows = {int(number): cells for number, cells in found.get("rows", {}).items()}
    return Written(found.get("headings", []), rows, found.get("first", 0))


def file_name(upload: RosterImport) -> str:
    """What the file was called; empty once it is erased."""
    file = upload.file
    return Keyring.of([file.key_id]).read(file, "name") if file else ""


def failure_sentence(upload: RosterImport) -> str:
    """Why the whole file could not be read."""
    failure = upload.failure
    if "code" in failure:
        return file_sentence(failure["code"], failure["params"])
    return str(failure.get("sentence", ""))
