"""The privacy app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Foundation: knows subjects by number only, never imports a room."""

    name = "tongzhou.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Make the nightly job known."""
        from tongzhou.privacy import retention  # noqa: F401
