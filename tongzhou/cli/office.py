"""`tongzhou init`: a real, empty office."""

import secrets

import click

from tongzhou.cli.migrations import migrate
from tongzhou.cli.output import REFUSED, answer, stop


@click.command()
@click.option("--office", prompt="Name of the street office")
@click.option("--admin", prompt="User name of the administrator")
@click.option("--json", "as_json", is_flag=True)
def init(office: str, admin: str, as_json: bool) -> None:
    """Make the tables, the street office and its administrator; prints a first password."""
    from tongzhou.core.clock import now
    from tongzhou.core.errors import Refusal
    from tongzhou.desk.actions import load_catalogue
    from tongzhou.registry.actions.office import found_office

    migrate()
    password = secrets.token_urlsafe(12)
    try:
        found_office(office, admin=admin, password=password, now=now())
    except Refusal as refusal:
        stop(str(refusal.sentence), REFUSED)
    load_catalogue(now=now())
    content = {"office": office, "admin": admin, "password": password}
    answer(content, as_json=as_json, text=f"{office}: sign in as {admin} with {password}")


COMMANDS = (init,)
