"""`tongzhou serve`: one server process with a job thread in it."""

import os
import socket
import sys

import click

from tongzhou.cli.demo import load_unless_loaded
from tongzhou.cli.migrations import migrate
from tongzhou.cli.output import BAD_INPUT, say, stop

THREADS = "8"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, type=int, envvar="PORT", show_default=True)
def serve(host: str, port: int) -> None:
    """Migrate, load the demo street on the first start, and serve."""
    _ensure_free(host, port)
    migrate()
    if os.environ.get("TONGZHOU_DEMO", "1") != "0":
        load_unless_loaded()
    say(f"Tongzhou is at http://{host}:{port}/  (Ctrl+C ends it)")
    os.environ["TONGZHOU_JOBS"] = "1"
    # exec: the server takes this process over, so signals reach it and no parent lingers.
    os.execv(  # noqa: S606
        sys.executable,
        [
            sys.executable, "-m", "granian", "tongzhou.config.wsgi:application",
            "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
            "--blocking-threads", THREADS, "--blocking-threads-idle-timeout", "600",
            "--workers-kill-timeout", "5", "--no-ws", "--respawn-failed-workers",
            "--log-level", "error",
        ],
    )  # fmt: skip


def _ensure_free(host: str, port: int) -> None:
    """The server shares ports silently, so two of them would answer by turns."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0:  # noqa: S104
            stop(f"Port {port} is in use. Choose another: PORT={port + 1} make run", BAD_INPUT)


COMMANDS = (serve,)
