"""The privacy app."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tongzhou.accounts.choices import Role
from tongzhou.ui.nav import NavEntry

READERS = frozenset(
    {Role.COMMITTEE_STAFF, Role.HEALTH_WORKER, Role.STREET_OFFICER, Role.ADMINISTRATOR}
)


class PrivacyConfig(AppConfig):
    """Foundation: knows subjects by number only, never imports a room."""

    name = "tongzhou.privacy"
    label = "privacy"
    nav: ClassVar = [
        NavEntry(
            "privacy:retention",
            _("What is kept, and how long"),
            "lock",
            READERS,
            _("Purposes, days, what was erased"),
        ),
    ]

    def ready(self) -> None:
        """Make the nightly job known."""
        from tongzhou.privacy import retention  # noqa: F401
