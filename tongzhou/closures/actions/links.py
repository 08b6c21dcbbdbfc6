"""Which building of the registry is which on a map: by name where that is sure, else by hand."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.closures import access
from tongzhou.closures.actions.rows import only_staff
from tongzhou.closures.models import BuildingOnMap, StreetMap
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Building

_ENDING = re.compile(r"(号楼|号院|楼|栋|幢|座|号|building|bldg)$")
_SPACE = re.compile(r"[\s·.,，、#-]+")


def link_by_name(row: StreetMap, drawing: Mapping[str, Any], *, now: datetime) -> int:
    """Link what has one and the same name on both sides and on neither side twice."""
    system = Acting.system()
    taken = set(access.links(system).filter(map=row).values_list("building_id", flat=True))
    ours = registry.buildings(system).select_related("compound").exclude(pk__in=taken)
    by_name = _unique((name, b.pk) for b in ours for name in names_of_building(b))
    on_map = _unique(
        (name, f["properties"]["osm_id"])
        for f in drawing["features"]
        if f["properties"]["kind"] == "building"
        for name in names_on_map(f["properties"])
    )
    sure = {pk: on_map[name] for name, pk in by_name.items() if name in on_map}
    BuildingOnMap.objects.bulk_create(
        BuildingOnMap(map=row, building_id=pk, osm_id=osm_id, is_automatic=True)
        for pk, osm_id in sorted(sure.items())
    )
    if sure:
        audit.record("closures.map.linked", actor=system, now=now, obj=row, buildings=len(sure))
    return len(sure)


@transaction.atomic
def link(
    acting: Acting, map_id: int, *, building_id: int, osm_id: str, now: datetime
) -> BuildingOnMap | None:
    """Say where a building is; an empty `osm_id` says that it is not on the map."""
    only_staff(acting)
    row = get_or_404(access.maps(acting), pk=map_id)
    building = get_or_404(registry.buildings(acting), pk=building_id)
    if len(osm_id) > 40:
        raise Refusal(_("Choose a building of the map."), field="osm_id")
    access.links(acting).filter(map=row, building=building).delete()
    made = None
    if osm_id:
        made = BuildingOnMap.objects.create(map=row, building=building, osm_id=osm_id)
    audit.record("closures.map.building", actor=acting, now=now, obj=row, building=building.pk)
    return made


def names_of_building(building: Building) -> set[str]:
    """Compound and building as one word, in each language the compound has a name in."""
    number = _plain(building.name)
    compounds = filter(None, (building.compound.name, building.compound.name_en))
    return {_plain(compound) + number for compound in compounds}


def names_on_map(properties: Mapping[str, str]) -> set[str]:
    """The words a map may know a building by."""
    name, number = _plain(properties["name"]), _plain(properties["number"])
    around = {_plain(properties["compound"]), _plain(properties["street"])} - {""}
    return {name} - {""} | {place + part for place in around for part in (name, number) if part}


def _plain(text: str) -> str:
    word = _SPACE.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _ENDING.sub("", word)


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Names that mean one thing only."""
    found: dict[str, set[Any]] = defaultdict(set)
    for name, thing in pairs:
        found[name].add(thing)
    return dict(_single(found))


def _single(found: Mapping[str, set[Any]]) -> Iterator[tuple[str, Any]]:
    for name, things in found.items():
        if len(things) == 1:
            yield name, next(iter(things))
