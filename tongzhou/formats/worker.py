"""Reads a roster in a child process with bounded memory and time: the libraries see it there."""

import gc
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tongzhou.formats.birth_dates import LATEST
from tongzhou.formats.children import Declined, Limits, Say, ask, serve
from tongzhou.formats.errors import FormatError, error_from
from tongzhou.formats.people import RosterResult, RosterRow
from tongzhou.formats.reasons import Problem

LIMITS = Limits(memory=600 * 2**20, seconds=60)
Heard = Callable[[int, int], None]
_FIELDS = tuple(RosterRow.__slots__)
_BIRTH = _FIELDS.index("birth_date")


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


def read_roster(
    path: str | os.PathLike[str],
    *,
    sheet: str | None = None,
    today: date = LATEST,
    progress: Heard | None = None,
    limits: Limits = LIMITS,
) -> RosterResult:
    """Read the roster at `path` in a child process.

    `progress` is told the rows read and the rows there are; if it raises, the child is ended.
    Raises FormatError, of which UnsafeFile if a limit was reached.
    """
    task = {"do": "read", "sheet": sheet, "today": today.isoformat()}
    return _unpack(_ask(path, task, progress=progress, limits=limits))


def sheet_with_people(path: str | os.PathLike[str]) -> PeopleSheet | None:
    """The first visible sheet that has the headings of a roster."""
    found = _ask(path, {"do": "find"})
    return PeopleSheet(found["name"], found["passed_over"]) if found else None


def rows_as_written(
    path: str | os.PathLike[str], *, sheet: str, numbers: Collection[int]
) -> Written:
    """These rows of a roster with its headings, every cell as text."""
    found = _ask(path, {"do": "rows", "sheet": sheet, "numbers": sorted(numbers)})
    rows = {int(number): cells for number, cells in found["rows"].items()}
    return Written(found["headings"], rows, found["first"])


def _ask(
    path: str | os.PathLike[str],
    task: Mapping[str, Any],
    *,
    progress: Heard | None = None,
    limits: Limits = LIMITS,
) -> Any:
    order = {**task, "path": os.fspath(Path(path).absolute())}

    def told(step: Sequence[int]) -> None:
        if progress:
            progress(*step)

    try:
        return ask(__name__, order, limits=limits, told=told)
    except Declined as declined:
        raise error_from(declined.code, declined.params) from None


def _unpack(content: dict[str, Any]) -> RosterResult:
    columns = content.pop("rows")
    days = {text: date.fromisoformat(text) for text in set(columns[_BIRTH]) if text}
    columns[_BIRTH] = [days.get(text) for text in columns[_BIRTH]]
    return RosterResult(
        rows=list(map(RosterRow, *columns)),
        problems=[Problem(**problem) for problem in content.pop("problems")],
        ignored=tuple(content.pop("ignored")),
        others=tuple(content.pop("others")),
        columns={field: tuple(place) for field, place in content.pop("columns").items()},
        **content,
    )


# --- in the child, where the libraries are loaded only under the limits -----------------------


def _work(task: dict[str, Any], say: Say) -> Any:
    # Nothing read here forms cycles and the process ends soon; collecting costs a third more.
    gc.disable()
    try:
        return {"read": _read, "find": _find, "rows": _rows}[task["do"]](task, say)
    except FormatError as error:
        raise Declined(error.code, error.params) from None


def _read(task: Mapping[str, Any], say: Say) -> dict[str, Any]:
    from tongzhou.formats.roster import parse_rows
    from tongzhou.formats.sheets import read_sheet

    def progress(done: int, total: int) -> None:
        say("progress", (done, total))

    sheet = read_sheet(task["path"], sheet=task["sheet"])
    today = date.fromisoformat(task["today"])
    return _pack(parse_rows(sheet, today=today, progress=progress))


def _pack(result: RosterResult) -> dict[str, Any]:
    """Column by column: a third of the size and time of row by row."""
    columns = [[getattr(row, field) for row in result.rows] for field in _FIELDS]
    columns[_BIRTH] = [day and day.isoformat() for day in columns[_BIRTH]]
    return {
        "rows": columns,
        "problems": [asdict(problem) for problem in result.problems],
        **{
            name: getattr(result, name)
            for name in ("sheet", "read", "repeated", "ignored", "others")
        },
        "columns": result.columns,
    }


def _find(task: Mapping[str, Any], say: Say) -> dict[str, Any] | None:
    from tongzhou.formats.headings import find_layout
    from tongzhou.formats.sheets import read_sheet

    passed_over = []
    for name in _visible(task["path"]):
        try:
            find_layout(read_sheet(task["path"], sheet=name))
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


def _rows(task: Mapping[str, Any], say: Say) -> dict[str, Any]:
    from tongzhou.formats.headings import find_layout
    from tongzhou.formats.sheets import read_sheet
    from tongzhou.formats.text import plain

    sheet = read_sheet(task["path"], sheet=task["sheet"])
    return {
        "headings": list(map(plain, sheet.rows[find_layout(sheet).row])),
        "rows": {
            number: list(map(plain, sheet.rows[number - sheet.first_row]))
            for number in task["numbers"]
        },
        "first": sheet.first_column,
    }


if __name__ == "__main__":
    serve(_work)
