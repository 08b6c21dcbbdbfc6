"""What else is asked of an uploaded workbook: which sheet holds people, and rows as written.

Like the reading itself this happens in a child process with bounds, which gets a line of JSON,
answers with one and knows neither the database nor the server's environment.
"""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tongzhou.formats.errors import FormatError
from tongzhou.formats.headings import find_layout
from tongzhou.formats.sheets import Sheet, read_sheet
from tongzhou.formats.text import plain
from tongzhou.formats.worker import Limits, WorkerFailed

_ROOT = Path(__file__).parents[2]
_INHERITED = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")


class PeopleSheet(NamedTuple):
    """The first sheet with the headings of a roster, and those before it that have none."""

    name: str
    passed_over: Sequence[str]


@dataclass(frozen=True, slots=True)
class Written:
    """Rows as they stand in the file, by their number; `first` is the column they begin in."""

    headings: Sequence[str]
    rows: Mapping[int, Sequence[str]]
    first: int = 0


def sheet_with_people(path: str | os.PathLike[str]) -> PeopleSheet | None:
    """The first visible sheet that has the headings of a roster."""
    found = _ask(path, deed="find")
    return PeopleSheet(found["name"], found["passed_over"]) if found else None


def rows_as_written(
    path: str | os.PathLike[str], *, sheet: str, numbers: Collection[int]
) -> Written:
    """These rows of a roster with its headings, every cell as text."""
    found = _ask(path, deed="rows", sheet=sheet, numbers=sorted(numbers))
    rows = {int(number): cells for number, cells in found["rows"].items()}
    return Written(found["headings"], rows, found["first"])


def _ask(path: str | os.PathLike[str], **task: Any) -> Any:
    said = json.dumps({"path": os.fspath(Path(path).absolute()), **task})
    done = subprocess.run(  # noqa: S603 - our own module, nothing from the user
        [sys.executable, "-X", "utf8", "-m", __name__],
        input=said,
        stdout=subprocess.PIPE,
        # A traceback could hold what stands in the cells.
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise WorkerFailed(f"exit status {done.returncode}")
    return json.loads(done.stdout)


# --- in the child ---------------------------------------------------------------------------


def main() -> None:
    """One task in, one answer out."""
    task = json.loads(sys.stdin.read())
    _limit(Limits())
    answer = _find(task["path"]) if task["deed"] == "find" else _rows(task)
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


def _limit(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _find(path: str) -> dict[str, Any] | None:
    passed_over = []
    for name in _visible(path):
        try:
            find_layout(read_sheet(path, sheet=name))
        except FormatError:
            passed_over.append(name)
        else:
            return {"name": name, "passed_over": passed_over}
    return None


def _visible(path: str) -> list[str]:
    """The sheets somebody sees who opens the workbook; a CSV file has none."""
    import python_calamine as calamine

    try:
        with calamine.load_workbook(path) as book:
            return [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible == calamine.SheetVisibleEnum.Visible
                and sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.CalamineError:
        return []


def _rows(task: Mapping[str, Any]) -> dict[str, Any]:
    sheet = read_sheet(task["path"], sheet=task["sheet"])
    headings = sheet.rows[find_layout(sheet).row]
    return {
        "headings": list(map(plain, headings)),
        "rows": {number: _row(sheet, number) for number in task["numbers"]},
        "first": sheet.first_column,
    }


def _row(sheet: Sheet, number: int) -> list[str]:
    return list(map(plain, sheet.rows[number - sheet.first_row]))


if __name__ == "__main__":
    main()
