"""The only way to a row of this room: committee staff their committee's, street officers all."""

from django.db.models import QuerySet

from tongzhou.closures.models import BuildingOnMap, ClosurePlan, StreetMap
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
