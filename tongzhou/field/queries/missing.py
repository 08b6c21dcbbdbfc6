"""Records that a phone numbered and that never arrived."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max
from django.db.models.functions import Coalesce

from tongzhou.field import access
from tongzhou.registry.acting import Acting

MOST = 50


@dataclass(frozen=True, slots=True)
class Missing:
    """How many records of one phone are missing, and where it was last."""

    name: str
    place: str
    heard_at: datetime
    missing: int


def by_phone(acting: Acting) -> list[Missing]:
    """Phones with gaps in their sequence, the largest first: one query."""
    rows = access.entries(acting).filter(is_fork=False, seq__gt=F("device__watermark")).order_by()
    phones = rows.values("device").annotate(
        name=Max("device__membership__user__name"),
        place=Coalesce(Max("shift__place__name"), Max("shift__profile")),
        heard_at=Max("device__heard_at"),
        missing=Max("seq") - Max("device__watermark") - Count("pk"),
    )
    found = phones.filter(missing__gt=0).order_by("-missing", F("device").asc())[:MOST]
    return [
        Missing(row["name"], row["place"] or "", row["heard_at"], row["missing"]) for row in found
    ]
