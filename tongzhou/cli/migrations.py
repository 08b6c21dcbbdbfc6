"""Bring both databases to this version's tables."""

from django.core.management import call_command


def migrate() -> None:
    """Apply what is missing; quick when nothing is."""
    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
