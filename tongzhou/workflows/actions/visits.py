"""One visit: checks of all members, deliveries and a note, saved together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core.errors import Refusal
from tongzhou.desk import access as desk
from tongzhou.desk.actions import moves
from tongzhou.desk.choices import State
from tongzhou.followup.actions import Check, perform_many
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.contacts import note_contact
from tongzhou.registry.choices import ContactWay


@dataclass(frozen=True, slots=True)
class Visit:
    """What was found and brought at one door."""

    household_id: int
    checks: Sequence[Check]
    delivered: Sequence[int]
    note: str
    client_id: UUID | None


@transaction.atomic
def save_visit(acting: Acting, visit: Visit, *, now: datetime) -> int:
    """Store a visit; returns how many things were written down. Sent twice, stored once."""
    household = registry.get_or_404(registry.households(acting), pk=visit.household_id)
    if not (visit.checks or visit.delivered or visit.note.strip()):
        raise Refusal(_("Nothing is filled in yet: a check, a delivery or a note."))
    perform_many(acting, visit.checks, now=now)
    brought = desk.deliveries(acting).filter(household=household, pk__in=visit.delivered)
    for request in brought:
        if request.state in (State.READY, State.OUT_FOR_DELIVERY):
            moves.deliver(acting, request, now=now, is_contact_free=False)
    if visit.note.strip():
        note_contact(
            acting, household.pk, way=ContactWay.VISIT, note=visit.note, now=now,
            client_id=visit.client_id,
        )  # fmt: skip
    return len(visit.checks) + len(visit.delivered) + bool(visit.note.strip())
