"""Somebody cannot come, or comes after all: on their own page, or as they said on the phone.

Whoever calls out is believed at any hour until the duty is over, also while the planner works:
an empty place that everybody sees is better than somebody who does not come.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from tongzhou.core.errors import Refusal
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import duties, rows
from tongzhou.roster.actions.standing import BESIDE, stand, standing_in
from tongzhou.roster.actions.steps import held, note, tell
from tongzhou.roster.choices import Assigned, Edit, Ending
from tongzhou.roster.models import Assignment, CallOut, Roster

SYSTEM = Acting.system()


@transaction.atomic
def call_out(
    acting: Acting, pk: int, *, assignment: int, word: str = "", now: datetime
) -> Assignment:
    """Somebody told the committee or their building director that they cannot come."""
    row = held(acting, pk, roles=access.LEADERS)
    old = standing_in(acting, row, assignment, now=now)
    _called_out(row, old, word=word, acting=acting, now=now)
    return old


@transaction.atomic
def call_out_own(token: str, *, assignment: int, word: str = "", now: datetime) -> Assignment:
    """Somebody says so on their own page, as long as the duty has not begun."""
    person = access.by_link(token, now=now)
    mine = get_or_404(access.own_assignments(person).select_related("shift"), pk=assignment)
    if mine.shift.starts_at <= now:
        raise Refusal(_("This duty has begun. Call your committee or whoever leads the post."))
    row = held(SYSTEM, mine.shift.roster_id)
    old = standing_in(SYSTEM, row, mine.pk, now=now)
    _called_out(row, old, word=word, acting=rows.by_themselves(person), now=now)
    return old


def _called_out(
    row: Roster, old: Assignment, *, word: str, acting: Acting, now: datetime
) -> CallOut:
    duties.end([old.pk], Ending.CALLED_OUT, by=acting.user_id, now=now)
    call = CallOut(assignment=old, at=now, by_id=acting.user_id, key_id=old.volunteer.key_id)
    if word.strip():
        Keyring.of([call.key_id]).seal(call, "word", word.strip()[:200])
    call.save()
    step = note(row, Edit.CALLED_OUT, by=acting.user_id, now=now, ended=[old.pk])
    tell("called_out", acting, row, now=now, step=step.version, assignment=old.pk)
    return call


@transaction.atomic
def come_after_all(acting: Acting, pk: int, *, assignment: int, now: datetime) -> Assignment:
    """Whoever had called out comes after all, where the place is still free."""
    row = held(acting, pk, roles=access.LEADERS)
    old = get_or_404(_called(access.assignments(acting)).filter(shift__roster=row), pk=assignment)
    return _back(row, old, acting=acting, now=now)


@transaction.atomic
def come_after_all_own(token: str, *, assignment: int, now: datetime) -> Assignment:
    """The same on the own page."""
    person = access.by_link(token, now=now)
    old = get_or_404(_called(access.own_assignments(person)), pk=assignment)
    row = held(SYSTEM, old.shift.roster_id)
    return _back(row, old, acting=rows.by_themselves(person), now=now)


def _called(found: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return found.filter(call_out__taken_back_at__isnull=True).select_related(*BESIDE, "call_out")


def _back(row: Roster, old: Assignment, *, acting: Acting, now: datetime) -> Assignment:
    place = old.shift
    if place.ends_at <= now:
        raise Refusal(_("This duty is over. What was served is corrected with the hours."))
    if place.assignments.filter(ended_at__isnull=True).count() >= place.people:
        raise Refusal(_("Somebody stepped in already. Thank you all the same."))
    old.call_out.taken_back_at = now
    old.call_out.save(update_fields=["taken_back_at"])
    made = stand(
        row, place, old.volunteer, came=Assigned.HAND, by=acting.user_id, now=now, told_at=now,
        reason=old.reason or gettext("comes after all"),
    )  # fmt: skip
    step = note(row, Edit.CAME_AFTER_ALL, by=acting.user_id, now=now, made=[made.pk])
    tell("came_after_all", acting, row, now=now, step=step.version, assignment=made.pk)
    return made
