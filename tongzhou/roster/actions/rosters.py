"""A roster is asked for, worked out in a child process, stopped, planned anew, withdrawn."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.core.errors import Refusal, Stale
from tongzhou.core.jobs import Progress, enqueue
from tongzhou.formats.children import ChildFailed, Declined
from tongzhou.formats.duty_roster import Duty, problem_to_json
from tongzhou.planners.roster.worker import explain_roster, make_roster
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.roster import access
from tongzhou.roster.actions import duties
from tongzhou.roster.actions.rows import STAFF, only
from tongzhou.roster.actions.steps import held, held_idle, is_busy, note, tell
from tongzhou.roster.choices import (
    DAYS_PLANNED,
    LONGEST,
    PLAN_SECONDS,
    ROSTER_MOVES,
    Assigned,
    Edit,
    Ending,
    RosterState,
)
from tongzhou.roster.models import Roster
from tongzhou.roster.plans.problem import Drawn, problem_of, walk_table

PLAN_JOB = "roster.roster.plan"


class Stopped(Exception):
    """Somebody takes what there is."""


class Gone(Exception):
    """The roster was withdrawn, or is planned by another job."""


@transaction.atomic
def ask(
    acting: Acting, committee_id: int, *, starts_on: date, days: int = DAYS_PLANNED, now: datetime
) -> Roster:
    """Ask for a roster of one committee."""
    only(acting, STAFF)
    if not acting.is_whole_street and committee_id != acting.committee_id:
        raise Refusal(_("Choose your own committee."), field="committee")
    committee = registry.get_or_404(registry.committees(acting), pk=committee_id)
    _refuse_wrong_days(acting, committee_id, starts_on, days, today=clock.local_date(now))
    row = Roster(committee=committee, starts_on=starts_on, days=days, made_at=now)
    row.made_by_id = acting.user_id
    row.save()
    _start(acting, row, now=now)
    tell("asked", acting, row, now=now)
    return row


def _refuse_wrong_days(
    acting: Acting, committee_id: int, starts_on: date, days: int, *, today: date
) -> None:
    ends_on = starts_on + timedelta(days=days - 1)
    if not 1 <= days <= LONGEST:
        raise Refusal(_("Plan one to 28 days."), field="days")
    if ends_on < today:
        raise Refusal(_("These days are over. Choose days to come."), field="starts_on")
    system = Acting.system()
    for other in (
        access.rosters(system).filter(committee=committee_id).exclude(state=RosterState.WITHDRAWN)
    ):
        if other.starts_on <= ends_on and other.ends_on >= starts_on:
            raise Refusal(
                _("There is a roster for some of these days. Change it, or withdraw it first."),
                field="starts_on",
            )
    if not access.open_posts(system).filter(committee=committee_id).exists():
        raise Refusal(_("No post of this committee is open yet. Open the first one."))
    people = access.volunteers(system).filter(committee=committee_id, state="active")
    if not people.exists():
        raise Refusal(_("Nobody of this committee takes part yet. Accept the first volunteers."))


@transaction.atomic
def plan_again(acting: Acting, pk: int, *, now: datetime) -> Roster:
    """Plan it anew: pins stay, and of a published roster every duty; what is empty is tried."""
    row = held_idle(acting, pk)
    if row.ends_on < clock.local_date(now):
        raise Refusal(_("These days are over. Plan the days to come."))
    _start(acting, row, now=now)
    tell("again", acting, row, now=now)
    return row


@transaction.atomic
def stop(acting: Acting, pk: int, *, now: datetime) -> Roster:
    """Take the best roster found so far; the child process ends within a second or two."""
    row = held(acting, pk)
    if not is_busy(row):
        raise Stale(_("The roster is ready already."))
    row.progress = {**row.progress, "stop": True}
    row.save(update_fields=["progress"])
    tell("stopped", acting, row, now=now)
    return row


@transaction.atomic
def withdraw(acting: Acting, pk: int, *, now: datetime) -> Roster:
    """The roster does not count any more, and is nobody's duty; the days can be planned anew."""
    row = held(acting, pk)
    if RosterState.WITHDRAWN not in ROSTER_MOVES[row.state]:
        raise Stale(_("Somebody else dealt with this a moment ago. Look at it again."))
    row.state, row.withdrawn_at, row.job = RosterState.WITHDRAWN, now, None
    row.version += 1
    row.save(update_fields=["state", "withdrawn_at", "job", "version"])
    tell("withdrawn", acting, row, now=now)
    return row


