"""`tongzhou demo`: the invented street, for trying things out."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import click
from django.conf import settings

from tongzhou.cli.migrations import migrate
from tongzhou.cli.output import REFUSED, say, stop

RESIDENTS, OBSERVATIONS, SEED = 8000, 60, 20200203


@click.command()
@click.option("--residents", default=RESIDENTS, show_default=True)
@click.option("--observations", default=OBSERVATIONS, show_default=True)
@click.option("--seed", default=SEED, show_default=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="last day of the story (today)")
def demo(residents: int, observations: int, seed: int, until: datetime | None) -> None:
    """Load an invented street with two weeks of history into an empty installation."""
    migrate()
    day = until.date() if until else None
    if not load_demo(residents, observations, seed, day):
        stop("There is a street office here already; the demo needs an empty one.", REFUSED)


def load_unless_loaded() -> None:
    """What `serve` does: the demo on the first start only, its logins on every start."""
    load_demo(RESIDENTS, OBSERVATIONS, SEED, None)
    logins = settings.DATA / "demo-logins.json"
    if logins.exists():
        for login in json.loads(logins.read_text()):
            say("  {role:20} {username:22} {password:18} {unit}".format(**login))


def load_demo(residents: int, observations: int, seed: int, until: date | None) -> bool:
    """Load unless there is an office; whether it was loaded."""
    from tongzhou.core import clock
    from tongzhou.demo.load import load
    from tongzhou.registry import access
    from tongzhou.registry.acting import Acting

    if access.office(Acting.system()):
        return False
    now = clock.now()
    say("Loading the demo street ...")
    logins = load(
        residents=residents,
        observations=observations,
        seed=seed,
        until=until or clock.local_date(now),
        now=now,
    )
    _write_logins(logins)
    return True


def _write_logins(logins: Sequence[Mapping[str, object]]) -> None:
    file = settings.DATA / "demo-logins.json"
    file.write_text(json.dumps(logins, ensure_ascii=False, indent=1))
    file.chmod(0o600)


COMMANDS = (demo,)
