"""The roster app."""

from typing import Any, ClassVar

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.accounts.choices import Role
from tongzhou.ui.nav import NavEntry

STAFF = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER})
LEADERS = STAFF | {Role.BUILDING_DIRECTOR}


class RosterConfig(AppConfig):
    """The room of duty: who comes forward, and where somebody is needed."""

    name = "tongzhou.roster"
    label = "roster"
    nav: ClassVar = [
        NavEntry(
            "roster:volunteers", _("Volunteers"), "heart", LEADERS,
            _("Who comes forward, to call and to accept"),
        ),
        NavEntry(
            "roster:rosters", _("Duty rosters"), "calendar", LEADERS,
            _("Who stands where: planned, changed, published"),
        ),
        NavEntry(
            "roster:muster", pgettext_lazy("duty", "Muster"), "people", LEADERS,
            _("The roll before each part of the day"),
        ),
        NavEntry(
            "roster:on_duty", _("On duty now"), "check", LEADERS,
            _("Who has begun, who is missing, who went without a word"),
        ),
        NavEntry(
            "roster:hours", _("Hours of duty"), "clock", LEADERS,
            _("What each served, to confirm, to correct, to certify"),
        ),
        NavEntry("roster:posts", _("Posts"), "pin", LEADERS, _("Where how many are needed")),
        NavEntry(
            "roster:growth", _("Growth and gaps"), "calendar", LEADERS,
            _("How many take part, what is still missing"),
        ),
        NavEntry(
            "roster:shifts", _("Parts of the day"), "clock", frozenset({Role.STREET_OFFICER}),
            _("When a duty begins and ends"),
        ),
    ]  # fmt: skip

    def ready(self) -> None:
        """Make the room's jobs known, and fill in the parts of the day where there are none."""
        from tongzhou.roster import jobs  # noqa: F401  (registers itself)

        post_migrate.connect(_fill_shifts, sender=self)


def _fill_shifts(using: str, **kwargs: Any) -> None:
    from tongzhou.roster.actions import load_shifts
    from tongzhou.roster.models import ShiftKind

    # Other apps can be migrated before this one's tables are there.
    if ShiftKind._meta.db_table in connections[using].introspection.table_names():
        load_shifts()
