"""`tongzhou import streets`: a map of the streets, for closure plans."""

import sys
from pathlib import Path
from typing import Any

import click

from tongzhou.cli.migrations import migrate
from tongzhou.cli.output import BAD_INPUT, GOOD, answer, stop
from tongzhou.cli.roster import import_


@import_.command("streets")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def import_streets(file: Path, as_json: bool) -> None:
    """Read a map of the streets (.osm, .osm.gz, .osm.pbf or GeoJSON lines)."""
    from tongzhou.closures.actions.maps import import_file
    from tongzhou.closures.choices import MapState
    from tongzhou.closures.sentences import map_failure
    from tongzhou.core.clock import now
    from tongzhou.core.errors import Refusal
    from tongzhou.registry.acting import Acting

    migrate()
    try:
        row = import_file(Acting.system(), file, now=now())
    except Refusal as refusal:
        stop(str(refusal.sentence), BAD_INPUT)
    if row.state != MapState.READY:
        stop(map_failure(row.failure), BAD_INPUT)
    report = {
        "map": row.pk, "name": row.name, "digest": row.digest, "current": row.is_current,
        "bounds": row.bounds, "streets": _count(row, "street"),
        "buildings": _count(row, "building"), "walls": _count(row, "wall"),
    }  # fmt: skip
    answer(
        report, as_json=as_json, text="{streets} streets, {buildings} buildings".format(**report)
    )
    sys.exit(GOOD)


def _count(row: Any, kind: str) -> int:
    return int(row.counts.get(kind, 0))


COMMANDS = (import_,)
