"""No path leaves the table of states, whoever tries what."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry
from tongzhou.desk import access, actions
from tongzhou.desk.choices import CLOSED, MOVES, SOLVED, EventKind, Part, State
from tongzhou.desk.models import ServiceRequest
from tongzhou.registry.acting import Acting

Try = Callable[[Acting, ServiceRequest], object]

DEEDS: dict[str, Try] = {
    "refer": lambda a, r: actions.refer(a, r, now=NOW),
    "send_back": lambda a, r: actions.send_back(a, r, note="不归我们管", now=NOW),
    "start": lambda a, r: actions.start_work(a, r, now=NOW),
    "hold": lambda a, r: actions.hold(a, r, reason="waits_goods", now=NOW),
    "ready": lambda a, r: actions.mark_ready(a, r, outcome="办好了", now=NOW),
    "send_out": lambda a, r: actions.send_out(a, r, now=NOW),
    "bring_back": lambda a, r: actions.bring_back(a, r, now=NOW),
    "deliver": lambda a, r: actions.deliver(a, r, now=NOW),
    "confirm": lambda a, r: actions.confirm(a, r, now=NOW),
    "reopen": lambda a, r: actions.reopen(a, r, note="还没好", now=NOW),
    "decline": lambda a, r: actions.decline(a, r, reason="elsewhere", note="归医保局管", now=NOW),
    "withdraw": lambda a, r: actions.withdraw(a, r, now=NOW),
}
PEOPLE = ("worker", "secretary", "officer", "health_desk", "household")


def acting_as(cast: Cast, who: str) -> Acting:
    return Acting.household(cast.wang.pk) if who == "household" else getattr(cast, who)


@given(
    path=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(DEEDS))), max_size=12)
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_path_leaves_the_table_and_every_step_is_audited(
    cast: Cast, taken: Callable[..., ServiceRequest], path: list[tuple[str, str]]
) -> None:
    row = taken("birth_permit")
    for who, deed in path:
        before, entries = State(row.state), AuditEntry.objects.count()
        acting = acting_as(cast, who)
        parts = access.parts(acting, row)
        was_done = attempt(deed, acting, row)
        row.refresh_from_db()
        assert AuditEntry.objects.count() == entries + was_done
        assert not was_done or MOVES[before][State(row.state)] & parts
        assert was_done or row.state == before
        assert (row.closed_at is not None) == (row.state in CLOSED)
        assert row.solved_at is not None or row.state not in SOLVED
    _history_is_the_path(row)


def attempt(deed: str, acting: Acting, row: ServiceRequest) -> bool:
    """Whether the deed was done; anything but a sound no is an error."""
    try:
        DEEDS[deed](acting, row)
    except (Refusal, Http404):
        return False
    return True


def _history_is_the_path(row: ServiceRequest) -> None:
    steps = list(row.events.filter(kind=EventKind.STATE).values_list("from_state", "to_state"))
    assert steps[0] == ("", State.RECEIVED)
    assert all(first[1] == then[0] for first, then in pairwise(steps))
    assert steps[-1][1] == row.state


def test_every_state_can_be_reached_and_every_end_can_be_reopened() -> None:
    reached, todo = {State.RECEIVED}, [State.RECEIVED]
    while todo:
        for to in MOVES[todo.pop()]:
            if to not in reached:
                reached.add(to)
                todo.append(to)

    assert reached == set(State)
    assert all(State.REOPENED in MOVES[end] for end in CLOSED)


def test_only_the_resident_or_who_hears_them_confirms() -> None:
    confirming = [parts for to in MOVES.values() for s, parts in to.items() if s == State.CONFIRMED]

    assert confirming
    assert all(parts == {Part.CARRIER, Part.TAKER, Part.RESIDENT} for parts in confirming)


def test_a_refused_step_says_what_to_do(cast: Cast, permit: ServiceRequest) -> None:
    with pytest.raises(Refusal, match="cannot become"):
        actions.confirm(cast.worker, permit, now=NOW)
    actions.withdraw(cast.worker, permit, now=NOW)
    with pytest.raises(Refusal, match="Reopen it first"):
        actions.mark_ready(cast.worker, permit, now=NOW)


def test_the_department_cannot_do_what_is_the_committees(
    cast: Cast, permit: ServiceRequest
) -> None:
    actions.refer(cast.worker, permit, now=NOW)
    actions.mark_ready(cast.health_desk, permit, now=NOW)

    with pytest.raises(Refusal, match="the committee of the household"):
        actions.deliver(cast.health_desk, permit, now=NOW)


def test_reopening_sets_a_new_target_time(cast: Cast, permit: ServiceRequest) -> None:
    later = NOW + timedelta(days=5)
    actions.mark_ready(cast.worker, permit, now=NOW)
    actions.confirm(cast.worker, permit, now=NOW)
    row = actions.reopen(cast.worker, permit, note="名字印错了", now=later)

    assert row.closed_at is None
    assert row.due_at == later + timedelta(hours=permit.service.target_hours)
