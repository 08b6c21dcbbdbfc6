"""The `tongzhou` command: serve, init, demo, import, export, pass, plan, audit, doctor."""

import os

import click

from tongzhou import __version__


@click.group()
@click.version_option(__version__, prog_name="tongzhou")
@click.pass_context
def main(context: click.Context) -> None:
    """Tongzhou carries a neighbourhood through an outbreak."""
    if context.invoked_subcommand == "plan":  # pure: no database, and a quick start
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
    import django

    django.setup()


def _add_commands() -> None:
    from tongzhou.cli import (
        audit,
        demo,
        doctor,
        jobs,
        office,
        passes,
        planning,
        roster,
        serve,
        streets,
    )

    for module in (
        audit, demo, doctor, jobs, office, passes, planning, roster, serve, streets,
    ):  # fmt: skip
        for command in module.COMMANDS:
            main.add_command(command)


_add_commands()