def _start(acting: Acting, row: Roster, *, now: datetime) -> None:
    row.progress, row.failure = {}, {}
    row.job = enqueue(PLAN_JOB, {"roster": row.pk}, now=now, by=acting.user_id)
    row.save(update_fields=["progress", "failure", "job"])


# --- in the background ----------------------------------------------------------------------


def plan_in_background(
    payload: Mapping[str, Any], progress: Progress, *, now: datetime
) -> dict[str, Any]:
    """Work a roster out; the database is free meanwhile."""
    rows = access.rosters(Acting.system()).filter(pk=payload["roster"], job=progress.job_id)
    row = rows.first()
    if row is None:
        return {}
    planning = _Planning(rows, progress, problem_of(row, now=now))
    try:
        found = planning.made()
    except Gone:
        return {"gone": True}
    except Declined as declined:
        return _failed(rows, {"code": declined.code, "params": declined.params})
    except ChildFailed:
        return _failed(rows, {"code": "fault"})
    return _stored(rows, found, now=now)


class _Planning:
    """One roster in the hands of the planner, and the best so far."""

    def __init__(self, rows: Any, progress: Progress, drawn: Drawn) -> None:
        self.rows, self.progress = rows, progress
        self.content = problem_to_json(drawn.problem)
        self.best: list[dict[str, Any]] | None = None
        self.bound: float | None = None
        self.seconds = 0

    def made(self) -> dict[str, Any]:
        try:
            return make_roster(self.content, seed=0, budget=PLAN_SECONDS, told=self.told)
        except Stopped:
            return explain_roster(
                self.content, self.best or [], bound=self.bound, told=self._still_there
            )

    def told(self, said: Mapping[str, Any]) -> None:
        self.seconds += "duties" not in said
        self.best = said.get("duties", self.best)
        self.bound = said["bound"]
        self.progress.report(min(self.seconds, PLAN_SECONDS), PLAN_SECONDS)
        self._still_there(said)
        if self.best is not None and self.rows.filter(progress__stop=True).exists():
            raise Stopped

    def _still_there(self, said: Mapping[str, Any]) -> None:
        shown = {name: said[name] for name in ("stage", "cost", "bound")}
        going = self.rows.exclude(progress__has_key="stop").update(progress=shown)
        if not going and not self.rows.exists():
            raise Gone


def _failed(rows: Any, failure: dict[str, Any]) -> dict[str, Any]:
    rows.update(failure=failure)
    return {"failed": failure["code"]}


@transaction.atomic
def _stored(rows: Any, found: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        return {"gone": True}
    kept = store(row, found, by=row.job.created_by, now=now)
    return {"added": kept.added, "ended": kept.ended}


def store(row: Roster, found: Mapping[str, Any], *, by: int | None, now: datetime) -> duties.Kept:
    """What the planner answered as rows; people and posts that are gone meanwhile are left out."""
    drawn = problem_of(row, now=now)
    planned = {Duty(**duty) for duty in found["assignments"]}
    kept = duties.keep(
        row, drawn, planned, came=Assigned.PLANNER, ending=Ending.REPLANNED, by=by, now=now
    )
    duties.keep_reasons(drawn, duties.keep_shifts(row, drawn), found["unfilled"])
    row.figures, row.planned_at, row.failure, row.progress = _figures(drawn, found), now, {}, {}
    row.save(update_fields=["figures", "planned_at", "failure", "progress"])
    note(row, Edit.PLANNED, by=by, now=now)
    tell("planned", Acting.system(), row, now=now, added=kept.added, ended=kept.ended)
    return kept


def _figures(drawn: Drawn, found: Mapping[str, Any]) -> dict[str, Any]:
    """What was proven and counted; shares and walks serve the changes by hand."""
    return {
        **{name: found[name] for name in ("status", "objective", "bound", "gap")},
        "terms": {name: term["count"] for name, term in found["terms"].items()},
        "shares": {
            row["person"]: [*row["fair_hours"], row["fair_nights"], row["fair_weekends"]]
            for row in found["fairness"]
        },
        "walk": walk_table(drawn.minutes),
    }
