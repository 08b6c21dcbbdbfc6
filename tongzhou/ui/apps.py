"""The user-interface app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base templates, components, styles and scripts shared by all rooms."""

    name = "tongzhou.ui"
    label = "ui"
