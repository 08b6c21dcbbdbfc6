"""People are phoned one after the other until somebody steps in; each answer is ticked off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions.standing import shift_to_come, stand
from tongzhou.roster.actions.steps import held, note, tell
from tongzhou.roster.choices import Answer, Assigned, Edit
from tongzhou.roster.models import Asked, Roster, Shift, Volunteer
from tongzhou.roster.plans.calling import NOT_OFFERED
from tongzhou.roster.plans.fitting import fits


@transaction.atomic
def answered(
    acting: Acting, pk: int, *, shift: int, volunteer: int, answer: Answer, now: datetime
) -> Shift:
    """What somebody said on the phone; who comes stands the shift from now on and knows it."""
    row = held(acting, pk, roles=access.LEADERS)
    get_or_404(access.duty_shifts(acting).filter(roster=row), pk=shift)
    place = shift_to_come(row, shift, now=now)
    person = get_or_404(access.volunteers(acting), pk=volunteer)
    Asked.objects.create(shift=place, volunteer=person, answer=answer, at=now, by_id=acting.user_id)
    if answer == Answer.YES:
        made = stand(
            row, place, person, came=Assigned.STEPPED_IN, by=acting.user_id, now=now,
            reason=_agreed(row, place, person), told_at=now,
        )  # fmt: skip
        note(row, Edit.STEPPED_IN, by=acting.user_id, now=now, made=[made.pk])
    tell("asked", acting, row, now=now, shift=place.pk, volunteer=person.pk, answer=answer.value)
    return place


def _agreed(row: Roster, place: Shift, person: Volunteer) -> str:
    """Who had not offered this part of the day and comes all the same has said so just now."""
    [fit] = fits(row, place, [person])
    return gettext("agreed when asked") if fit.rules == NOT_OFFERED else ""
