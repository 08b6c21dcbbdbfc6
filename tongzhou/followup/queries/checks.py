"""Checks with what is needed to record them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tongzhou.core import clock
from tongzhou.followup import access
from tongzhou.followup.choices import UNSETTLED_ALARMS
from tongzhou.followup.models import FollowUp
from tongzhou.followup.queries.policy import policy_value
from tongzhou.registry.acting import Acting

# How far back a curve in a list reaches, and how far a run of missed checks is looked for.
RECENT = timedelta(days=5)
OFFICE = "observation__committee__office_id"


def with_recent(acting: Acting, ids: Iterable[int], *, now: datetime) -> QuerySet[FollowUp]:
    """These checks and the recent ones of the same people, newest first: one query.

    Each row brings `alarm_tenths` and `missed_before_visit` in force on its day, and
    `unsettled_alarm` of its observation (or None).
    """
    wanted, today = list(ids), clock.local_date(now)
    same_people = access.follow_ups(acting).filter(pk__in=wanted).values("observation")
    rows = access.follow_ups(acting).filter(
        Q(pk__in=wanted) | Q(observation__in=same_people, day__range=(today - RECENT, today))
    )
    alarms = access.alarms(acting).filter(
        observation=OuterRef("observation"), state__in=UNSETTLED_ALARMS
    )
    return (
        rows.select_related("observation__resident", "observation__household")
        .annotate(
            alarm_tenths=policy_value(acting, "alarm_tenths", office=OFFICE, day="day"),
            missed_before_visit=policy_value(
                acting, "missed_before_visit", office=OFFICE, day="day"
            ),
            unsettled_alarm=Subquery(alarms.values("pk")[:1]),
        )
        .order_by("-due_at", "-pk")
    )


def open_now(acting: Acting, observation_id: int, *, now: datetime) -> QuerySet[FollowUp]:
    """Today's checks of one person that have begun and that nobody has recorded, newest first."""
    rows = access.follow_ups(acting).filter(
        observation_id=observation_id,
        day=clock.local_date(now),
        window_start__lte=now,
        performed_at__isnull=True,
        is_extra=False,
    )
    return rows.order_by("-due_at")


def sent_before(acting: Acting, client_id: object) -> FollowUp | None:
    """The check that was stored under an id made on a phone or page."""
    return access.follow_ups(acting).filter(client_id=client_id).first()
