"""The only way to a row of this room. Rules are public; passes are the committee's and their own."""

from datetime import datetime

from django.db.models import QuerySet

from tongzhou.accounts.choices import Role
from tongzhou.core.models import Job
from tongzhou.gates.choices import FEVER, ISSUE_JOB, CrossingHow
from tongzhou.gates.models import (
    Crossing,
    GateFinding,
    GateNote,
    GateRule,
    Pass,
    PassEvent,
    PassKey,
    PassRestriction,
)
from tongzhou.registry.acting import Acting

SEES_PASSES = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER, "system"})
# A building director leads a gate: its passes by code, no door.
SEES_GATES = SEES_PASSES | {Role.BUILDING_DIRECTOR}
TRACES = frozenset({Role.HEALTH_WORKER, "system"})


def rules(acting: Acting) -> QuerySet[GateRule]:
    """What holds at the gates is no secret."""
    return GateRule.objects.order_by("effective_on", "pk")


def passes(acting: Acting) -> QuerySet[Pass]:
    """Passes of one's committee; a household's own."""
    rows = Pass.objects.all()
    if acting.household_id:
        return rows.filter(household_id=acting.household_id)
    if acting.role not in SEES_PASSES:
        return rows.none()
    return rows.filter(acting.within_committees())


def events(acting: Acting) -> QuerySet[PassEvent]:
    """What happened to passes one may see."""
    return PassEvent.objects.filter(of__in=passes(acting))


def restrictions(acting: Acting) -> QuerySet[PassRestriction]:
    """Whom revocations restrict, of passes one may see."""
    return PassRestriction.objects.filter(of__in=passes(acting))


def keys(acting: Acting) -> QuerySet[PassKey]:
    """Signing keys of one's committee, for those who issue passes."""
    rows = PassKey.objects.order_by("signs_from", "pk")
    if acting.role not in SEES_PASSES:
        return rows.none()
    return rows.filter(acting.within_committees())


def verifying_keys(acting: Acting, *, now: datetime) -> QuerySet[PassKey]:
    """Public halves are for everybody who checks passes."""
    return PassKey.objects.filter(verifies_until__gt=now)


def issuing_jobs(acting: Acting, compound_id: int) -> QuerySet[Job]:
    """Jobs that make passes for a compound, for those who may know passes."""
    rows = Job.objects.filter(kind=ISSUE_JOB, payload__compound=compound_id)
    return rows if acting.role in SEES_PASSES else rows.none()


def crossings(acting: Acting) -> QuerySet[Crossing]:
    """What went through gates of one's committee, for those who issue passes and lead gates.

    Who was kept back for a fever did not, and is the health desk's concern alone.
    """
    rows = Crossing.objects.exclude(how=CrossingHow.KEPT)
    if acting.role not in SEES_GATES:
        return rows.none()
    return rows.filter(acting.within_committees())


def notes(acting: Acting) -> QuerySet[GateNote]:
    """Counts and handovers of gates of one's committee."""
    rows = GateNote.objects.all()
    if acting.role not in SEES_GATES:
        return rows.none()
    return rows.filter(acting.within_committees())


def crossings_to_trace(acting: Acting) -> QuerySet[Crossing]:
    """Who was at the gates, kept back or not, for the health desk: with a reason, written down."""
    rows = Crossing.objects.all()
    if acting.role not in TRACES:
        return rows.none()
    return rows.filter(acting.within_committees())


def crossings_to_ask_about(acting: Acting) -> QuerySet[Crossing]:
    """Crossings with a pass, for those who issue passes: whose it was, with a reason."""
    rows = Crossing.objects.filter(of__isnull=False).exclude(how=CrossingHow.KEPT)
    if acting.role not in SEES_PASSES:
        return rows.none()
    return rows.filter(acting.within_committees())


def fevers(acting: Acting) -> QuerySet[Crossing]:
    """Temperatures of a fever at gates, for the health desk and nobody else."""
    return crossings_to_trace(acting).filter(tenths__gte=FEVER)


def findings(acting: Acting) -> QuerySet[GateFinding]:
    """What does not fit together at gates of one's committee, for those who issue passes."""
    rows = GateFinding.objects.all()
    if acting.role not in SEES_PASSES:
        return rows.none()
    return rows.filter(acting.within_committees())
