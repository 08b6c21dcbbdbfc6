"""Duties are given away or exchanged between two people, by themselves or by staff.

Until somebody takes it, whoever has a duty keeps it. People among themselves break no rule; staff
may, and say why.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongzhou.core.errors import Refusal, Stale
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import duties, rows
from tongzhou.roster.actions.standing import shift_to_come, stand, standing_in
from tongzhou.roster.actions.steps import held, held_idle, note, tell
from tongzhou.roster.choices import SWAP_MOVES, Assigned, Edit, Ending, SwapState
from tongzhou.roster.models import Assignment, Roster, Swap, Volunteer
from tongzhou.roster.plans.fitting import fits

SYSTEM = Acting.system()


@transaction.atomic
def exchange(
    acting: Acting, pk: int, *, first: int, second: int, now: datetime, reason: str = ""
) -> Assignment:
    """Two people who agreed stand each other's duty; the first's new one."""
    row = held_idle(acting, pk)
    one = standing_in(acting, row, first, now=now)
    other = standing_in(acting, row, second, now=now)
    if one.volunteer_id == other.volunteer_id:
        raise Refusal(_("Both duties are the same person's. Choose somebody else's."))
    made = _crossed(row, one, other, by=acting.user_id, now=now, reason=reason)
    _note(row, acting, made, [one, other], now=now)
    return made[0]


@transaction.atomic
def offer(token: str, *, assignment: int, now: datetime) -> Swap:
    """Whoever has a duty would give it away; others see it on their own pages."""
    person = access.by_link(token, now=now)
    mine = _own(person, assignment)
    row = held(SYSTEM, mine.shift.roster_id)
    standing_in(SYSTEM, row, mine.pk, now=now)
    if mine.shift.starts_at <= now:
        raise Refusal(_("This duty has begun. Call your committee or whoever leads the post."))
    try:
        with transaction.atomic():
            swap = Swap.objects.create(offered=mine, made_at=now)
    except IntegrityError as error:
        raise Stale(_("You offer this duty already.")) from error
    tell("swap_offered", rows.by_themselves(person), row, now=now, swap=swap.pk)
    return swap


@transaction.atomic
def keep(token: str, *, swap: int, now: datetime) -> Swap:
    """Whoever offered a duty keeps it after all."""
    person = access.by_link(token, now=now)
    row, found = _mine(person, swap)
    _move(found, SwapState.KEPT, now=now)
    tell("swap_kept", rows.by_themselves(person), row, now=now, swap=found.pk)
    return found


@transaction.atomic
def take(token: str, *, swap: int, now: datetime) -> Swap:
    """Somebody takes an offered duty: done at once, where no rule is broken."""
    person = access.by_link(token, now=now)
    row, found = _others(person, swap)
    old = standing_in(SYSTEM, row, found.offered_id, now=now)
    place = shift_to_come(row, old.shift_id, now=now)
    made = stand(
        row, place, person, came=Assigned.SWAP, by=None, now=now, without=[old.pk], told_at=now
    )
    duties.end([old.pk], Ending.SWAPPED, by=None, now=now)
    _move(found, SwapState.DONE, now=now)
    _note(row, rows.by_themselves(person), [made], [old], now=now)
    return found


@transaction.atomic
def answer(token: str, *, swap: int, returned: int, now: datetime) -> Swap:
    """Somebody would take it, if the other takes this duty of theirs."""
    person = access.by_link(token, now=now)
    row, found = _others(person, swap)
    mine = standing_in(SYSTEM, row, _own(person, returned).pk, now=now)
    if found.state != SwapState.OPEN:
        raise Stale(_("Somebody else answered a moment ago. Look again tomorrow."))
    _refuse_unfit(row, standing_in(SYSTEM, row, found.offered_id, now=now), mine)
    found.returned, found.asked_at = mine, now
    _move(found, SwapState.ASKED, now=now)
    tell("swap_answered", rows.by_themselves(person), row, now=now, swap=found.pk)
    return found


@transaction.atomic
def agree(token: str, *, swap: int, now: datetime) -> Swap:
    """Whoever offered takes the other duty for it: both change at once."""
    person = access.by_link(token, now=now)
    row, found = _mine(person, swap)
    if found.state != SwapState.ASKED or found.returned is None:
        raise Stale(_("The other took it back a moment ago."))
    one = standing_in(SYSTEM, row, found.offered_id, now=now)
    other = standing_in(SYSTEM, row, found.returned.pk, now=now)
    made = _crossed(row, one, other, by=None, now=now)
    access.own_assignments(person).filter(pk__in=[made[0].pk, one.pk]).update(
        told_at=now, end_told_at=now
    )
    _move(found, SwapState.DONE, now=now)
    _note(row, rows.by_themselves(person), made, [one, other], now=now)
    return found


@transaction.atomic
def decline(token: str, *, swap: int, now: datetime) -> Swap:
    """Not for this one: the duty is offered as before. Either of the two may say so."""
    person = access.by_link(token, now=now)
    found = get_or_404(access.own_swaps(person), pk=swap)
    row = held(SYSTEM, found.offered.shift.roster_id)
    found.returned, found.asked_at = None, None
    _move(found, SwapState.OPEN, now=now)
    tell("swap_declined", rows.by_themselves(person), row, now=now, swap=found.pk)
    return found


def _own(person: Volunteer, pk: int) -> Assignment:
    found = access.own_assignments(person).filter(ended_at__isnull=True)
    return get_or_404(found.select_related("shift"), pk=pk)


def _mine(person: Volunteer, pk: int) -> tuple[Roster, Swap]:
    """A swap that somebody offered, with the roster held."""
    found = get_or_404(access.own_swaps(person).filter(offered__volunteer=person), pk=pk)
    return held(SYSTEM, found.offered.shift.roster_id), found


def _others(person: Volunteer, pk: int) -> tuple[Roster, Swap]:
    """A swap that somebody else of the committee offered, with the roster held."""
    found = get_or_404(access.open_swaps(person), pk=pk)
    return held(SYSTEM, found.offered.shift.roster_id), found


def _move(found: Swap, state: SwapState, *, now: datetime) -> None:
    if state not in SWAP_MOVES[found.state]:
        raise Stale(_("Somebody was faster. Look at what is offered now."))
    found.state = state
    found.closed_at = now if not SWAP_MOVES[state] else None
    found.save(update_fields=["state", "closed_at", "returned", "asked_at"])


def _crossed(
    row: Roster, one: Assignment, other: Assignment, *, by: int | None, now: datetime,
    reason: str = "",
) -> list[Assignment]:  # fmt: skip
    """Each stands where the other did."""
    without = [one.pk, other.pk]
    made = [
        stand(
            row, shift, person, came=Assigned.SWAP, by=by, now=now, reason=reason, without=without
        )
        for shift, person in ((other.shift, one.volunteer), (one.shift, other.volunteer))
    ]
    duties.end(without, Ending.SWAPPED, by=by, now=now)
    return made


def _refuse_unfit(row: Roster, offered: Assignment, returned: Assignment) -> None:
    """Nobody is asked for what could not be done; whose offer it is stays unsaid."""
    without = [offered.pk, returned.pk]
    for shift, person, words in (
        (returned.shift, offered.volunteer, _("They cannot take this duty. Choose another.")),
        (offered.shift, returned.volunteer, _("Theirs does not fit beside your other duties.")),
    ):
        [fit] = fits(row, shift, [person], without=without)
        if not fit.is_free:
            raise Refusal(words, field="returned")


def _note(
    row: Roster,
    acting: Acting,
    made: Collection[Assignment],
    ended: Collection[Assignment],
    *,
    now: datetime,
) -> None:
    pks = {"made": [one.pk for one in made], "ended": [one.pk for one in ended]}
    step = note(row, Edit.SWAPPED, by=acting.user_id, now=now, **pks)
    tell("swapped", acting, row, now=now, step=step.version, **pks)
