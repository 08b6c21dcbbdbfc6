"""Observations: which one, what state they are really in, and why they cannot end yet."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.followup import access
from tongzhou.followup.choices import SEEN, UNSETTLED_ALARMS, ObservationState
from tongzhou.followup.models import Observation
from tongzhou.registry.acting import Acting


def why_not_releasable(acting: Acting, observation: Observation, *, now: datetime) -> str:
    """The sentence that stands against a release, or "" when nothing does."""
    if clock.local_date(now) < observation.end_on:
        return _("The observation runs until %(day)s.") % {"day": observation.end_on}
    checks = access.follow_ups(acting).filter(
        observation=observation, state__in=SEEN, day__gte=observation.end_on
    )
    if not checks.exists():
        return _("The last check is missing: ask the person once more, on the last day or after.")
    alarms = access.alarms(acting).filter(observation=observation, state__in=UNSETTLED_ALARMS)
    if alarms.exists():
        return _("An alarm is still open. Close it first.")
    return ""


def releasable(acting: Acting, *, now: datetime) -> QuerySet[Observation]:
    """Active observations that only need their two signatures."""
    last_check = access.follow_ups(acting).filter(
        observation=OuterRef("pk"), state__in=SEEN, day__gte=OuterRef("end_on")
    )
    alarm = access.alarms(acting).filter(observation=OuterRef("pk"), state__in=UNSETTLED_ALARMS)
    return active(acting).filter(
        Exists(last_check), ~Exists(alarm), end_on__lte=clock.local_date(now)
    )


def active(acting: Acting) -> QuerySet[Observation]:
    """Observations that run."""
    return access.observations(acting).filter(state=ObservationState.ACTIVE)
