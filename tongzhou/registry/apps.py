"""The registry app."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tongzhou.ui.nav import NavEntry

STAFF = frozenset({"committee_staff", "street_officer"})
MANAGERS = STAFF | {"administrator"}


class RegistryConfig(AppConfig):
    """The highest foundation: every room may point at its rows."""

    name = "tongzhou.registry"
    label = "registry"

    nav: ClassVar = [
        NavEntry(
            "registry:tree",
            _("Street and households"),
            "building",
            STAFF | {"health_worker", "building_director"},
            _("Compounds, buildings, doors, people"),
        ),
        NavEntry("registry:imports", _("Rosters"), "upload", STAFF, _("Bring residents in")),
        NavEntry(
            "registry:units",
            _("Units"),
            "settings",
            frozenset({"street_officer", "administrator"}),
            _("Committees and departments"),
        ),
        NavEntry("registry:members", _("People who act"), "people", MANAGERS, _("Invite, end")),
    ]

    def ready(self) -> None:
        """Register the room's jobs."""
        from tongzhou.registry import jobs  # noqa: F401
