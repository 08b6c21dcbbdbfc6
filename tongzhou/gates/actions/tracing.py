"""That somebody searched for contacts is written down, whatever was found."""

from datetime import datetime

from django.db import transaction

from tongzhou.core import audit
from tongzhou.registry.acting import Acting


@transaction.atomic
def note_traced(
    acting: Acting, *, place: int, since: datetime, until: datetime, shown: int, now: datetime
) -> None:
    """One entry for each page that was shown, an empty one too."""
    audit.record(
        "gates.crossings.traced", actor=acting, now=now, place=place,
        since=since.isoformat(), until=until.isoformat(), shown=shown,
    )  # fmt: skip
