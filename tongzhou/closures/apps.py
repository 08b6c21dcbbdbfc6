"""The closures app."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tongzhou.accounts.choices import Role
from tongzhou.ui.nav import NavEntry

STAFF = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER})


class ClosuresConfig(AppConfig):
    """The room of plans: which alleys to close, which gates to keep."""

    name = "tongzhou.closures"
    label = "closures"
    nav: ClassVar = [
        NavEntry(
            "closures:plans", _("Closure plans"), "map", STAFF, _("What to close, what to keep")
        ),
        NavEntry(
            "closures:barriers",
            _("Barriers"),
            "lock",
            STAFF,
            _("What stands, is built, is checked"),
        ),
        NavEntry(
            "closures:maps", _("Street maps"), "pin", STAFF, _("The streets that plans are made on")
        ),
    ]

    def ready(self) -> None:
        """Register the jobs."""
        from tongzhou.closures import jobs  # noqa: F401  (registers itself)
