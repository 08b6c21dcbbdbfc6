"""States of what phones send, and who may work outdoors."""

from datetime import timedelta

from django.db import models
from django.utils.translation import pgettext_lazy

from tongzhou.accounts.choices import Role

OUTDOORS = frozenset(
    {
        Role.COMMITTEE_STAFF,
        Role.STREET_OFFICER,
        Role.HEALTH_WORKER,
        Role.BUILDING_DIRECTOR,
        Role.VOLUNTEER,
    }
)
NAMES_FOR = timedelta(hours=12)
AMBER_AFTER = timedelta(hours=36)
STALE_AFTER = timedelta(hours=72)
BATCH = 50
TRUSTED_SECONDS = 5  # A phone's clock this near to ours is taken as it is.


class EntryState(models.TextChoices):
    """What became of an entry. It is kept whatever became of it."""

    ACCEPTED = "accepted", pgettext_lazy("field entry", "taken")
    REFUSED = "refused", pgettext_lazy("field entry", "could not be taken")
    SET_ASIDE = "set_aside", pgettext_lazy("field entry", "set aside")
