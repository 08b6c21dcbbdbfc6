"""Calling back until the resident says it is solved."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.accounts.models import User
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.desk import access
from tongzhou.desk.actions.steps import ask_to_call, held, move, require, write
from tongzhou.desk.choices import LEADS_TO, TO_CHOOSE, EventKind, Outcome, Part
from tongzhou.desk.models import Callback, ServiceRequest
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import ContactWay

TRY_AGAIN_AFTER = timedelta(hours=2)


@transaction.atomic
def schedule_callback(
    acting: Acting,
    request: ServiceRequest,
    *,
    due_at: datetime,
    now: datetime,
    user: User | None = None,
    note: str = "",
) -> Callback:
    """Promise a call at a time; nobody named: whoever took the request."""
    row = held(acting, request)
    require(acting, row, Part.CARRIER, Part.TAKER)
    if due_at < now:
        raise Refusal(_("This time is over. Choose a later one."), field="due_at")
    call = ask_to_call(row, due_at=due_at, user_id=user.pk if user else None)
    call.due_at = due_at
    call.save(update_fields=["due_at"])
    write(acting, row, EventKind.CALLBACK, now=now, text=note)
    audit.record("desk.callback.scheduled", actor=acting, now=now, obj=call, due=due_at)
    return call


@transaction.atomic
def complete_callback(
    acting: Acting, callback: Callback, *, outcome: str, now: datetime, note: str = ""
) -> Callback:
    """We called: solved confirms the request, not solved reopens it, not reached tries again."""
    call = get_or_404(access.callbacks(acting), pk=callback.pk)
    row = held(acting, call.request)
    if call.done_at is not None:
        raise Refusal(_("This call was made already."))
    if outcome not in TO_CHOOSE:
        raise Refusal(_("Choose what came of the call."), field="outcome")
    _settle(acting, call, Outcome(outcome), note=note, now=now)
    write(acting, row, EventKind.CONTACT, now=now, text=note, way=ContactWay.CALL)
    to = LEADS_TO.get(Outcome(outcome))
    if to and to != row.state:
        move(acting, row, to, now=now)
    audit.record("desk.callback.made", actor=acting, now=now, obj=call, outcome=outcome)
    return call


def _settle(acting: Acting, call: Callback, outcome: Outcome, *, note: str, now: datetime) -> None:
    call.attempts += 1
    if outcome == Outcome.NOT_REACHED:
        call.due_at = now + TRY_AGAIN_AFTER
    else:
        call.outcome, call.done_at, call.done_by_id = outcome, now, acting.user_id
    if note.strip():
        Keyring.of([call.key_id]).seal(call, "note", note.strip())
    call.save()
