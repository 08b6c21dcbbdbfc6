"""`tongzhou work`: a job worker of its own, for PostgreSQL with several processes."""

import signal
import threading

import click


@click.command()
def work() -> None:
    """Work jobs off until told to stop."""
    from tongzhou.core import jobs

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    jobs.run_forever(stop)


COMMANDS = (work,)
