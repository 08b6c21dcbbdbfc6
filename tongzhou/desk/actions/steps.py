"""What all actions on a request are made of: hold it, move it, write it into its history."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongzhou.core.errors import Refusal, Stale
from tongzhou.desk import access
from tongzhou.desk.choices import CLOSED, MOVES, SOLVED, EventKind, Outcome, Part, Priority, State
from tongzhou.desk.models import Callback, RequestEvent, Service, ServiceRequest
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

CALL_BACK_WITHIN = timedelta(hours=4)
URGENT_WITHIN_HOURS = 4


def held(acting: Acting, request: ServiceRequest, *, version: int | None = None) -> ServiceRequest:
    """The request as it is now, kept from others until the transaction ends.

    Raises `Stale` when a `version` is given and somebody changed the request since.
    """
    rows = access.requests(acting).select_for_update(of=("self",))
    rows = rows.select_related("service", "household__building", "errand")
    row = rows.filter(pk=request.pk).first()
    if row is None:
        raise Http404
    if version is not None and version != row.version:
        raise Stale(
            _("Somebody changed this request while you were writing. Look at it and save again.")
        )
    if row.is_erased:
        raise Refusal(_("The personal part of this request was erased by rule. Take a new one."))
    return row


def require(acting: Acting, row: ServiceRequest, *wanted: Part) -> None:
    """Refuse whoever is none of these to the request."""
    if not access.parts(acting, row) & set(wanted):
        raise Refusal(_only(frozenset(wanted)))


def require_move(row: ServiceRequest, to: State, parts: frozenset[Part]) -> None:
    """Refuse a step that the table of states does not have, or not for these parts."""
    state = State(row.state)
    allowed = MOVES[state].get(to)
    if allowed is None:
        raise Refusal(_no_way(state, to))
    if not parts & allowed:
        raise Refusal(_only(allowed))


def _no_way(state: State, to: State) -> str:
    words = {"state": state.label, "to": to.label}
    if state == to:
        return _("This request is “%(state)s” already.") % words
    if state in CLOSED:
        return _("This request is closed (%(state)s). Reopen it first.") % words
    return _("A request that is “%(state)s” cannot become “%(to)s” in one step.") % words


def _only(allowed: frozenset[Part]) -> str:
    who = pgettext("between things", ", ").join(str(p.label) for p in Part if p in allowed)
    return _("This is for %(who)s. Leave a note for them instead.") % {"who": who}


def move(
    acting: Acting,
    row: ServiceRequest,
    to: State,
    *,
    now: datetime,
    text: str = "",
    parts: frozenset[Part] | None = None,
    **fields: Any,
) -> None:
    """Bring a held request into another state, with all that follows from it."""
    require_move(row, to, access.parts(acting, row) if parts is None else parts)
    before, row.state = row.state, to
    _stamp(row, to, now)
    touch(row)
    write(
        acting, row, EventKind.STATE, now=now, text=text, from_state=before, to_state=to, **fields
    )
    if to in CLOSED or to == State.REOPENED:
        close_calls(acting, row, now=now)
    if to in SOLVED:
        ask_to_call(row, due_at=now + CALL_BACK_WITHIN)


def touch(row: ServiceRequest) -> None:
    """Store a changed request under its next version."""
    row.version += 1
    row.save()


def _stamp(row: ServiceRequest, to: State, now: datetime) -> None:
    row.closed_at = now if to in CLOSED else None
    if to in SOLVED:
        row.solved_at = now
    if to == State.DELIVERED:
        row.delivered_at = now
    if to == State.REOPENED:
        row.solved_at = row.delivered_at = None
        row.reason = ""
        row.due_at = due_time(row.service, Priority(row.priority), now)


def due_time(service: Service, priority: Priority, now: datetime) -> datetime:
    """When a request that came now should be done."""
    hours = service.target_hours
    if priority == Priority.URGENT:
        hours = min(hours, URGENT_WITHIN_HOURS)
    return now + timedelta(hours=hours)


def write(
    acting: Acting,
    row: ServiceRequest,
    kind: EventKind,
    *,
    now: datetime,
    text: str = "",
    keyring: Keyring | None = None,
    **fields: Any,
) -> RequestEvent:
    """Add one line to the history."""
    event = RequestEvent(
        request=row, at=now, actor_id=acting.user_id, role=acting.role, kind=kind,
        key_id=row.key_id, **fields,
    )  # fmt: skip
    if text.strip():
        (keyring or Keyring.of([row.key_id])).seal(event, "text", text.strip())
    event.save(force_insert=True)
    return event


def ask_to_call(row: ServiceRequest, *, due_at: datetime, user_id: int | None = None) -> Callback:
    """Put a call into the queue of who took the request; a call that already waits will do."""
    user_id = user_id or row.taken_by_id
    waiting = row.callbacks.filter(done_at__isnull=True, user=user_id).first()
    if waiting is not None:
        return waiting
    return Callback.objects.create(request=row, user_id=user_id, due_at=due_at, key_id=row.key_id)


def close_calls(acting: Acting, row: ServiceRequest, *, now: datetime) -> None:
    """Calls that nobody needs any more leave the queue."""
    row.callbacks.filter(done_at__isnull=True).update(
        outcome=Outcome.NOT_NEEDED, done_at=now, done_by_id=acting.user_id
    )
