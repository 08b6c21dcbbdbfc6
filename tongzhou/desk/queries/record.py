"""One request with everything one's part in it may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.core.work import Text
from tongzhou.desk import access
from tongzhou.desk.choices import DESK_KINDS, TAKER_KINDS, Direction, EventKind, Part, State
from tongzhou.desk.models import (
    Attachment,
    Callback,
    ProcedureStep,
    RequestDocument,
    RequestEvent,
    ServiceRequest,
)
from tongzhou.desk.queries.errands import ErrandSheet, errand_sheet
from tongzhou.desk.queries.phones import phone_of
from tongzhou.desk.queries.track import Milestone, milestones
from tongzhou.desk.queries.waiting import waits_for
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

RELATIONS = (
    "service__department", "household__building__compound", "resident", "committee",
    "taken_by_committee", "department", "taken_by", "assigned_to", "courier", "duplicate_of",
    "errand__runner", "errand__receipt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history, in words."""

    at: datetime
    kind: str
    title: Text
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with its name."""

    document: RequestDocument
    name: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An attached file with its name."""

    attachment: Attachment
    name: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the procedure with its note."""

    step: ProcedureStep
    note: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What is under seal on the request itself."""

    details: str
    outcome: str
    caller_name: str
    caller_phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the page of one request shows to somebody."""

    row: ServiceRequest
    parts: frozenset[Part]
    texts: Texts
    phone: str
    waits_for: Text
    track: Sequence[Milestone]
    history: Sequence[HistoryLine]
    steps: Sequence[StepLine]
    papers: Sequence[Paper]
    files: Sequence[KeptFile]
    calls: Sequence[Callback]
    errand: ErrandSheet | None

    @property
    def has_goods(self) -> bool:
        """Whether there is anything to carry to the door."""
        return has_goods(self.row, [paper.document for paper in self.papers])

    @property
    def last_words(self) -> HistoryLine | None:
        """What somebody wrote last; what came of it has its own place."""
        written = (line for line in self.history if line.text)
        last = next(written, None)
        return last if last and last.text != self.texts.outcome else None

    @property
    def sees_household(self) -> bool:
        """A department needs the name and the matter, not the door."""
        return bool(self.parts & {Part.CARRIER, Part.TAKER})

    @property
    def may_work(self) -> bool:
        """Whether steps and papers are theirs to tick and move."""
        return bool(self.parts & {Part.CARRIER, Part.DESK})


def one(acting: Acting, code: str) -> ServiceRequest:
    """A request by its code; 404 when it is not one's own."""
    rows = access.requests(acting).select_related(*RELATIONS)
    return get_or_404(rows, code=code.upper())


def record(acting: Acting, code: str) -> Record:
    """Read one request with its papers, steps, files and history (eight or nine queries)."""
    row = one(acting, code)
    parts = access.parts(acting, row)
    files = list(access.attachments(acting).filter(request=row).select_related("file", "added_by"))
    keyring = Keyring.of(_keys(row, parts))
    events = _events(acting, row, parts)
    papers = list(access.documents(acting).filter(request=row).select_related("moved_by"))
    return Record(
        row=row,
        parts=parts,
        texts=texts_with(row, keyring),
        phone=phone_of(row, keyring),
        waits_for=waits_for(row, has_goods=has_goods(row, papers)),
        track=milestones(row, events, with_names=True),
        history=_history(events, papers, keyring, parts),
        steps=_steps(acting, row, keyring),
        papers=[Paper(p, keyring.read(p, "name")) for p in papers],
        files=[KeptFile(f, keyring.read(f.file, "name")) for f in files],
        calls=list(access.calls_of(acting, row).select_related("user", "done_by")),
        errand=errand_sheet(acting, row, keyring) if Part.DESK not in parts else None,
    )


def has_goods(row: ServiceRequest, papers: Sequence[RequestDocument]) -> bool:
    """Goods of an errand or a paper that was made: more than an answer."""
    made = any(paper.direction == Direction.PRODUCED for paper in papers)
    return made or getattr(row, "errand", None) is not None


def _keys(row: ServiceRequest, parts: frozenset[Part]) -> list[UUID | None]:
    """The department gets the caller's number, not the resident's own: its key stays shut."""
    own: list[UUID | None] = [row.key_id, row.document_key_id]
    may_call = parts & {Part.CARRIER, Part.TAKER}
    return [*own, row.resident.key_id] if row.resident and may_call else own


def texts_of(row: ServiceRequest) -> Texts:
    """The opened texts of a request one has."""
    return texts_with(row, Keyring.of([row.key_id]))


def texts_with(row: ServiceRequest, keyring: Keyring) -> Texts:
    """The same with a keyring that is open already."""
    return Texts(
        details=keyring.read(row, "details"),
        outcome=keyring.read(row, "outcome"),
        caller_name=keyring.read(row, "caller_name"),
        caller_phone=keyring.read(row, "caller_phone"),
        address=keyring.read(row, "address"),
    )


def _events(acting: Acting, row: ServiceRequest, parts: frozenset[Part]) -> list[RequestEvent]:
    rows = access.events(acting).filter(request=row)
    if Part.CARRIER not in parts:
        kinds = TAKER_KINDS if Part.TAKER in parts else DESK_KINDS
        rows = rows.filter(kind__in=kinds)
    return list(rows.select_related("actor", "department", "step"))


def _history(
    events: Sequence[RequestEvent],
    papers: Sequence[RequestDocument],
    keyring: Keyring,
    parts: frozenset[Part],
) -> list[HistoryLine]:
    names = {p.pk: keyring.read(p, "name") for p in papers}
    lines = [
        HistoryLine(
            at=event.at,
            kind=event.kind,
            title=_title(event, names),
            who=_who(event),
            text=keyring.read(event, "text"),
        )
        for event in events
    ]
    return lines[::-1]


def _who(event: RequestEvent) -> str:
    if event.actor is not None:
        return event.actor.name
    return _("the resident") if event.role == "resident" else _("the system")


def _title(event: RequestEvent, names: dict[int, str]) -> str:
    kind = EventKind(event.kind)
    words = {"kind": kind.label, "what": _what(event, kind, names)}
    return _("%(kind)s: %(what)s") % words if words["what"] else str(kind.label)


def _what(event: RequestEvent, kind: EventKind, names: dict[int, str]) -> str:
    match kind:
        case EventKind.STATE:
            return str(State(event.to_state).label)
        case EventKind.CONTACT:
            return str(event.get_way_display())
        case EventKind.STEP | EventKind.STEP_UNDONE:
            return event.step.label if event.step else ""
        case EventKind.DOCUMENT:
            return _("%(paper)s - %(where)s") % {
                "paper": names.get(event.document_id or 0, ""),
                "where": event.get_where_display(),
            }
        case EventKind.ADVANCED | EventKind.SPENT | EventKind.RETURNED:
            return _("%(amount)s yuan") % {"amount": f"{(event.fen or 0) / 100:.2f}"}
    return ""


def _steps(acting: Acting, row: ServiceRequest, keyring: Keyring) -> list[StepLine]:
    steps = access.steps(acting).filter(request=row).select_related("done_by")
    return [StepLine(step, keyring.read(step, "note")) for step in steps]


def attachment(acting: Acting, pk: int) -> Attachment:
    """A file one may open."""
    return get_or_404(access.attachments(acting).select_related("file", "request"), pk=pk)
