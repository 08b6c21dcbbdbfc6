"""One household with everybody who lives there."""

from collections.abc import Sequence

from django.http import Http404

from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Household, Resident

_ADDRESS = ("building__compound__committee", "group_of_five__leader", "group_of_ten__leader")


def household_with_residents(acting: Acting, pk: int) -> tuple[Household, list[Resident]]:
    """A household with address and groups, and its residents, those who left last; one query.

    Each resident's `household` is the same object. Raises Http404 where it is not one's own.
    """
    rows = access.residents(acting).filter(household_id=pk)
    rows = rows.select_related(*(f"household__{path}" for path in _ADDRESS))
    people = sorted(rows, key=lambda person: (person.left_on is not None, person.pk))
    people = [person for person in people if person.name or person.left_on is None]
    if not people:
        return _empty(acting, pk), []
    household = people[0].household
    for person in people:
        person.household = household
    return household, people


def _empty(acting: Acting, pk: int) -> Household:
    return access.get_or_404(access.households(acting).select_related(*_ADDRESS), pk=pk)


def of_building(acting: Acting, building_id: int) -> Sequence[Household]:
    """Households of a building in walking order, with address."""
    rows = access.households(acting).filter(building_id=building_id)
    rows = rows.select_related("building__compound__committee")
    return list(rows.order_by("unit", "floor", "room"))


def resident(acting: Acting, pk: int) -> Resident:
    """A resident with household and address; raises Http404."""
    rows = access.residents(acting).select_related("household__building__compound__committee")
    person = access.get_or_404(rows, pk=pk)
    if not person.name:
        raise Http404
    return person
