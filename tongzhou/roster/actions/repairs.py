"""The least change that fills empty places: worked out in a child process, looked at, adopted.

Nothing changes before somebody adopts it. It holds as long as nobody changes the roster meanwhile.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.jobs import Progress, enqueue
from tongzhou.formats.children import ChildFailed, Declined
from tongzhou.formats.duty_roster import Duty, duties_to_json, problem_to_json
from tongzhou.planners.roster.worker import repair_roster
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import duties
from tongzhou.roster.actions.steps import held_idle, note, tell
from tongzhou.roster.choices import (
    REPAIR_SECONDS,
    Assigned,
    Edit,
    Ending,
    RepairState,
    RosterState,
)
from tongzhou.roster.models import Assignment, Repair, Roster
from tongzhou.roster.plans.problem import Drawn, problem_of

REPAIR_JOB = "roster.roster.repair"


@transaction.atomic
def ask(acting: Acting, pk: int, *, now: datetime) -> Repair:
    """Ask for the least change of a published roster; an earlier answer is put aside."""
    row = held_idle(acting, pk)
    if row.state != RosterState.PUBLISHED:
        raise Refusal(_("Nobody knows this roster yet: plan it anew instead."))
    if row.ends_on < clock.local_date(now):
        raise Refusal(_("These days are over. Plan the days to come."))
    _open(acting, row).update(state=RepairState.DROPPED, closed_at=now)
    made = Repair.objects.create(
        roster=row, version=row.version, made_at=now, made_by_id=acting.user_id
    )
    made.job = enqueue(REPAIR_JOB, {"repair": made.pk}, now=now, by=acting.user_id)
    made.save(update_fields=["job"])
    tell("repair_asked", acting, row, now=now, repair=made.pk)
    return made


@transaction.atomic
def adopt(acting: Acting, pk: int, *, repair: int, now: datetime) -> Repair:
    """All of it at once: who is new, moved or free is called afterwards."""
    row = held_idle(acting, pk)
    found = get_or_404(_open(acting, row), pk=repair)
    if found.state != RepairState.READY or found.version != row.version:
        raise Stale(_("The roster changed since this was worked out. Have it worked out again."))
    made = [_new(place, by=acting.user_id, now=now) for place in found.content["added"]]
    ended = [*found.content["removed"], *(old for old, _shift in found.content["moved"])]
    whose = dict(access.assignments(acting).filter(pk__in=ended).values_list("pk", "volunteer_id"))
    made += [
        _new((whose[old], shift), by=acting.user_id, now=now)
        for old, shift in found.content["moved"]
    ]
    duties.end(ended, Ending.MOVED, by=acting.user_id, now=now)
    rows = Assignment.objects.bulk_create(made)
    found.state, found.closed_at = RepairState.ADOPTED, now
    found.save(update_fields=["state", "closed_at"])
    step = note(
        row, Edit.REPAIRED, by=acting.user_id, now=now, made=[one.pk for one in rows], ended=ended
    )
    tell("repaired", acting, row, now=now, repair=found.pk, step=step.version)
    return found


@transaction.atomic
def drop(acting: Acting, pk: int, *, repair: int, now: datetime) -> Repair:
    """Not this one; a job that runs for it comes to nothing."""
    row = held_idle(acting, pk)
    found = get_or_404(_open(acting, row), pk=repair)
    found.state, found.closed_at = RepairState.DROPPED, now
    found.save(update_fields=["state", "closed_at"])
    tell("repair_dropped", acting, row, now=now, repair=found.pk)
    return found


def _open(acting: Acting, row: Roster) -> Any:
    rows = access.repairs(acting).filter(roster=row)
    return rows.filter(state__in=(RepairState.ASKED, RepairState.READY))


def _new(place: Any, *, by: int | None, now: datetime) -> Assignment:
    volunteer, shift = place
    return Assignment(
        volunteer_id=volunteer, shift_id=shift, came=Assigned.REPAIR, made_at=now, made_by_id=by
    )


# --- in the background ----------------------------------------------------------------------


class Gone(Exception):
    """Nobody waits for it any more."""


def repair_in_background(
    payload: Mapping[str, Any], progress: Progress, *, now: datetime
) -> dict[str, Any]:
    """Work the least change out; the database is free meanwhile."""
    rows = access.repairs(Acting.system()).filter(
        pk=payload["repair"], job=progress.job_id, state=RepairState.ASKED
    )
    found = rows.select_related("roster").first()
    if found is None:
        return {}
    drawn = problem_of(found.roster, now=now, is_repair=True)
    seconds = iter(range(1, 10 * REPAIR_SECONDS))

    def told(_said: Mapping[str, Any]) -> None:
        progress.report(min(next(seconds, REPAIR_SECONDS), REPAIR_SECONDS), REPAIR_SECONDS)
        if not rows.exists():
            raise Gone

    try:
        answer = repair_roster(
            problem_to_json(drawn.problem), duties_to_json(_published(found.roster, drawn)),
            _changes(drawn, now), seed=0, budget=REPAIR_SECONDS, told=told,
        )  # fmt: skip
    except Gone:
        return {"gone": True}
    except (Declined, ChildFailed):
        rows.update(state=RepairState.FAILED, closed_at=now)
        return {"failed": True}
    with transaction.atomic():
        rows.update(state=RepairState.READY, content=_content(found.roster, drawn, answer))
    return {"is_proven": answer["is_proven"]}


def _published(row: Roster, drawn: Drawn) -> frozenset[Duty]:
    return frozenset(duty for duty, one in drawn.standing.items() if one.roster == row.pk)


def _changes(drawn: Drawn, now: datetime) -> dict[str, Any]:
    """Nothing but the hour: call-outs and who is new are in the problem already."""
    hour = timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")
    return {"from": hour, "call_outs": [], "joiners": [], "required": {}}


def _content(row: Roster, drawn: Drawn, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer by row numbers, in the order of time."""
    shifts = duties.keep_shifts(row, drawn)

    def place(said: Mapping[str, Any]) -> int:
        return shifts[int(said["post"]), drawn.day(said["day"]), int(said["shift"])].pk

    def standing(said: Mapping[str, Any]) -> int:
        return drawn.standing[Duty(said["person"], said["post"], said["day"], said["shift"])].pk

    return {
        "added": [[int(said["person"]), place(said)] for said in answer["added"]],
        "removed": [standing(said) for said in answer["removed"]],
        "moved": [[standing(both["from"]), place(both["to"])] for both in answer["moved"]],
        "empty": sum(gap["missing"] for gap in answer["unfilled"]),
        "is_proven": answer["is_proven"],
        "phases": answer["phases"],
    }
