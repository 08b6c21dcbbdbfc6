"""Whoever learns who went through a gate says why, and that is written down."""

from datetime import datetime

from django.db import transaction

from tongzhou.core import audit
from tongzhou.gates import access
from tongzhou.gates.models import Crossing
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

WITH_DOOR = ("place", "of__household__building__compound")


@transaction.atomic
def note_traced(
    acting: Acting, *, place: int, since: datetime, until: datetime, shown: int, now: datetime
) -> None:
    """One entry for each page that was shown, an empty one too."""
    audit.record(
        "gates.crossings.traced", actor=acting, now=now, place=place,
        since=since.isoformat(), until=until.isoformat(), shown=shown,
    )  # fmt: skip


@transaction.atomic
def show_door(acting: Acting, pk: int, *, reason: str, now: datetime) -> Crossing:
    """Whose pass went through, for whoever says why they have to know: the household reads it."""
    rows = access.crossings_to_ask_about(acting).select_related(*WITH_DOOR)
    return _door_shown(acting, get_or_404(rows, pk=pk), "gates.door", reason=reason, now=now)


@transaction.atomic
def show_fever(acting: Acting, pk: int, *, now: datetime) -> Crossing:
    """The household that a fever at a gate is about. That it is a fever is the reason."""
    rows = access.fevers(acting).filter(of__isnull=False).select_related(*WITH_DOOR)
    return _door_shown(acting, get_or_404(rows, pk=pk), "gates.fever", now=now)


def _door_shown(
    acting: Acting, row: Crossing, page: str, *, reason: str = "", now: datetime
) -> Crossing:
    if row.of is None:
        raise RuntimeError("only crossings with a pass are asked about")
    record_view(acting, page, now=now, households=[row.of.household_id], reason=reason)
    audit.record("gates.crossing.door_shown", actor=acting, now=now, obj=row)
    return row
