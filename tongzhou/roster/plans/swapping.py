"""Swaps as the own page shows them: what one offers, what one is asked, what others offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tongzhou.roster import access
from tongzhou.roster.choices import VolunteerState
from tongzhou.roster.models import Swap, Volunteer
from tongzhou.roster.plans.fitting import fits
from tongzhou.roster.queries.publishing import OwnDuty

# How many offers are looked at: each is checked against all rules.
LOOKED_AT, SHOWN = 12, 4


@dataclass(frozen=True, slots=True)
class Offered:
    """A duty that somebody else would give away: whether it fits as it is."""

    swap: Swap
    is_free: bool
    minutes: float | None


@dataclass(frozen=True, slots=True)
class OwnSwaps:
    """What is under way for one person."""

    offered: dict[int, Swap]
    answered: Sequence[Swap]
    others: Sequence[Offered]


def own_swaps(row: Volunteer, duties: Sequence[OwnDuty], *, now: datetime) -> OwnSwaps:
    """Own offers by assignment, own answers, and offers of others that fit, the soonest first."""
    mine = list(access.own_swaps(row).filter(offered__shift__starts_at__gt=now))
    return OwnSwaps(
        {one.offered_id: one for one in mine if one.offered.volunteer_id == row.pk},
        [one for one in mine if one.offered.volunteer_id != row.pk],
        _others(row, duties, now=now) if row.state == VolunteerState.ACTIVE else (),
    )


def _others(row: Volunteer, duties: Sequence[OwnDuty], *, now: datetime) -> list[Offered]:
    """Offers that fit as they are; where they do not, those for which a duty could be given."""
    rows = access.open_swaps(row).filter(offered__shift__starts_at__gt=now)
    found = [
        offered
        for swap in rows.order_by("offered__shift__starts_at")[:LOOKED_AT]
        if (offered := _fit(row, swap)).is_free or duties
    ]
    return [one for one in found if one.minutes is not None][:SHOWN]


def _fit(row: Volunteer, swap: Swap) -> Offered:
    shift = swap.offered.shift
    [fit] = fits(shift.roster, shift, [row], without=[swap.offered_id])
    return Offered(swap, fit.is_free, None if fit.forbidden == "there" else fit.minutes)
