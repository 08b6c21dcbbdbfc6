"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Foundation without pages of its own."""

    name = "tongzhou.core"
    label = "core"
