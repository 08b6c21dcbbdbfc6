"""The parts of the day are data of the street office."""

import json
from datetime import datetime, time
from importlib.resources import files

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions.rows import only
from tongzhou.roster.models import ShiftKind

SETTERS = frozenset({Role.STREET_OFFICER, "system"})


@transaction.atomic
def save_shift(
    acting: Acting, pk: int | None, *, name: str, name_en: str, starts: time, minutes: int,
    is_night: bool, is_active: bool, now: datetime,
) -> ShiftKind:  # fmt: skip
    """Add a part of the day, or change one; needs and offers follow it."""
    only(acting, SETTERS)
    row = get_or_404(access.shifts(acting), pk=pk) if pk else ShiftKind()
    row.name, row.name_en, row.starts, row.minutes = name.strip(), name_en.strip(), starts, minutes
    row.is_night, row.is_active = is_night, is_active
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(
            _("From one to twelve hours, and no two begin at the same time."), field="starts"
        ) from error
    audit.record("roster.shift.saved", actor=acting, now=now, obj=row)
    return row


def load_shifts() -> None:
    """Three parts of the day, where there are none at all."""
    if access.shifts(Acting.system()).exists():
        return
    text = files("tongzhou.roster").joinpath("data/shifts.json").read_text("utf-8")
    ShiftKind.objects.bulk_create(ShiftKind(**entry) for entry in json.loads(text))
