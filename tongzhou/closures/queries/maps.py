"""Maps, and whose buildings are on them."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from tongzhou.closures import access, files
from tongzhou.closures.models import StreetMap
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Building


@dataclass(frozen=True, slots=True)
class Linking:
    """A building of the registry, and which one it is on a map (empty: not known)."""

    building: Building
    osm_id: str
    is_automatic: bool


def listing(acting: Acting) -> QuerySet[StreetMap]:
    """All maps, the current one first."""
    rows = access.maps(acting).select_related("added_by", "job")
    return rows.annotate(plan_count=Count("plans")).order_by("-is_current", "-added_at")


def current(acting: Acting) -> StreetMap | None:
    """The map new plans are made on."""
    return access.maps(acting).filter(is_current=True).first()


def drawing(row: StreetMap) -> bytes:
    """The compressed GeoJSON a page draws; empty where the file is gone."""
    path = files.drawing(row.digest)
    return path.read_bytes() if path.is_file() else b""


def names_on_map(row: StreetMap) -> list[tuple[str, str]]:
    """Ids of the map's buildings with the words the map has for them, those with words only."""
    content = drawing(row)
    features = json.loads(gzip.decompress(content))["features"] if content else []
    found = ((f["properties"]["osm_id"], _words(f["properties"])) for f in features
             if f["properties"]["kind"] == "building")  # fmt: skip
    return sorted((pair for pair in found if pair[1]), key=lambda pair: pair[1])


def _words(properties: dict[str, Any]) -> str:
    parts = (properties[name] for name in ("compound", "street", "name", "number"))
    return " ".join(dict.fromkeys(part for part in parts if part))


def linkings(acting: Acting, row: StreetMap) -> Sequence[Linking]:
    """Every building one may link, those that are not linked first."""
    linked = {one.building_id: one for one in access.links(acting).filter(map=row)}
    rows = registry.buildings(acting).select_related("compound")
    found = [_linking(b, linked.get(b.pk)) for b in rows.order_by("compound__name", "walk_order")]
    return sorted(found, key=lambda one: bool(one.osm_id))


def _linking(building: Building, link: Any) -> Linking:
    if link is None:
        return Linking(building, "", is_automatic=False)
    return Linking(building, link.osm_id, link.is_automatic)


def households_on_map(
    acting: Acting, row: StreetMap, *, committee_id: int | None = None
) -> dict[str, int]:
    """Households by building of the map, as the registry counts them."""
    rows = access.links(acting).filter(map=row)
    if committee_id:
        rows = rows.filter(building__compound__committee_id=committee_id)
    counted = rows.annotate(count=Count("building__households", filter=Q()))
    found: dict[str, int] = {}
    for osm_id, count in counted.values_list("osm_id", "count"):
        found[osm_id] = found.get(osm_id, 0) + count
    return found
