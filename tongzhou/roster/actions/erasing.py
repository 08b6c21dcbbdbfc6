"""Erased because they asked for it, without waiting for the time to run out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.privacy.retention import erase_now
from tongzhou.registry.acting import Acting
from tongzhou.roster.actions import rows
from tongzhou.roster.models.volunteers import ERASER


@transaction.atomic
def erase(acting: Acting, pk: int, *, now: datetime) -> None:
    """Forget somebody for good; what is left says that somebody took part, on which days."""
    if not rows.is_head(acting):
        raise Refusal(_("The head of the committee or the street office erases."))
    row = rows.volunteer(acting, pk)
    erase_now(ERASER, [row.pk], now=now)
    audit.record("roster.volunteer.erased", actor=acting, now=now, obj=row)
