"""Whoever took the call hears when it is solved, and calls until the resident has the last word."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tongzhou.core.errors import Refusal
from tongzhou.core.models import AuditEntry
from tongzhou.desk import access, actions
from tongzhou.desk.choices import LEADS_TO, MOVES, EventKind, Outcome, State, outcomes_at
from tongzhou.desk.models import Callback, ServiceRequest

Take = Callable[..., ServiceRequest]


@pytest.mark.parametrize("end", ["ready", "impossible"])
def test_a_solved_request_asks_who_took_it_to_call(
    cast: Cast, permit: ServiceRequest, end: str
) -> None:
    if end == "ready":
        actions.mark_ready(cast.secretary, permit, now=NOW)
    else:
        actions.decline(cast.secretary, permit, reason="elsewhere", note="归派出所", now=NOW)

    assert access.callbacks(cast.worker).get().user_id == cast.worker.user_id


def test_ready_and_then_delivered_is_one_call(cast: Cast, permit: ServiceRequest) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    actions.deliver(cast.worker, permit, now=NOW)

    assert Callback.objects.count() == 1


def test_a_call_that_nobody_answered_comes_again_in_two_hours(
    cast: Cast, permit: ServiceRequest
) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    call = access.callbacks(cast.worker).get()
    actions.complete_callback(cast.worker, call, outcome=Outcome.NOT_REACHED, now=NOW)

    call.refresh_from_db()
    assert call.done_at is None
    assert (call.attempts, call.due_at) == (1, NOW + timedelta(hours=2))


def test_not_solved_opens_the_request_again(cast: Cast, permit: ServiceRequest) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    call = access.callbacks(cast.worker).get()
    actions.complete_callback(
        cast.worker, call, outcome=Outcome.NOT_SOLVED, note="名字印错了", now=NOW
    )

    permit.refresh_from_db()
    assert permit.state == State.REOPENED


def test_once_the_resident_confirmed_nobody_has_to_call(cast: Cast, permit: ServiceRequest) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    token = actions.issue_link(cast.worker, permit, now=NOW)
    actions.confirm_by_link(token, now=NOW)

    assert Callback.objects.get().outcome == Outcome.NOT_NEEDED


def test_a_call_is_made_once(cast: Cast, permit: ServiceRequest) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    call = access.callbacks(cast.worker).get()
    actions.complete_callback(cast.worker, call, outcome=Outcome.TOLD, now=NOW)

    with pytest.raises(Refusal, match="already"):
        actions.complete_callback(cast.worker, call, outcome=Outcome.TOLD, now=NOW)


def test_a_promised_call_cannot_lie_in_the_past(cast: Cast, permit: ServiceRequest) -> None:
    with pytest.raises(Refusal):
        actions.schedule_callback(cast.worker, permit, due_at=NOW - timedelta(hours=1), now=NOW)


def test_an_overdue_request_is_escalated_once(cast: Cast, permit: ServiceRequest) -> None:
    late = permit.due_at + timedelta(minutes=1)
    assert actions.escalate_overdue(now=permit.due_at) == 0
    assert actions.escalate_overdue(now=late) == 1
    entries = AuditEntry.objects.count()

    assert actions.escalate_overdue(now=late + timedelta(hours=1)) == 0
    assert AuditEntry.objects.count() == entries
    assert permit.events.filter(kind=EventKind.ESCALATED).count() == 1


def test_what_is_done_in_time_is_not_escalated(cast: Cast, permit: ServiceRequest) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW)
    actions.confirm(cast.worker, permit, now=NOW)

    assert actions.escalate_overdue(now=NOW + timedelta(days=30)) == 0


def test_a_call_about_what_is_on_its_way_offers_no_word_that_would_be_refused(
    cast: Cast, permit: ServiceRequest, signed_in: Callable[..., Client]
) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW, brings="准生证")
    client, url = signed_in(cast.worker), reverse("desk:callbacks")
    assert 'value="solved"' in client.get(url).content.decode()
    actions.send_out(cast.worker, permit, now=NOW)

    for address in (url, reverse("desk:request", args=[permit.code]), reverse("today:list")):
        shown = client.get(address).content.decode()
        assert ("told" in shown, 'value="solved"' in shown) == (True, False), address


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("outcome", [Outcome.SOLVED, Outcome.NOT_SOLVED])
def test_what_is_offered_after_a_call_is_a_move_of_the_table(state: State, outcome: str) -> None:
    to = LEADS_TO[Outcome(outcome)]

    assert (outcome in outcomes_at(state)) == (to == state or to in MOVES[state])
