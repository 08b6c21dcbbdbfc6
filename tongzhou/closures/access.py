"""The only way to a row of this room: committee staff their committee's, street officers all."""

from django.db.models import Q, QuerySet

from tongzhou.closures.models import (
    Barrier,
    BarrierEvent,
    BuildingOnMap,
    ClosurePlan,
    Opening,
    StreetMap,
)
from tongzhou.registry.acting import Acting


def maps(acting: Acting) -> QuerySet[StreetMap]:
    """Maps are the same for all staff."""
    return StreetMap.objects.all() if acting.is_staff else StreetMap.objects.none()


def links(acting: Acting) -> QuerySet[BuildingOnMap]:
    """Which buildings of one's committee are where on a map."""
    if not acting.is_staff:
        return BuildingOnMap.objects.none()
    return BuildingOnMap.objects.filter(acting.within_committees("building__compound__committee"))


def plans(acting: Acting) -> QuerySet[ClosurePlan]:
    """Plans of one's committee; all for the street office."""
    if not acting.is_staff:
        return ClosurePlan.objects.none()
    return ClosurePlan.objects.filter(acting.within_committees()).select_related("committee", "map")


def barriers(acting: Acting) -> QuerySet[Barrier]:
    """Barriers of one's committee; all for the street office."""
    if not acting.is_staff:
        return Barrier.objects.none()
    return Barrier.objects.filter(acting.within_committees())


def events(acting: Acting) -> QuerySet[BarrierEvent]:
    """What happened to the barriers one may see."""
    if not acting.is_staff:
        return BarrierEvent.objects.none()
    return BarrierEvent.objects.filter(acting.within_committees("barrier__committee"))


def openings(acting: Acting) -> QuerySet[Opening]:
    """Orders to open everything, for everybody who works where they hold."""
    rows = Opening.objects.select_related("committee")
    if acting.role == "resident":
        return rows.none()
    if acting.committee_id is None:
        return rows
    return rows.filter(Q(committee=None) | Q(committee_id=acting.committee_id))


def to_open(acting: Acting) -> QuerySet[Barrier]:
    """Barriers that whoever works in a committee may have to open in an emergency."""
    if acting.role == "resident":
        return Barrier.objects.none()
    if acting.committee_id is None:
        return Barrier.objects.all()
    return Barrier.objects.filter(committee_id=acting.committee_id)
