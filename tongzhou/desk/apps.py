"""The desk app."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tongzhou.ui.nav import NavEntry

CARRIERS = frozenset({"committee_staff", "street_officer"})


class DeskConfig(AppConfig):
    """Room: from a call to the door, and back to the caller."""

    name = "tongzhou.desk"
    label = "desk"

    nav: ClassVar = [
        NavEntry("desk:list", _("Requests"), "message", CARRIERS, _("What residents asked for")),
        NavEntry("desk:callbacks", _("Call-back queue"), "phone", CARRIERS, _("Who waits to hear")),
        NavEntry(
            "desk:errands",
            _("Errands and deliveries"),
            "cart",
            CARRIERS | {"volunteer", "building_director"},
            _("What to buy, what to bring"),
        ),
        NavEntry("desk:catalogue", _("Services"), "document", CARRIERS, _("What can be asked for")),
        NavEntry(
            "desk:referred",
            _("Referred to us"),
            "handover",
            frozenset({"department_desk"}),
            _("Requests for this department"),
        ),
    ]

    def ready(self) -> None:
        """Register the room's scheduled job."""
        from tongzhou.desk import jobs  # noqa: F401
