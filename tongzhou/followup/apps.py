"""The followup app."""

from typing import Any, ClassVar

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.accounts.choices import Role
from tongzhou.ui.nav import NavEntry

CARERS = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER, Role.HEALTH_WORKER})


class FollowupConfig(AppConfig):
    """The room of those who stay at home and those who look after them."""

    name = "tongzhou.followup"
    label = "followup"
    nav: ClassVar = [
        NavEntry(
            "followup:rounds", _("Rounds"), "temperature", CARERS, _("Today's checks, door by door")
        ),
        NavEntry(
            "followup:list", _("Observations"), "people", CARERS, _("Who stays at home, until when")
        ),
        NavEntry(
            "followup:alarms",
            pgettext_lazy("observation", "Alarms"),
            "alarm",
            CARERS,
            _("Fever and serious symptoms"),
        ),
        NavEntry(
            "followup:policy",
            _("Rules of observation"),
            "settings",
            frozenset({Role.STREET_OFFICER}),
            _("Days, times, alarm temperature"),
        ),
    ]

    def ready(self) -> None:
        """Register the jobs, and fill the catalogue whenever the tables were made or changed."""
        from tongzhou.followup import jobs  # noqa: F401  (registers itself)

        post_migrate.connect(_fill_catalogue, sender=self)


def _fill_catalogue(using: str, **kwargs: Any) -> None:
    from tongzhou.followup.actions.settings import load_catalogue
    from tongzhou.followup.models import Symptom

    # Other apps can be migrated before this one's tables are there.
    if Symptom._meta.db_table in connections[using].introspection.table_names():
        load_catalogue()
