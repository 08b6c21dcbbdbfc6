"""The `tongzhou` command: serve, init, demo, backup, import, pass, plan, audit, doctor."""

import os

import click

from tongzhou import __version__

# These need no database at first, or make one.
WITHOUT_DATA = {"plan", "backup", "restore", "look-over"}


@click.group()
@click.version_option(__version__, prog_name="tongzhou")
@click.pass_context
def main(context: click.Context) -> None:
    """Tongzhou carries a neighbourhood through an outbreak."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
    if context.invoked_subcommand in WITHOUT_DATA:
        return
    import django

    django.setup()


def _add_commands() -> None:
    from tongzhou.cli import (
        audit,
        backup,
        demo,
        doctor,
        duty_rosters,
        jobs,
        office,
        passes,
        planning,
        roster,
        serve,
        streets,
    )

    for module in (
        audit, backup, demo, doctor, duty_rosters, jobs, office, passes, planning, roster, serve, streets,
    ):  # fmt: skip
        for command in module.COMMANDS:
            main.add_command(command)


_add_commands()
