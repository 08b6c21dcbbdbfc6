"""The gates app."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tongzhou.accounts.choices import Role
from tongzhou.ui.nav import NavEntry

STAFF = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER})
LEADERS = STAFF | {Role.BUILDING_DIRECTOR}
HEALTH = frozenset({Role.HEALTH_WORKER})


class GatesConfig(AppConfig):
    """The room of closed management: passes and the rules of the gates."""

    name = "tongzhou.gates"
    label = "gates"
    nav: ClassVar = [
        NavEntry("gates:board", _("Gates now"), "gate", LEADERS, _("People outside, queues")),
        NavEntry("gates:passes", _("Passes"), "gate", STAFF, _("Issue, print, replace, revoke")),
        NavEntry(
            "gates:rules", _("Gate rules"), "clock", STAFF, _("Who may go when, from which day")
        ),
        NavEntry(
            "gates:fevers", _("Fevers at gates"), "temperature", HEALTH,
            _("Measured at a gate, to be followed up"),
        ),
        NavEntry(
            "gates:between", _("Contacts at gates"), "search", HEALTH,
            _("Who went through a gate in a span of hours"),
        ),
    ]  # fmt: skip

    def ready(self) -> None:
        """Make the room's jobs known."""
        from tongzhou.gates import jobs  # noqa: F401  (registers itself)
