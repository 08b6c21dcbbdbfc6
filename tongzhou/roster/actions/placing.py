"""Changes by hand: put somebody on a shift, take off, move, pin, undo the last step.

What breaks a rule needs a reason; what nobody may decide is refused. Two coordinators see each
other: a step that touches what another changed meanwhile is refused and says what was done.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongzhou.core.errors import Stale
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.models.tree import in_readers_language
from tongzhou.roster import access, sentences
from tongzhou.roster.actions import duties
from tongzhou.roster.actions.standing import BESIDE, shift_to_come, stand, standing_in
from tongzhou.roster.actions.steps import held_idle, note, tell
from tongzhou.roster.choices import BY_HAND, Assigned, Edit, Ending
from tongzhou.roster.models import Assignment, Roster, RosterEdit, Shift, Volunteer


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken, on which roster and at which shift."""

    roster: Roster
    shift: Shift


@transaction.atomic
def put(
    acting: Acting, pk: int, *, shift: int, volunteer: int, seen: int, now: datetime,
    reason: str = "",
) -> Done:  # fmt: skip
    """Somebody stands this shift."""
    row = held_idle(acting, pk)
    place, person = shift_to_come(row, shift, now=now), _volunteer(acting, volunteer)
    _refuse_changed(acting, row, seen=seen, shifts=[shift], people=[volunteer])
    made = stand(row, place, person, came=Assigned.HAND, by=acting.user_id, now=now, reason=reason)
    step = note(row, Edit.PUT, by=acting.user_id, now=now, made=[made.pk])
    tell("put", acting, row, now=now, step=step.version, assignment=made.pk, broken=made.broken)
    return Done(row, place)


@transaction.atomic
def move(
    acting: Acting, pk: int, *, assignment: int, shift: int, seen: int, now: datetime,
    reason: str = "",
) -> Done:  # fmt: skip
    """Somebody stands another shift instead."""
    row = held_idle(acting, pk)
    old, place = standing_in(acting, row, assignment, now=now), shift_to_come(row, shift, now=now)
    people, places = [old.volunteer_id], [shift, old.shift_id]
    _refuse_changed(acting, row, seen=seen, shifts=places, people=people)
    made = stand(
        row, place, old.volunteer, came=Assigned.HAND, by=acting.user_id, now=now, reason=reason,
        without=[old.pk],
    )  # fmt: skip
    duties.end([old.pk], Ending.MOVED, by=acting.user_id, now=now)
    step = note(row, Edit.MOVED, by=acting.user_id, now=now, made=[made.pk], ended=[old.pk])
    tell("moved", acting, row, now=now, step=step.version, assignment=made.pk, broken=made.broken)
    return Done(row, place)


@transaction.atomic
def take_off(acting: Acting, pk: int, *, assignment: int, seen: int, now: datetime) -> Done:
    """Somebody does not stand this shift after all."""
    row = held_idle(acting, pk)
    old = standing_in(acting, row, assignment, now=now)
    _refuse_changed(acting, row, seen=seen, shifts=[], people=[old.volunteer_id])
    duties.end([old.pk], Ending.TAKEN_OFF, by=acting.user_id, now=now)
    step = note(row, Edit.TAKEN_OFF, by=acting.user_id, now=now, ended=[old.pk])
    tell("taken_off", acting, row, now=now, step=step.version, assignment=old.pk)
    return Done(row, old.shift)


@transaction.atomic
def pin(acting: Acting, pk: int, *, assignment: int, is_pinned: bool, now: datetime) -> Done:
    """A pinned duty stays when the roster is planned anew."""
    row = held_idle(acting, pk)
    kept = standing_in(acting, row, assignment, now=now)
    kind = Edit.PINNED if is_pinned else Edit.UNPINNED
    if kept.is_pinned != is_pinned:
        kept.is_pinned = is_pinned
        kept.save(update_fields=["is_pinned"])
        note(row, kind, by=acting.user_id, now=now, made=[kept.pk])
        tell(kind.value, acting, row, now=now, assignment=kept.pk)
    return Done(row, kept.shift)


@transaction.atomic
def undo(acting: Acting, pk: int, *, seen: int, now: datetime) -> RosterEdit:
    """Take the last step by hand back, as long as nothing came after it."""
    row = held_idle(acting, pk)
    last = access.edits(acting).filter(roster=row).order_by("-version").first()
    if last is None or last.kind not in BY_HAND or last.version != seen:
        raise Stale(_("Something was changed after that. Look at the roster, then change it back."))
    made = _undone(acting, row, last, now=now)
    last.undone_at = now
    last.save(update_fields=["undone_at"])
    note(row, Edit.UNDONE, by=acting.user_id, now=now, made=made, ended=last.made)
    tell("undone", acting, row, now=now, step=last.version)
    return last


def _undone(acting: Acting, row: Roster, last: RosterEdit, *, now: datetime) -> list[int]:
    """The state before a step; what had ended begins again as a new line."""
    rows = access.assignments(acting).filter(shift__roster=row)
    if last.kind in (Edit.PINNED, Edit.UNPINNED):
        rows.filter(pk__in=last.made).update(is_pinned=last.kind == Edit.UNPINNED)
        return []
    duties.end(last.made, Ending.TAKEN_OFF, by=acting.user_id, now=now)
    again: list[int] = []
    for old in rows.filter(pk__in=last.ended):
        old.pk, old.made_at, old.made_by_id = None, now, acting.user_id
        old.ended_at, old.ended_by, old.ending, old.end_told_at = None, None, "", None
        old.save(force_insert=True)
        again.append(old.pk)
    access.call_outs(acting).filter(assignment__in=last.ended).update(taken_back_at=now)
    return again


def _volunteer(acting: Acting, pk: int) -> Volunteer:
    return get_or_404(access.volunteers(acting), pk=pk)


# --- two coordinators -----------------------------------------------------------------------


def _refuse_changed(
    acting: Acting, row: Roster, *, seen: int, shifts: Collection[int], people: Collection[int]
) -> None:
    """Say who did what since the writer looked, where it touches the same shift or person."""
    later = row.edits.filter(version__gt=seen).select_related("by").order_by("-version")
    for step in later:
        if step.kind == Edit.PLANNED:
            raise _meanwhile(step, None)
        for one in _touched(acting, step):
            if one.shift_id in shifts or one.volunteer_id in people:
                raise _meanwhile(step, one)


def _touched(acting: Acting, step: RosterEdit) -> list[Assignment]:
    rows = access.assignments(acting).filter(pk__in=[*step.made, *step.ended])
    return list(rows.select_related(*BESIDE).order_by("-pk"))


def _meanwhile(step: RosterEdit, one: Assignment | None) -> Stale:
    who = step.by.name if step.by else _("The planner")
    name, where = (one.volunteer.name, shift_words(one.shift)) if one else ("", "")
    did = sentences.done(step.kind, name, where)
    return Stale(
        _("Meanwhile %(who)s %(did)s. This is how it stands now; look, and choose again.")
        % {"who": who, "did": did}
    )


def shift_words(shift: Shift) -> str:
    """Where and when, short: "North gate, 4 Feb, night"."""
    kind = in_readers_language(shift.kind.name, shift.kind.name_en)
    words: list[Any] = [
        shift.post.label,
        date_format(shift.on, pgettext("day of a shift", "D j M")),
        kind,
    ]
    return sentences.listed(words)
