"""Compounds and buildings: how many doors, how many of them have a pass."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tongzhou.core.models import Job, JobState
from tongzhou.gates import access
from tongzhou.gates.choices import CURRENT, PassState
from tongzhou.gates.models import Pass
from tongzhou.gates.queries.passes import ADDRESS, SORTS
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Building, Compound

HOME = "household__building"


@dataclass(frozen=True, slots=True)
class Counted:
    """A compound or a building with the passes of its households."""

    place: Compound | Building
    homes: int
    having: int
    good: int
    unprinted: int

    @property
    def missing(self) -> int:
        """Doors behind which somebody lives and that have no pass."""
        return max(0, self.homes - self.having)


def compounds(acting: Acting) -> list[Counted]:
    """All compounds of the committee (of the street), three statements."""
    places = registry.compounds(acting).select_related("committee").order_by("committee", "pk")
    return _counted(acting, list(places), "building__compound")


def buildings(acting: Acting, compound: Compound) -> list[Counted]:
    """The buildings of one compound."""
    places = registry.buildings(acting).filter(compound=compound).order_by("walk_order", "pk")
    return _counted(acting, list(places), "building", compound=compound)


def _counted(
    acting: Acting,
    places: Sequence[Compound | Building],
    path: str,
    compound: Compound | None = None,
) -> list[Counted]:
    homes = registry.households(acting).filter(
        residents__isnull=False, residents__left_on__isnull=True
    )
    cards = access.passes(acting)
    if compound:
        homes = homes.filter(building__compound=compound)
        cards = cards.filter(household__building__compound=compound)
    doors = dict(homes.order_by().values_list(path).annotate(n=Count("pk", distinct=True)))
    rows = (
        cards.order_by()
        .values_list(f"household__{path}")
        .annotate(
            having=Count("pk", filter=Q(state__in=CURRENT)),
            good=Count("pk", filter=Q(state=PassState.ACTIVE)),
            unprinted=Count("pk", filter=Q(state=PassState.ACTIVE, printed_at__isnull=True)),
        )
    )
    found = {pk: numbers for pk, *numbers in rows}
    return [Counted(p, doors.get(p.pk, 0), *found.get(p.pk, (0, 0, 0))) for p in places]


def to_print(
    acting: Acting, compound: Compound, *, building_id: int | None, only_new: bool
) -> QuerySet[Pass]:
    """The passes of a sheet, door after door."""
    rows = access.passes(acting).filter(
        household__building__compound=compound, state=PassState.ACTIVE
    )
    if building_id:
        rows = rows.filter(household__building=building_id)
    if only_new:
        rows = rows.filter(printed_at__isnull=True)
    return rows.select_related(ADDRESS, "committee", "key").order_by(*SORTS["door"])


def issuing(acting: Acting, compound: Compound) -> Job | None:
    """The last job that made passes for a compound."""
    return access.issuing_jobs(acting, compound.pk).order_by("-pk").first()


def is_running(job: Job | None) -> bool:
    """Whether it still goes on."""
    return job is not None and job.state in (JobState.WAITING, JobState.RUNNING)
