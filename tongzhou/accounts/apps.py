"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Foundation: who can sign in, and how."""

    name = "tongzhou.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen for what is to be recorded; register the nightly job."""
        from tongzhou.accounts import records, upkeep  # noqa: F401

        records.listen()
