"""The workflows app."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """Owns pages and deeds that need two rooms; owns no rows."""

    name = "tongzhou.workflows"
    label = "workflows"
