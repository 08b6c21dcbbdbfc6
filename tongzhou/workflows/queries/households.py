"""One household over all rooms: who lives there, what is open, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from tongzhou.accounts.choices import Role
from tongzhou.core import rooms
from tongzhou.core.story import StoryLine
from tongzhou.core.work import WorkItem
from tongzhou.desk import access as desk
from tongzhou.desk.models import ServiceRequest
from tongzhou.followup.queries.observations import active
from tongzhou.followup.queries.rounds import Line, visit_lines
from tongzhou.gates.models import Pass
from tongzhou.gates.queries.passes import of_household
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Household, Resident
from tongzhou.registry.queries.contacts import contact_lines
from tongzhou.registry.queries.households import household_with_residents


@dataclass(frozen=True, slots=True)
class Person:
    """A resident with what may be shown of them."""

    resident: Resident
    phone: str
    notes: str
    is_observed: bool


@dataclass(frozen=True, slots=True)
class VisitPage:
    """What a visit is for: whom to check, what to hand over."""

    household: Household
    may_open: str
    notes: str
    lines: Sequence[Line]
    deliveries: Sequence[ServiceRequest]


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """Everything the household page shows at once."""

    household: Household
    people: Sequence[Person]
    phone: str
    may_open: str
    notes: str
    open_work: Sequence[WorkItem]
    card: Pass | None

    @property
    def resident_ids(self) -> list[int]:
        """Whom the page shows."""
        return [p.resident.pk for p in self.people]


def household_page(acting: Acting, pk: int, *, now: datetime) -> HouseholdPage:
    """Read one household; 404 when it is not one's own."""
    household, residents = household_with_residents(acting, pk)
    # A building director sees no health detail, and notes may hold some.
    may_read_notes = acting.role != Role.BUILDING_DIRECTOR
    keyring = Keyring.of([household.key_id, *(r.key_id for r in residents)])
    observed = set(active(acting).filter(household=pk).values_list("resident_id", flat=True))
    return HouseholdPage(
        household=household,
        people=[
            Person(
                resident=r,
                phone=keyring.read(r, "phone"),
                notes=keyring.read(r, "notes") if may_read_notes else "",
                is_observed=r.pk in observed,
            )
            for r in residents
            if r.left_on is None
        ],
        phone=keyring.read(household, "phone"),
        may_open=keyring.read(household, "may_open"),
        notes=keyring.read(household, "notes") if may_read_notes else "",
        open_work=open_work(acting, pk, now=now),
        card=of_household(acting, pk).first(),
    )


def visit_page(acting: Acting, pk: int, *, now: datetime) -> VisitPage:
    """What somebody at this door needs to know and can do."""
    household = one(acting, pk)
    keyring = Keyring.of([household.key_id])
    ready = desk.deliveries(acting).filter(household=household).select_related("service")
    return VisitPage(
        household=household,
        may_open=keyring.read(household, "may_open"),
        notes=keyring.read(household, "notes"),
        lines=visit_lines(acting, pk, now=now),
        deliveries=list(ready),
    )


def open_work(acting: Acting, household_id: int, *, now: datetime) -> list[WorkItem]:
    """Everything open for one household, over all rooms, the most urgent first."""
    found = (
        item
        for room in rooms.with_module("today")
        for item in room.for_household(acting, household_id, now=now)
    )
    return sorted(found, key=lambda item: item.order)


def story(acting: Acting, household_id: int, *, limit: int) -> list[StoryLine]:
    """What happened with one household, over all rooms, newest first."""
    told = [contact_lines(acting, household_id, limit=limit)]
    told += [
        room.story(acting, household_id, limit=limit)
        for room in rooms.with_module("queries")
        if hasattr(room, "story")
    ]
    return list(islice(merge(*told, key=lambda line: line.at, reverse=True), limit))


def one(acting: Acting, pk: int) -> Household:
    """A household with its address; 404 when it is not one's own."""
    rows = access.households(acting).select_related("building__compound")
    return access.get_or_404(rows, pk=pk)
