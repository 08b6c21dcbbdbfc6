"""Observations: which one, what state they are really in, and why they cannot end yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.core.prepared import Slot
from tongzhou.followup import access
from tongzhou.followup.choices import SEEN, UNSETTLED_ALARMS, ObservationState
from tongzhou.followup.models import Observation
from tongzhou.registry.acting import Acting
from tongzhou.ui.times import day_word

SORTS = {
    "end": "end_on",
    "since": "enrolled_at",
    "name": "resident__search",
    "door": "household__search",
}


def why_not_releasable(acting: Acting, observation: Observation, *, now: datetime) -> str:
    """The sentence that stands against a release, or "" when nothing does."""
    checks = access.follow_ups(acting).filter(observation=observation, state__in=SEEN)
    alarms = access.alarms(acting).filter(observation=observation, state__in=UNSETTLED_ALARMS)
    return objection(
        observation,
        today=clock.local_date(now),
        has_last_check=checks.filter(day__gte=observation.end_on).exists(),
        has_alarm=alarms.exists(),
    )


def objection(
    observation: Observation, *, today: date, has_last_check: bool, has_alarm: bool
) -> str:
    """The first rule that a release would break, in words; "" when it would break none."""
    if today < observation.end_on:
        day = day_word(observation.end_on, today=today)
        return _("The observation runs until %(day)s.") % {"day": day}
    if not has_last_check:
        return _("The last check is missing: ask the person once more, on the last day or after.")
    if has_alarm:
        return _("An alarm is still open. A health worker closes it first.")
    return ""


def releasable(acting: Acting, *, today: date | Slot) -> QuerySet[Observation]:
    """Active observations that only need their two signatures."""
    last_check = access.follow_ups(acting).filter(
        observation=OuterRef("pk"), state__in=SEEN, day__gte=OuterRef("end_on")
    )
    alarm = access.alarms(acting).filter(observation=OuterRef("pk"), state__in=UNSETTLED_ALARMS)
    return active(acting).filter(Exists(last_check), ~Exists(alarm), end_on__lte=today)


def active(acting: Acting) -> QuerySet[Observation]:
    """Observations that run."""
    return access.observations(acting).filter(state=ObservationState.ACTIVE)


def waiting_for_signature(acting: Acting) -> QuerySet[Observation]:
    """Active observations that a second person has not confirmed yet."""
    return active(acting).filter(confirmed_at__isnull=True)


def ended(acting: Acting) -> QuerySet[Observation]:
    """Observations that are over, as far as they still name a person."""
    return (
        access.observations(acting)
        .filter(erased_at__isnull=True)
        .exclude(state=ObservationState.ACTIVE)
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """All observations of one kind, and how many there are of each."""

    rows: QuerySet[Observation]
    counts: Mapping[str, int]


def listing(acting: Acting, shown: str, *, text: str, sort: str, now: datetime) -> Listing:
    """Observations in one state, found by name, pinyin or door, in a chosen order."""
    groups = {
        "active": active(acting),
        "unsigned": waiting_for_signature(acting),
        "releasable": releasable(acting, today=clock.local_date(now)),
        "ended": ended(acting),
    }
    rows = groups.get(shown, groups["active"])
    for word in text.split():
        rows = rows.filter(
            Q(resident__search__icontains=word) | Q(household__search__icontains=word)
        )
    counts = {name: found.count() for name, found in groups.items()}
    order = sort if sort.removeprefix("-") in SORTS else "end"
    column = SORTS[order.removeprefix("-")]
    related = ("resident", "household__building__compound", "reason")
    return Listing(
        rows.select_related(*related, "responsible__user", "committee").order_by(
            f"-{column}" if order.startswith("-") else column, "pk"
        ),
        counts,
    )
