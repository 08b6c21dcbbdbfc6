"""Somebody comes to stand a shift: what stands against it is said, or kept with the reason."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from tongzhou.core.errors import Refusal, Stale
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access, sentences
from tongzhou.roster.choices import Assigned
from tongzhou.roster.models import Assignment, Roster, Shift, Volunteer
from tongzhou.roster.plans.fitting import FULL, fits

BESIDE = ("shift__post__place", "shift__kind", "volunteer")


def stand(
    row: Roster, place: Shift, person: Volunteer, *, came: Assigned, by: int | None, now: datetime,
    reason: str = "", without: Collection[int] = (), told_at: datetime | None = None,
) -> Assignment:  # fmt: skip
    """The new duty, or the sentence that says what stands against it.

    `without` are assignments that end in the same step.
    """
    [fit] = fits(row, place, [person], without=without)
    if fit.forbidden:
        raise Refusal(sentences.forbidden(fit.forbidden, person.name), field="volunteer")
    standing = place.assignments.filter(ended_at__isnull=True).exclude(pk__in=without)
    broken = [*fit.rules, *([FULL] if standing.count() >= place.people else [])]
    reason = reason.strip()[:200]
    if broken and not reason:
        words = sentences.listed(map(sentences.breaks, broken))
        raise Refusal(
            _("This breaks a rule: %(rules)s. Say why it is right all the same.")
            % {"rules": words},
            field="reason",
        )
    return Assignment.objects.create(
        shift=place, volunteer=person, came=came, is_pinned=came != Assigned.REPAIR, broken=broken,
        reason=reason if broken else "", made_at=now, made_by_id=by, told_at=told_at,
    )  # fmt: skip


def shift_to_come(row: Roster, pk: int, *, now: datetime) -> Shift:
    """A shift of the roster that is not over."""
    found = get_or_404(row.shifts.select_related("post__place", "kind"), pk=pk)
    refuse_over(found, now=now)
    return found


def standing_in(acting: Acting, row: Roster, pk: int, *, now: datetime) -> Assignment:
    """A duty in the roster that stands and is not over."""
    rows = access.assignments(acting).filter(shift__roster=row).select_related(*BESIDE)
    found = get_or_404(rows, pk=pk)
    if found.ended_at is not None:
        raise Stale(_("Somebody took this duty away a moment ago. Look at it again."))
    refuse_over(found.shift, now=now)
    return found


def refuse_over(shift: Shift, *, now: datetime) -> None:
    """What is over is not changed any more."""
    if shift.ends_at <= now:
        raise Refusal(_("This duty is over. What was served is corrected with the hours."))
