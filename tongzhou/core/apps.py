"""The core app."""

from django.apps import AppConfig
from django.urls import register_converter

from tongzhou.core.addresses import RowConverter


class CoreConfig(AppConfig):
    """Foundation without pages of its own."""

    name = "tongzhou.core"
    label = "core"

    def ready(self) -> None:
        """Make the nightly backup known, and what numbers of rows look like in addresses."""
        from tongzhou.core import upkeep  # noqa: F401

        register_converter(RowConverter, "row")
