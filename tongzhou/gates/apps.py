"""The gates app."""

from django.apps import AppConfig


class GatesConfig(AppConfig):
    """The room of closed management: passes and the rules of the gates."""

    name = "tongzhou.gates"
    label = "gates"

    def ready(self) -> None:
        """Make the room's jobs known."""
        from tongzhou.gates import jobs  # noqa: F401  (registers itself)
