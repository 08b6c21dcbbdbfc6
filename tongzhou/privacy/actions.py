"""Setting how long personal data is kept."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.privacy.models import RetentionRule
from tongzhou.privacy.retention import DEFAULT_DAYS

LONGEST_DAYS = 3650


@transaction.atomic
def set_retention(
    retention: str, *, days: int, effective_on: date, actor: audit.Actor, now: datetime
) -> RetentionRule:
    """Keep a class of data for so many days from a day on, which must still come."""
    if retention not in DEFAULT_DAYS:
        raise KeyError(retention)
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal(_("Choose between 1 day and 10 years."), field="days")
    if effective_on <= clock.local_date(now):
        raise Refusal(
            _("Choose a day from tomorrow on: what is erased cannot be brought back."),
            field="effective_on",
        )
    rule, _made = RetentionRule.objects.update_or_create(
        retention=retention, effective_on=effective_on, defaults={"days": days}
    )
    audit.record(
        "privacy.retention.set", actor=actor, now=now, obj=rule, retention=retention, days=days
    )
    return rule
