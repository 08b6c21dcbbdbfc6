"""Which checks an observation needs, and how that differs from the rows that exist."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tongzhou.core import clock
from tongzhou.followup.choices import CheckState, Part
from tongzhou.followup.models import FollowUp, Observation, Policy
from tongzhou.followup.queries.policy import PolicyBook
from tongzhou.registry.models import Household

FIELDS = ("window_start", "due_at", "alarm_tenths", "team_id", "walk")


@dataclass(frozen=True, slots=True)
class Slot:
    """A check that ought to be: its day, part and window."""

    day: date
    part: str
    window_start: datetime
    due_at: datetime
    alarm_tenths: int


@dataclass(slots=True)
class Changes:
    """What to write so that the rows are as they ought to be."""

    created: list[FollowUp] = field(default_factory=list)
    moved: list[FollowUp] = field(default_factory=list)
    dropped: list[FollowUp] = field(default_factory=list)


def slots(book: PolicyBook, *, after: datetime, until: date) -> Iterator[Slot]:
    """Every check whose window closes after a moment, to the last day, by each day's policy."""
    day = clock.local_date(after)
    while day <= until:
        yield from (slot for slot in slots_of(book.on(day), day) if slot.due_at > after)
        day += timedelta(days=1)


def slots_of(policy: Policy, day: date) -> list[Slot]:
    """The checks of one day."""
    windows = [
        (Part.MORNING, policy.morning_from, policy.morning_until),
        (Part.EVENING, policy.evening_from, policy.evening_until),
    ]
    return [
        Slot(
            day,
            part,
            clock.at_local(day, start),
            clock.at_local(day, end),
            policy.alarm_tenths,
        )
        for part, start, end in windows[: policy.checks_per_day]
    ]


def reconcile(
    observation: Observation,
    existing: Iterable[FollowUp],
    wanted: Iterable[Slot],
    *,
    now: datetime,
    walk: str,
    free: Mapping[date, int],
) -> Changes:
    """Compare rows with slots. Only unperformed future rows are touched; they keep their ids.

    `free` says how many more checks the responsible member may be given on each day; a check
    beyond that has no team, and is shown as such.
    """
    by_part = {(f.day, f.part): f for f in existing}
    open_rows = {k: f for k, f in by_part.items() if is_open(f, now)}
    given: Counter[date] = Counter()
    changes = Changes()
    for slot in wanted:
        key = (slot.day, slot.part)
        if key in by_part and key not in open_rows:
            continue
        row = open_rows.pop(key, None) or _new(observation, slot)
        has_room = observation.responsible_id and given[slot.day] < free.get(slot.day, 0)
        given[slot.day] += bool(has_room)
        team = observation.responsible_id if has_room else None
        values = (slot.window_start, slot.due_at, slot.alarm_tenths, team, walk)
        if row._state.adding or values != tuple(getattr(row, name) for name in FIELDS):
            for name, value in zip(FIELDS, values, strict=True):
                setattr(row, name, value)
            (changes.created if row._state.adding else changes.moved).append(row)
    changes.dropped = list(open_rows.values())
    return changes


def is_open(row: FollowUp, now: datetime) -> bool:
    """Whether a row may still be planned otherwise: unperformed, and not yet due."""
    return row.state == CheckState.NOT_PERFORMED and row.due_at > now and not row.is_extra


def walk_of(household: Household) -> str:
    """The order of doors on a round: compound, building, entrance, floor, room."""
    building = household.building
    return (
        f"{building.compound_id:06}-{building.walk_order:04}-{building.pk:06}"
        f"-{household.unit:0>4.6}-{household.floor + 100:03}-{household.room:0>5.8}"
    )


def _new(observation: Observation, slot: Slot) -> FollowUp:
    return FollowUp(
        observation=observation,
        committee_id=observation.committee_id,
        day=slot.day,
        part=slot.part,
        key_id=observation.key_id,
    )


def completing_runs(checks: Iterable[tuple[int, str]], limit: int) -> list[int]:
    """Ids of the checks (given oldest first, with their states) at which `limit` were missed."""
    found, run = [], 0
    for pk, state in checks:
        run = run + 1 if state == CheckState.MISSED else 0
        if run == limit:
            found.append(pk)
    return found
