"""Planned checks: made and changed with the observation, and missed when their window passes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F

from tongzhou.core import audit, clock
from tongzhou.followup import access, plans
from tongzhou.followup.choices import CheckState, ObservationState
from tongzhou.followup.models import FollowUp, Observation
from tongzhou.followup.queries.policy import PolicyBook, policy_book
from tongzhou.registry.acting import Acting

BATCH = 1000
PEOPLE = 50
LOOK_BACK = timedelta(days=14)


def regenerate(observation: Observation, *, now: datetime) -> plans.Changes:
    """Make the rows fit the plan, inside the caller's transaction and audit entry.

    Touches only unperformed future checks, and keeps their ids.
    """
    system = Acting.system()
    book = policy_book(system, observation.committee.office_id)
    rows = list(access.follow_ups(system).filter(observation=observation, is_extra=False))
    until = observation.end_on if observation.is_active else date.min
    changes = plans.reconcile(
        observation,
        rows,
        plans.slots(book, after=now, until=until),
        now=now,
        walk=_walk(observation, rows),
        free=_free(observation, book, now=now, until=until),
    )
    FollowUp.objects.bulk_create(changes.created)
    if changes.moved:
        access.follow_ups(system).bulk_update(changes.moved, plans.FIELDS)
    if changes.dropped:
        access.follow_ups(system).filter(pk__in=[f.pk for f in changes.dropped]).delete()
    return changes


def _walk(observation: Observation, rows: list[FollowUp]) -> str:
    household = observation.household
    return plans.walk_of(household) if household else (rows[0].walk if rows else "")


def _free(
    observation: Observation, book: PolicyBook, *, now: datetime, until: date
) -> dict[date, int]:
    """How many more checks the responsible member may be given, by day."""
    today = clock.local_date(now)
    days = [today + timedelta(days=n) for n in range((until - today).days + 1)]
    planned = access.follow_ups(Acting.system()).filter(
        team_id=observation.responsible_id, day__gte=today, is_extra=False
    )
    others = planned.exclude(observation=observation).values_list("day").annotate(Count("pk"))
    used = dict(others) if observation.responsible_id else {}
    own = planned.filter(observation=observation, day__gte=today)
    for row in own:
        used[row.day] = used.get(row.day, 0) + (not plans.is_open(row, now))
    return {day: book.on(day).daily_quota - used.get(day, 0) for day in days}


def replan(office_id: int, *, now: datetime) -> int:
    """Plan the coming checks of an office anew, after its policy changed; returns how many people.

    Repeatable; each fifty are a transaction of their own.
    """
    running = access.observations(Acting.system()).filter(
        state=ObservationState.ACTIVE, committee__office=office_id
    )
    ids = list(running.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), PEOPLE):
        _replan(ids[start : start + PEOPLE], now=now)
    return len(ids)


@transaction.atomic
def _replan(ids: Sequence[int], *, now: datetime) -> None:
    system = Acting.system()
    rows = access.observations(system).select_related("committee", "household__building")
    for observation in rows.filter(pk__in=ids, state=ObservationState.ACTIVE):
        regenerate(observation, now=now)
    audit.record("followup.checks.replanned", actor=system, now=now, first=ids[0], last=ids[-1])


def mark_missed(*, now: datetime) -> int:
    """Checks whose window passed unperformed become missed; enough in a row ask for a visit.

    Returns how many. Repeatable; each thousand is a transaction of its own.
    """
    total = 0
    while count := _mark_batch(now):
        total += count
    return total


@transaction.atomic
def _mark_batch(now: datetime) -> int:
    system = Acting.system()
    due = access.follow_ups(system).filter(
        state=CheckState.NOT_PERFORMED,
        due_at__lt=now,
        is_extra=False,
    )
    found = list(
        due.order_by("due_at").values_list("pk", "observation_id", "committee__office_id")[:BATCH]
    )
    if not found:
        return 0
    ids = [pk for pk, _, _ in found]
    access.follow_ups(system).filter(pk__in=ids).update(
        state=CheckState.MISSED, version=F("version") + 1
    )
    offices: dict[int, set[int]] = defaultdict(set)
    for _, observation_id, office_id in found:
        offices[office_id].add(observation_id)
    for office_id, observations in offices.items():
        _ask_for_visits(office_id, observations, now=now)
    audit.record("followup.checks.missed", actor=system, now=now, count=len(ids), first=min(ids))
    return len(ids)


def _ask_for_visits(office_id: int, observations: set[int], *, now: datetime) -> None:
    """Mark the check that completes a run of missed ones."""
    system = Acting.system()
    limit = policy_book(system, office_id).on(clock.local_date(now)).missed_before_visit
    rows = access.follow_ups(system).filter(
        observation__in=observations, due_at__lt=now, due_at__gt=now - LOOK_BACK, is_extra=False
    )
    by_person: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for observation_id, pk, state in rows.order_by("due_at").values_list(
        "observation_id", "pk", "state"
    ):
        by_person[observation_id].append((pk, state))
    asking = [pk for checks in by_person.values() for pk in plans.completing_runs(checks, limit)]
    access.follow_ups(system).filter(pk__in=asking, asks_visit=False).update(asks_visit=True)
