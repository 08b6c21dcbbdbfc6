"""Work in a child process with bounded memory and time, for what is heavy or not to be trusted.

The child gets one line of JSON on its standard input and answers with lines of JSON: progress,
then a result or an error. It never opens the database: not even the environment of the server is
handed to it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_INHERITED = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
Say = Callable[[str, Any], None]
Told = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may cost: memory in bytes, processor time in seconds."""

    memory: int
    seconds: int


class Declined(Exception):
    """The child says no: a stable code and the values that fill its sentence."""

    def __init__(self, code: str, params: dict[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class ChildFailed(RuntimeError):
    """The child ended by a fault of ours; the message names the kind of fault, no content."""


def ask(module: str, task: dict[str, Any], *, limits: Limits, told: Told) -> Any:
    """Have a module do a task in a child; `told` hears of progress, and ends the child by raising.

    Raises `Declined` where the child refuses or a limit was reached (code `too_complex`).
    """
    child = _start(module)
    try:
        return _follow(child, {"limits": asdict(limits), "task": task}, told)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()


def _start(module: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own module, nothing from the user
        [sys.executable, "-X", "utf8", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        encoding="utf-8",
    )


def _follow(child: subprocess.Popen[str], order: dict[str, Any], told: Told) -> Any:
    for line in _said(child, order):
        kind, content = json.loads(line)
        if kind == "progress":
            told(content)
        elif kind == "declined":
            raise Declined(*content)
        elif kind == "fault":
            raise ChildFailed(content)
        elif kind == "result":
            return content
    # A child that fell silent: the system ended it for its greed, or it never came up.
    code = child.wait()
    if code < 0:
        raise Declined("too_complex", {})
    raise ChildFailed(f"exit status {code}")


def _said(child: subprocess.Popen[str], order: dict[str, Any]) -> Iterator[str]:
    if child.stdin is None or child.stdout is None:
        raise ChildFailed("no pipes")
    try:
        child.stdin.write(json.dumps(order) + "\n")
        child.stdin.flush()
    except BrokenPipeError:
        return
    yield from child.stdout


def serve(work: Callable[[dict[str, Any], Say], Any]) -> None:
    """The child: one task in, lines of JSON out."""
    order = json.loads(sys.stdin.readline())
    _limit(**order["limits"])
    with _answers() as say:
        try:
            say("result", work(order["task"], say))
        except Declined as declined:
            say("declined", (declined.code, declined.params))
        except MemoryError:
            say("declined", ("too_complex", {}))
        except Exception as error:
            say("fault", _place(error))


@contextmanager
def _answers() -> Iterator[Say]:
    """The pipe is for answers only: solvers that greet on standard output are not heard."""
    sys.stdout.flush()
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as pipe:
        os.dup2(2, 1)

        def say(kind: str, content: Any) -> None:
            pipe.write(json.dumps((kind, content), ensure_ascii=False) + "\n")
            pipe.flush()

        yield say


def _limit(memory: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _place(error: Exception) -> str:
    """Name a fault without its message, which could quote the file."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} in {where}"
