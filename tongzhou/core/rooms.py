"""Find what every room offers, by the name of a module, so that nobody lists the rooms."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


@cache
def with_module(name: str) -> tuple[ModuleType, ...]:
    """The module of this name in every installed room that has one, in order of installation."""
    return tuple(
        import_module(f"{config.name}.{name}")
        for config in apps.get_app_configs()
        if config.name.startswith("tongzhou.")
        and not config.name.endswith(f".{name}")
        and find_spec(f"{config.name}.{name}")
    )
