"""`tongzhou serve`: one server process with a job thread in it."""

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from tongzhou.cli.demo import load_unless_loaded
from tongzhou.cli.migrations import migrate
from tongzhou.cli.output import BAD_INPUT, say, stop

THREADS = "8"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, type=int, envvar="PORT", show_default=True)
@click.option("--tls", is_flag=True, help="Serve HTTPS with a certificate of this office's own.")
@click.option("--name", "names", multiple=True, help="With --tls: another name of this machine.")
def serve(host: str, port: int, tls: bool, names: Sequence[str]) -> None:
    """Migrate, load the demo street on the first start, and serve."""
    _ensure_free(host, port)
    migrate()
    if os.environ.get("TONGZHOU_DEMO", "1") != "0":
        load_unless_loaded()
    secured = _secured(host, port, names) if tls else []
    say(f"Tongzhou is at {'https' if tls else 'http'}://{host}:{port}/  (Ctrl+C ends it)")
    os.environ["TONGZHOU_JOBS"] = "1"
    # exec: the server takes this process over, so signals reach it and no parent lingers.
    os.execv(  # noqa: S606
        sys.executable,
        [
            sys.executable, "-m", "granian", "tongzhou.config.wsgi:application",
            "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
            "--blocking-threads", THREADS, "--blocking-threads-idle-timeout", "600",
            "--workers-kill-timeout", "5", "--no-ws", "--respawn-failed-workers",
            "--log-level", "error", *secured,
        ],
    )  # fmt: skip


def _secured(host: str, port: int, names: Sequence[str]) -> list[str]:
    """Certificates for this machine, and the page where phones get to trust them."""
    from django.conf import settings

    from tongzhou.core import certificates, clock

    files = certificates.Files(Path(settings.DATA) / "tls")
    wanted = {*certificates.own_names(), *names}
    try:
        authority = files.ensure(wanted, now=clock.now())
    except ValueError as outside:
        stop(f"--name {outside}: only names inside the house, such as desk.local.", BAD_INPUT)
    _ensure_free(host, port + 1)
    os.environ |= {"TONGZHOU_TLS": "1", "TONGZHOU_TRUST_AT": f"{host}:{port + 1}:{port}"}
    reached = [name for name in sorted(wanted) if name not in {"localhost", "127.0.0.1"}]
    for name in reached or ["localhost"]:
        say(f"  on a phone, once: http://{name}:{port + 1}/trust  then https://{name}:{port}/")
    say(f"  fingerprint {authority.fingerprint}")
    return ["--ssl-certificate", str(files.server), "--ssl-keyfile", str(files.server_key)]


def _ensure_free(host: str, port: int) -> None:
    """The server shares ports silently, so two of them would answer by turns."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0:  # noqa: S104
            stop(f"Port {port} is in use. Choose another: PORT={port + 1} make run", BAD_INPUT)


COMMANDS = (serve,)
