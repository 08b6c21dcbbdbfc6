"""Jobs with progress: a table, a lease, and a thread that works it off.

A job function is registered by name and gets its payload and a `Progress`. A worker that dies
leaves a lease that runs out; the job then starts again, so job functions must be repeatable.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import OperationalError, close_old_connections, connection, transaction

from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.core.models import Job, JobState

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
HEARTBEAT_SECONDS = 15
MAX_ATTEMPTS = 3
WORKER = f"{socket.gethostname()}:{os.getpid()}"

_live: dict[int, tuple[int, int]] = {}


@dataclass(slots=True)
class Progress:
    """How far a job is. Kept in this process while a long transaction holds the database."""

    job_id: int

    def report(self, done: int, total: int) -> None:
        """Say that `done` of `total` steps are behind us."""
        _live[self.job_id] = (done, total)
        if not connection.in_atomic_block:
            Job.objects.filter(pk=self.job_id).update(done=done, total=total)


JobFunction = Callable[[Mapping[str, Any], Progress], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class _Scheduled:
    kind: str
    at: time
    every: timedelta | None


_functions: dict[str, JobFunction] = {}
_schedule: list[_Scheduled] = []


def job(
    kind: str, *, daily_at: time | None = None, every: timedelta | None = None
) -> Callable[[JobFunction], JobFunction]:
    """Register a job function; with `daily_at` or `every` it also runs by itself."""

    def register(function: JobFunction) -> JobFunction:
        _functions[kind] = function
        if daily_at or every:
            _schedule.append(_Scheduled(kind, daily_at or time.min, every))
        return function

    return register


def enqueue(kind: str, payload: Mapping[str, Any], *, now: datetime, by: int | None = None) -> Job:
    """Put a job into the table, in the caller's transaction."""
    if kind not in _functions:
        raise KeyError(kind)
    created = Job(kind=kind, payload=dict(payload), created_at=now, run_at=now, created_by=by)
    created.save(force_insert=True)
    return created


def enqueue_scheduled(now: datetime) -> None:
    """Make today's row of every scheduled job; a second caller's rows are ignored."""
    rows = [
        Job(kind=s.kind, created_at=now, run_at=when, once_key=f"{s.kind}@{when.isoformat()}")
        for s in _schedule
        for when in [_last_due(s, now)]
    ]
    Job.objects.bulk_create(rows, ignore_conflicts=True)


def _last_due(scheduled: _Scheduled, now: datetime) -> datetime:
    if scheduled.every:
        step = scheduled.every.total_seconds()
        return datetime.fromtimestamp(now.timestamp() // step * step, tz=now.tzinfo)
    today = clock.at_local(clock.local_date(now), scheduled.at)
    return today if today <= now else today - timedelta(days=1)


def progress_of(job_row: Job) -> tuple[int, int]:
    """Steps done and in all; from this process when it runs here, else from the table."""
    return _live.get(job_row.pk, (job_row.done, job_row.total))


def run_one(now: datetime, *, worker: str = WORKER) -> bool:
    """Take the oldest due job and run it to its end; False when there was none."""
    taken = _take(now, worker)
    if taken is None:
        return False
    stop = threading.Event()
    beat = threading.Thread(target=_heartbeat, args=(taken.pk, stop), daemon=True)
    if connection.settings_dict["NAME"] != ":memory:" and not connection.in_atomic_block:
        beat.start()
    try:
        _run(taken)
    finally:
        stop.set()
        _live.pop(taken.pk, None)
    return True


def _take(now: datetime, worker: str) -> Job | None:
    due = Job.objects.filter(state=JobState.WAITING, run_at__lte=now) | Job.objects.filter(
        state=JobState.RUNNING, lease_until__lt=now
    )
    for candidate in due.order_by("run_at", "pk")[:5]:
        claimed = Job.objects.filter(
            pk=candidate.pk, state=candidate.state, attempts=candidate.attempts
        ).update(
            state=JobState.RUNNING,
            worker=worker,
            attempts=candidate.attempts + 1,
            lease_until=now + LEASE,
        )
        if claimed:
            candidate.refresh_from_db()
            return candidate
    return None


def _run(taken: Job) -> None:
    if taken.attempts > MAX_ATTEMPTS:
        return _finish(taken, JobState.FAILED, {"error": "gave up after three attempts"})
    try:
        result = _functions[taken.kind](taken.payload, Progress(taken.pk))
    except Refusal as refusal:
        _finish(taken, JobState.FAILED, {"error": str(refusal.sentence)})
    except Exception as error:
        log.exception("job %s failed", taken.pk)
        _finish(taken, JobState.FAILED, {"error": type(error).__name__})
    else:
        _finish(taken, JobState.DONE, dict(result or {}))
    return None


def _finish(taken: Job, state: JobState, result: dict[str, Any]) -> None:
    done, total = progress_of(taken)
    with transaction.atomic():
        Job.objects.filter(pk=taken.pk).update(
            state=state, result=result, finished_at=clock.now(), done=done, total=total
        )


def _heartbeat(pk: int, stop: threading.Event) -> None:
    while not stop.wait(HEARTBEAT_SECONDS):
        try:
            Job.objects.filter(pk=pk).update(lease_until=clock.now() + LEASE)
        except OperationalError:
            log.info("heartbeat of job %s waits for the database", pk)
    connection.close()


def run_forever(stop: threading.Event, *, idle_seconds: float = 1.0) -> None:
    """Work jobs off until told to stop; meant for a thread of the server."""
    while not stop.is_set():
        close_old_connections()
        try:
            enqueue_scheduled(clock.now())
            busy = run_one(clock.now())
        except OperationalError:
            log.warning("the job thread waits for the database")
            busy = False
        if not busy:
            stop.wait(idle_seconds)
    connection.close()


def release_dead_leases() -> int:
    """At the start of the only server process: whatever still runs belongs to a dead one."""
    return Job.objects.filter(state=JobState.RUNNING).update(lease_until=clock.now())
