"""The way of a request: what was reached, where it is, what is still to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tongzhou.core.work import Text
from tongzhou.desk.choices import EventKind, State
from tongzhou.desk.models import RequestEvent, ServiceRequest

STRAIGHT = (
    State.RECEIVED, State.REFERRED, State.IN_PROGRESS, State.READY, State.OUT_FOR_DELIVERY,
    State.DELIVERED, State.CONFIRMED,
)  # fmt: skip
STOPPED = frozenset({State.IMPOSSIBLE, State.DUPLICATE, State.CANCELLED, State.ON_HOLD})
OPTIONAL = frozenset({State.REFERRED, State.OUT_FOR_DELIVERY})

# What the resident reads: what happens next, never who.
NEXT: dict[State, Text] = {
    State.RECEIVED: _("We have your request. Somebody will take it on."),
    State.REFERRED: _("The responsible office is looking at it."),
    State.IN_PROGRESS: _("It is being worked on."),
    State.ON_HOLD: _("It has to wait for something we cannot hurry. We keep at it."),
    State.READY: _("It is ready. We will bring it or call you."),
    State.OUT_FOR_DELIVERY: _("Somebody is on the way to you."),
    State.DELIVERED: _("It was brought. Please tell us whether everything is right."),
    State.CONFIRMED: _("You said that everything is right. Thank you."),
    State.REOPENED: _("You said it is not solved. We are at it again."),
    State.IMPOSSIBLE: _("It could not be done. We call you and say why and what else may help."),
    State.DUPLICATE: _("The same was asked before; the older request goes on."),
    State.CANCELLED: _("It was withdrawn."),
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One mark of the track; `state` is done, current, waiting or stopped, as `timeline` draws."""

    title: Text
    state: str
    at: datetime | None = None
    who: str = ""
    note: Text = ""


def next_sentence(state: State) -> Text:
    """What a resident is told about a state."""
    return NEXT[state]


def milestones(
    row: ServiceRequest, events: Iterable[RequestEvent], *, with_names: bool = False
) -> Sequence[Milestone]:
    """The states a request went through, then the usual ones still to come."""
    passed = [e for e in events if e.kind == EventKind.STATE]
    reached = [
        _reached(event, is_last=event is passed[-1], with_names=with_names) for event in passed
    ]
    return [*reached, *_to_come(State(row.state), row)]


def _reached(event: RequestEvent, *, is_last: bool, with_names: bool) -> Milestone:
    state = State(event.to_state)
    mark = "done"
    if state in STOPPED and is_last:
        mark = "stopped"
    elif is_last and state != State.CONFIRMED:
        mark = "current"
    who = event.actor.name if with_names and event.actor else ""
    note: Text = event.department.label if event.department_id and event.department else ""
    return Milestone(capfirst(state.label), mark, event.at, who, note)


def _to_come(state: State, row: ServiceRequest) -> list[Milestone]:
    if row.is_closed:
        return []
    start = STRAIGHT.index(state) if state in STRAIGHT else STRAIGHT.index(State.REFERRED)
    ahead = [s for s in STRAIGHT[start + 1 :] if s not in OPTIONAL]
    return [Milestone(capfirst(s.label), "waiting") for s in ahead]
