"""The registry app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The highest foundation: every room may point at its rows."""

    name = "tongzhou.registry"
    label = "registry"
