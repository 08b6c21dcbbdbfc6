"""Compounds and buildings, partner units, places, neighbour groups: few, kept by hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import Http404
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.bulk import update_rows
from tongzhou.registry.actions.households import keeper
from tongzhou.registry.addresses import building_key, door_label, door_search
from tongzhou.registry.choices import GroupKind
from tongzhou.registry.models import (
    Building,
    Compound,
    Household,
    NeighbourGroup,
    PartnerUnit,
    Place,
)
from tongzhou.registry.naming import place_search

M = TypeVar("M", bound=Model)
GROUP_SIZES = {GroupKind.FIVE: 5, GroupKind.TEN: 10}


@transaction.atomic
def save_compound(
    acting: Acting, pk: int | None, *, now: datetime, committee_id: int, **told: Any
) -> Compound:
    """Add a compound to a committee, or change it; doors follow its name for search."""
    compound = access.get_or_404(access.compounds(keeper(acting)), pk=pk) if pk else Compound()
    if not pk:
        _own_committee(acting, committee_id)
        compound.committee_id = committee_id
    _write(compound, told, _("The committee has a compound of this name already."))
    if pk:
        _search_anew(acting, compound)
    return _recorded("compound", compound, is_new=not pk, acting=acting, now=now)


@transaction.atomic
def add_building(
    acting: Acting, compound_id: int, *, name: str, walk_order: int, now: datetime
) -> Building:
    """A further building, or a courtyard with a number of its own."""
    compound = access.get_or_404(access.compounds(keeper(acting)), pk=compound_id)
    others = access.buildings(acting).filter(compound=compound).values_list("name", flat=True)
    if building_key(name) in map(building_key, others):
        raise Refusal(_("The compound has a building of this name already."), field="name")
    building = Building.objects.create(compound=compound, name=name, walk_order=walk_order)
    return _recorded("building", building, is_new=True, acting=acting, now=now)


@transaction.atomic
def save_partner(acting: Acting, pk: int | None, *, now: datetime, **told: Any) -> PartnerUnit:
    """Add a partner unit of the street, or change it."""
    office = access.office(keeper(acting))
    partner = (
        access.get_or_404(access.partners(acting), pk=pk) if pk else PartnerUnit(office=office)
    )
    _write(partner, told, _("There is a partner of this name already."))
    return _recorded("partner", partner, is_new=not pk, acting=acting, now=now)


@transaction.atomic
def save_place(
    acting: Acting, pk: int | None, *, now: datetime, committee_id: int, **told: Any
) -> Place:
    """Add a place one can stand at or store in, or change it."""
    place = access.get_or_404(access.places(keeper(acting)), pk=pk) if pk else Place()
    _own_committee(acting, committee_id)
    compound = told.get("compound")
    if compound is not None and compound.committee_id != committee_id:
        raise Refusal(_("This compound belongs to another committee."), field="compound")
    place.committee_id = committee_id
    _write(place, told, _("There is a place of this name already."))
    return _recorded("place", place, is_new=not pk, acting=acting, now=now)


@transaction.atomic
def make_groups(acting: Acting, compound_id: int, kind: str, *, now: datetime) -> int:
    """Group the doors of a compound that are in no group of this kind yet, in walking order."""
    compound = access.get_or_404(access.compounds(keeper(acting)), pk=compound_id)
    size, column = GROUP_SIZES[GroupKind(kind)], group_column(kind)
    free = list(
        access.households(acting)
        .filter(building__compound=compound, **{column: None})
        .order_by("building__walk_order", "unit", "floor", "room")
        .values_list("pk", flat=True)
    )
    if not free:
        raise Refusal(_("Every household of the compound is in such a group already."))
    newest = access.groups(acting).filter(compound=compound, kind=kind).order_by("-number").first()
    first = newest.number + 1 if newest else 1
    for number, start in enumerate(range(0, len(free), size), first):
        group = NeighbourGroup.objects.create(compound=compound, kind=kind, number=number)
        rows = [[group.pk, home] for home in free[start : start + size]]
        update_rows(Household, [column], rows, is_edit=False)
    audit.record(
        "registry.groups.made", actor=acting, now=now, obj=compound, kind=kind, households=len(free)
    )
    return -(-len(free) // size)


@transaction.atomic
def name_leader(acting: Acting, group_id: int, resident_id: int | None, *, now: datetime) -> None:
    """Somebody of the group's own doors leads it; None: nobody for now."""
    group = access.get_or_404(access.groups(keeper(acting)), pk=group_id)
    if resident_id is not None:
        own = access.residents(acting).filter(
            left_on=None, **{f"household__{group_column(group.kind)}": group}
        )
        group.leader = access.get_or_404(own, pk=resident_id)
    else:
        group.leader = None
    group.save(update_fields=["leader"])
    audit.record("registry.group.led", actor=acting, now=now, obj=group)


def group_column(kind: str) -> str:
    """The household's column for groups of a kind."""
    return "group_of_five_id" if kind == GroupKind.FIVE else "group_of_ten_id"


def _own_committee(acting: Acting, committee_id: int) -> None:
    if not acting.is_whole_street and committee_id != acting.committee_id:
        raise Http404


def _write(row: Model, told: dict[str, Any], taken: str) -> None:
    for name, value in told.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(taken, field="name") from error


def _search_anew(acting: Acting, compound: Compound) -> None:
    place = place_search(compound.name, compound.name_en)
    rows = access.households(acting).filter(building__compound=compound)
    found: Iterable[tuple[str, str, str, int]] = rows.values_list(
        "building__name", "unit", "room", "pk"
    )
    update_rows(
        Household,
        ["search", "door"],
        [
            [door_search(place, building, unit, room), door_label(building, unit, room), pk]
            for building, unit, room, pk in found
        ],
        is_edit=False,
    )


def _recorded(word: str, row: M, *, is_new: bool, acting: Acting, now: datetime) -> M:
    deed = "added" if is_new else "changed"
    audit.record(f"registry.{word}.{deed}", actor=acting, now=now, obj=row)
    return row
