"""Whom to phone for an empty place, in order, with what those asked so far have said."""

from dataclasses import dataclass

from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting
from tongzhou.roster.choices import Answer
from tongzhou.roster.models import Asked, Roster, Shift, Volunteer
from tongzhou.roster.plans.fitting import Fit, fits
from tongzhou.roster.queries.rosters import offering, people
from tongzhou.roster.queries.stepping import answers

SHOWN = 20
NOT_OFFERED = ("H1 availability",)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to phone: how they fit, the number, and their last answer (None: not asked yet)."""

    fit: Fit
    phone: str
    asked: Asked | None

    @property
    def volunteer(self) -> Volunteer:
        """Whom."""
        return self.fit.volunteer


def calls(acting: Acting, row: Roster, shift: Shift, *, is_wide: bool = False) -> list[Call]:
    """Whom to phone, the best first; who said no or was not reached comes last.

    `is_wide` takes those too who did not offer this part of the day but are free. Queries do not
    grow with people.
    """
    rows = people(acting, row) if is_wide else offering(acting, row, shift)
    asked = answers(acting, shift)
    allowed = ((), NOT_OFFERED) if is_wide else ((),)
    found = [
        fit for fit in fits(row, shift, list(rows)) if not fit.forbidden and fit.rules in allowed
    ]
    found.sort(key=lambda fit: _answered(asked.get(fit.volunteer.pk)))
    found = found[:SHOWN]
    keyring = Keyring.of(fit.volunteer.key_id for fit in found)
    return [
        Call(fit, keyring.read(fit.volunteer, "phone"), asked.get(fit.volunteer.pk))
        for fit in found
    ]


def _answered(asked: Asked | None) -> int:
    order = (None, Answer.UNREACHED, Answer.YES, Answer.NO)
    return order.index(asked.answer if asked else None)
