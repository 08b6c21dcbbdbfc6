"""Records that a phone numbered and that never arrived."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from tongzhou.field import access
from tongzhou.field.models import Device
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language

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
    shifts = access.shifts(Acting.system()).filter(device=OuterRef("pk")).order_by("-opened_at")
    rows = access.phones(acting).filter(missing__gt=0).select_related("membership__user")
    named = rows.annotate(
        place=Subquery(shifts.values("place__name")[:1]),
        place_en=Subquery(shifts.values("place__name_en")[:1]),
        profile=Subquery(shifts.values("profile")[:1]),
    )
    return [_missing(row) for row in named.order_by("-missing", "pk")[:MOST]]


def _missing(row: Device) -> Missing:
    place = in_readers_language(row.place or "", row.place_en or "")  # type: ignore[attr-defined]
    name = row.membership.user.name
    return Missing(name, place or row.profile or "", row.heard_at, row.missing)  # type: ignore[attr-defined]
