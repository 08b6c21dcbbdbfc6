"""Reads a roster in a child process with bounded memory and time.

The child gets one line of JSON on its standard input, answers with lines of JSON on its standard
output - progress, then a result or an error - and never opens the database: not even the
environment of the server is handed to it.
"""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tongzhou.formats.birth_dates import LATEST
from tongzhou.formats.errors import FormatError, UnsafeFile, error_from
from tongzhou.formats.people import RosterResult, RosterRow
from tongzhou.formats.reasons import Problem

_ROOT = Path(__file__).parents[2]
_INHERITED = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
_FIELDS = tuple(RosterRow.__slots__)
_BIRTH = _FIELDS.index("birth_date")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may cost: memory in bytes, processor time in seconds."""

    memory: int = 600 * 2**20
    seconds: int = 60


class WorkerFailed(RuntimeError):
    """The child ended by a fault of ours; the message names the kind of fault, no content."""


def read_roster(
    path: str | os.PathLike[str],
    *,
    sheet: str | None = None,
    today: date = LATEST,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits | None = None,
) -> RosterResult:
    """Read the roster at `path` in a child process.

    `progress` is told the rows read and the rows there are; if it raises, the child is ended.
    Raises FormatError, of which UnsafeFile if a limit was reached.
    """
    task = {
        "path": os.fspath(Path(path).absolute()),
        "sheet": sheet,
        "today": today.isoformat(),
        **asdict(limits or Limits()),
    }
    child = _start()
    try:
        return _follow(child, task, progress)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()


def _start() -> subprocess.Popen[str]:
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own module, nothing from the user
        [sys.executable, "-X", "utf8", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A traceback could hold what stands in the cells.
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=environment,
        encoding="utf-8",
    )


def _follow(
    child: subprocess.Popen[str],
    task: dict[str, Any],
    progress: Callable[[int, int], None] | None,
) -> RosterResult:
    for line in _said(child, task):
        kind, content = json.loads(line)
        if kind == "progress" and progress:
            progress(*content)
        elif kind == "error":
            raise error_from(*content)
        elif kind == "fault":
            raise WorkerFailed(content)
        elif kind == "result":
            return _unpack(content)
    raise _death(child)


def _said(child: subprocess.Popen[str], task: dict[str, Any]) -> Iterator[str]:
    if child.stdin is None or child.stdout is None:
        raise WorkerFailed("no pipes")
    try:
        child.stdin.write(json.dumps(task) + "\n")
        child.stdin.flush()
    except BrokenPipeError:
        return
    yield from child.stdout


def _death(child: subprocess.Popen[str]) -> Exception:
    """A child that fell silent: the system ended it for its greed, or it never came up."""
    code = child.wait()
    return UnsafeFile("too_complex") if code < 0 else WorkerFailed(f"exit status {code}")


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


def main() -> None:
    """The child: one task in, lines of JSON out."""
    task = json.loads(sys.stdin.readline())
    # Nothing read here forms cycles and the process ends soon; collecting costs a third more.
    gc.disable()
    _limit(task["memory"], task["seconds"])
    for message in _answer(task):
        _say(*message)


def _limit(memory: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _answer(task: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    try:
        yield "result", _pack(_read(task))
    except FormatError as error:
        yield "error", (error.code, error.params)
    except MemoryError:
        yield "error", ("too_complex", {})
    except Exception as error:
        yield "fault", _place(error)


def _read(task: dict[str, Any]) -> RosterResult:
    # Loaded only now, under the limits: the libraries see the file first.
    from tongzhou.formats.roster import parse_rows
    from tongzhou.formats.sheets import read_sheet

    sheet = read_sheet(task["path"], sheet=task["sheet"])
    return parse_rows(sheet, today=date.fromisoformat(task["today"]), progress=_say_progress)


def _say_progress(done: int, total: int) -> None:
    _say("progress", (done, total))


def _say(kind: str, content: Any) -> None:
    sys.stdout.write(json.dumps((kind, content), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _place(error: Exception) -> str:
    """Name a fault without its message, which could quote the file."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} in {where}"


if __name__ == "__main__":
    main()
