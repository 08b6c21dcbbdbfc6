"""Checks with what is needed to record them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery

from tongzhou.core import clock, prepared
from tongzhou.core.prepared import Places
from tongzhou.followup import access
from tongzhou.followup.choices import UNSETTLED_ALARMS
from tongzhou.followup.models import FollowUp
from tongzhou.followup.queries.policy import policy_value
from tongzhou.registry.acting import Acting

# How far back a curve in a list reaches, and how far a run of missed checks is looked for.
RECENT = timedelta(days=5)
RUN = timedelta(days=14)
CHECKS = Places("check", BigIntegerField())


def to_record(acting: Acting, ids: Iterable[int]) -> QuerySet[FollowUp]:
    """These checks, each with `person`, `door`, `end_on` and `unsettled_alarm` (an id or None)."""
    alarms = access.alarms(Acting.system()).filter(
        observation=OuterRef("observation"), state__in=UNSETTLED_ALARMS
    )
    return (
        access.follow_ups(acting)
        .filter(pk__in=ids)
        .annotate(
            person=F("observation__resident__name"),
            door=F("observation__household__door"),
            end_on=F("observation__end_on"),
            unsettled_alarm=Subquery(alarms.values("pk")[:1]),
        )
    )


def lock_to_record(acting: Acting, ids: Iterable[int]) -> list[FollowUp]:
    """The same, locked until the transaction ends: one query (per 500)."""
    return [
        check
        for room, wanted in CHECKS.batches(list(dict.fromkeys(ids)))
        for check in prepared.statement(_to_lock, acting.as_slots(), room).instances(
            {**acting.values(), **wanted}
        )
    ]


def _to_lock(acting: Acting, room: int) -> QuerySet[FollowUp]:
    return to_record(acting, CHECKS.slots(room)).select_for_update(of=("self",))


def states_until(acting: Acting, check: FollowUp) -> tuple[dict[int, str], int]:
    """The stored states of the planned checks up to one, oldest first, by id: one query.

    With them comes how many missed in a row ask for a visit.
    """
    rows = access.follow_ups(acting).filter(
        observation=check.observation_id,
        due_at__lte=check.due_at,
        due_at__gt=check.due_at - RUN,
        is_extra=False,
    )
    limit = policy_value(
        acting, "missed_before_visit", office="committee__office_id", day=check.day
    )
    found = list(rows.order_by("due_at").values_list("pk", "state", limit))
    return {pk: state for pk, state, _limit in found}, found[-1][2]


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


def due_on(acting: Acting, day: date) -> QuerySet[FollowUp]:
    """A day's planned checks that nobody has recorded."""
    return access.follow_ups(acting).filter(day=day, performed_at__isnull=True, is_extra=False)


def sent_before(acting: Acting, client_id: UUID) -> FollowUp | None:
    """The check that was stored under an id made on a phone or page."""
    return access.follow_ups(acting).filter(client_id=client_id).first()
