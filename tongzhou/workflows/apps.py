"""The workflows app."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """Owns pages and deeds that need two rooms; owns no rows."""

    name = "tongzhou.workflows"
    label = "workflows"

    def ready(self) -> None:
        """Make the corridor's jobs known."""
        from tongzhou.workflows import jobs  # noqa: F401  (registers itself)
