"""A household's requests: for its own page, for the household page, and by the link on a paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from tongzhou.core.story import StoryLine
from tongzhou.core.work import Text
from tongzhou.desk import access
from tongzhou.desk.choices import EventKind, State
from tongzhou.desk.models import RequestEvent, ServiceRequest
from tongzhou.desk.queries.track import Milestone, milestones, next_sentence
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.acting import Acting

# A story tells what concerned the household, not how the committee shared the work.
TOLD = (EventKind.STATE, EventKind.CONTACT, EventKind.NOTE, EventKind.SPENT)
ICONS = {EventKind.CONTACT: "phone", EventKind.NOTE: "note", EventKind.SPENT: "cart"}
MAY_CONFIRM = frozenset({State.READY, State.DELIVERED})
MAY_REOPEN = MAY_CONFIRM | {State.CONFIRMED, State.IMPOSSIBLE}


@dataclass(frozen=True, slots=True)
class Status:
    """Where a request stands, in plain words and without a name (Open311: open or closed)."""

    code: str
    service: str
    is_open: bool
    notes: Text
    received_at: datetime
    due_at: datetime
    track: Sequence[Milestone]
    may_confirm: bool
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request as the household itself may read it."""

    pk: int
    status: Status
    details: str
    outcome: str


def of_household(acting: Acting, *, limit: int = 50) -> list[OwnRequest]:
    """A household's own requests, newest first (three queries: rows, histories, keys)."""
    rows = access.requests(acting).select_related("service", "department").order_by("-received_at")
    passed = access.events(acting).filter(kind=EventKind.STATE).select_related("department")
    own = list(rows.prefetch_related(Prefetch("events", passed))[:limit])
    keyring = Keyring.of(row.key_id for row in own)
    return [
        OwnRequest(
            pk=row.pk,
            status=_status(row),
            details=keyring.read(row, "details"),
            outcome=keyring.read(row, "outcome"),
        )
        for row in own
    ]


def status_by_link(token: str) -> Status:
    """What the page behind a paper's link shows; an unknown link is nothing at all."""
    return _status(access.by_link(token))


def _status(row: ServiceRequest) -> Status:
    return Status(
        code=row.code,
        service=row.service.label,
        is_open=not row.is_closed,
        notes=next_sentence(State(row.state)),
        received_at=row.received_at,
        due_at=row.due_at,
        track=milestones(row, list(row.events.all())),
        may_confirm=row.state in MAY_CONFIRM,
        may_reopen=row.state in MAY_REOPEN,
    )


def story(acting: Acting, household_id: int, *, limit: int) -> list[StoryLine]:
    """What happened with a household's requests, newest first (two queries: rows and keys)."""
    rows = access.events(acting).filter(request__household_id=household_id, kind__in=TOLD)
    rows = rows.select_related("request__service", "actor")
    events = list(rows.order_by("-at", "-pk")[:limit])
    # A household reads its states; the words beside them are between committee and department.
    keyring = Keyring.of(() if acting.household_id else (event.key_id for event in events))
    return [_line(event, keyring) for event in events]


def _line(event: RequestEvent, keyring: Keyring) -> StoryLine:
    words = {"service": event.request.service.label, "what": _what(event)}
    return StoryLine(
        at=event.at,
        icon=ICONS.get(EventKind(event.kind), "message"),
        title=_("%(service)s: %(what)s") % words,
        who=event.actor.name if event.actor else "",
        text=keyring.read(event, "text"),
        url=reverse("desk:request", args=[event.request.code]),
    )


def _what(event: RequestEvent) -> str:
    if event.kind == EventKind.STATE:
        return str(State(event.to_state).label)
    return str(event.get_way_display() or EventKind(event.kind).label)
