"""`tongzhou demo`: the invented street, for trying things out."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import click
from django.conf import settings

from tongzhou.cli.migrations import migrate
from tongzhou.cli.output import BAD_INPUT, REFUSED, say, stop

RESIDENTS, OBSERVATIONS, SEED = 8000, 60, 20200203


@click.command()
@click.option("--residents", default=RESIDENTS, show_default=True)
@click.option("--observations", default=OBSERVATIONS, show_default=True)
@click.option("--seed", default=SEED, show_default=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="last day of the story (today)")
@click.option(
    "--district",
    type=click.Path(path_type=Path),
    metavar="FILE.osm",
    help="only write the map of the invented street, to try `tongzhou plan closure` on",
)
def demo(
    residents: int, observations: int, seed: int, until: datetime | None, district: Path | None
) -> None:
    """Load an invented street with two weeks of history into an empty installation."""
    day = until.date() if until else None
    if district:
        _write_district(district, residents, seed, day)
        return
    migrate()
    if not load_demo(residents, observations, seed, day):
        stop("There is a street office here already; the demo needs an empty one.", REFUSED)


def _write_district(file: Path, residents: int, seed: int, day: date | None) -> None:
    """The same map the demo loads, without a database."""
    from tongzhou.core import clock
    from tongzhou.demo.story import district_of, street_of

    if file.suffix != ".osm":
        stop("Give the file a name that ends in .osm: that is what is written.", BAD_INPUT)
    street = street_of(residents=residents, seed=seed, until=day or clock.local_date(clock.now()))
    try:
        file.write_bytes(district_of(street, seed=seed).osm)
    except OSError as error:
        stop(f"Nothing can be written to {file}: {error.strerror}.", BAD_INPUT)
    say(f"{file}: nine committees, {len(street.compounds)} compounds, invented from seed {seed}.")


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
