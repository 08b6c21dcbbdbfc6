"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Foundation without pages of its own."""

    name = "tongzhou.core"
    label = "core"

    def ready(self) -> None:
        """Make the nightly backup known."""
        from tongzhou.core import upkeep  # noqa: F401
