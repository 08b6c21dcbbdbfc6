"""Bring both databases to this version's tables."""

from django.core.management import call_command


def migrate() -> None:
    """Apply what is missing; quick when nothing is."""
    call_command("migrate", database="default", verbosity=0, interactive=False)
    # The key database has tables of `privacy` only; the other rooms' steps would make nothing there
    # and take as long again.
    call_command("migrate", "privacy", database="keys", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
