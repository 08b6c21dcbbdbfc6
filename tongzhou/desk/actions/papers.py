"""Steps, papers and files of a procedure done on somebody's behalf."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.desk import access
from tongzhou.desk.actions.steps import held, require, write
from tongzhou.desk.choices import Direction, EventKind, Part, Shows, Where
from tongzhou.desk.models import Attachment, ProcedureStep, RequestDocument, ServiceRequest
from tongzhou.privacy import files
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

WORKERS = (Part.CARRIER, Part.DESK)


def copy_procedure(row: ServiceRequest, *, now: datetime) -> None:
    """Copy the catalogue's steps and papers to a request that has none yet."""
    if row.steps.exists():
        return
    ProcedureStep.objects.bulk_create(
        ProcedureStep(request=row, order=s.order, text=s.text, text_en=s.text_en, key_id=row.key_id)
        for s in row.service.steps.all()
    )
    # Papers are named in Chinese: that is what is printed on them.
    with override("zh-hans"):
        names = row.service.paper_list()
    if names and not row.documents.exists():
        key = _paper_key(row)
        RequestDocument.objects.bulk_create(
            _document(row, name, Direction.NEEDED, Where.WITH_RESIDENT, key, now) for name in names
        )


def _paper_key(row: ServiceRequest) -> tuple[Keyring, UUID]:
    """The opened key of a request's papers; a new one where it was destroyed by rule."""
    if row.document_key_id is not None:
        return Keyring.of([row.document_key_id]), row.document_key_id
    keyring, [key_id] = Keyring.new()
    row.document_key_id = key_id
    row.save(update_fields=["document_key_id"])
    return keyring, key_id


def _document(
    row: ServiceRequest,
    name: str,
    direction: str,
    where: str,
    key: tuple[Keyring, UUID],
    now: datetime,
) -> RequestDocument:
    keyring, key_id = key
    document = RequestDocument(
        request=row, direction=direction, where=where, moved_at=now, key_id=key_id
    )
    keyring.seal(document, "name", name)
    return document


def note_made(acting: Acting, row: ServiceRequest, *, name: str, now: datetime) -> None:
    """What came of a request that is ready: made, and to be brought."""
    document = _document(row, name, Direction.PRODUCED, Where.MADE, _paper_key(row), now)
    document.moved_by_id = acting.user_id
    document.save(force_insert=True)


def give_all(row: ServiceRequest, *, now: datetime, by: int | None) -> None:
    """What the committee held of a delivered request is with the resident now."""
    ours = row.documents.filter(where__in=[Where.WITH_COMMITTEE, Where.MADE])
    ours.update(where=Where.DELIVERED, moved_at=now, moved_by_id=by)


@transaction.atomic
def tick_step(
    acting: Acting, step: ProcedureStep, *, is_done: bool, now: datetime, note: str = ""
) -> ProcedureStep:
    """A step is done, or open again."""
    row = held(acting, step.request)
    require(acting, row, *WORKERS)
    step = get_or_404(access.steps(acting), pk=step.pk)
    step.done_at, step.done_by_id = (now, acting.user_id) if is_done else (None, None)
    if note.strip():
        Keyring.of([step.key_id]).seal(step, "note", note.strip())
    step.save()
    kind = EventKind.STEP if is_done else EventKind.STEP_UNDONE
    write(acting, row, kind, now=now, step=step)
    audit.record("desk.step.ticked", actor=acting, now=now, obj=step, done=is_done)
    return step


@transaction.atomic
def add_document(
    acting: Acting,
    request: ServiceRequest,
    *,
    name: str,
    direction: str = Direction.NEEDED,
    where: str = Where.WITH_RESIDENT,
    now: datetime,
) -> RequestDocument:
    """Note a paper that plays a part, and where it is."""
    row = held(acting, request)
    require(acting, row, *WORKERS)
    if not name.strip():
        raise Refusal(_("Write which paper it is."), field="name")
    key = _paper_key(row)
    document = _document(row, name.strip(), direction, where, key, now)
    document.moved_by_id = acting.user_id
    document.save(force_insert=True)
    write(acting, row, EventKind.DOCUMENT, now=now, document=document, where=where)
    audit.record("desk.document.added", actor=acting, now=now, obj=document, where=where)
    return document


@transaction.atomic
def move_document(
    acting: Acting, document: RequestDocument, *, where: str, now: datetime
) -> RequestDocument:
    """A paper changes hands."""
    row = held(acting, document.request)
    require(acting, row, *WORKERS)
    document = get_or_404(access.documents(acting), pk=document.pk)
    if where not in Where.values:
        raise Refusal(_("Choose where the paper is now."), field="where")
    document.where, document.moved_at, document.moved_by_id = where, now, acting.user_id
    document.save()
    write(acting, row, EventKind.DOCUMENT, now=now, document=document, where=where)
    audit.record("desk.document.moved", actor=acting, now=now, obj=document, where=where)
    return document


@transaction.atomic
def attach(
    acting: Acting,
    request: ServiceRequest,
    *,
    content: bytes,
    name: str,
    now: datetime,
    shows: str = Shows.DOCUMENT,
) -> Attachment:
    """Keep a photo or PDF with the request."""
    row = held(acting, request)
    require(acting, row, Part.CARRIER, Part.DESK, Part.RUNNER)
    attachment = keep_file(acting, row, content, name=name, shows=shows, now=now)
    audit.record("desk.file.attached", actor=acting, now=now, obj=attachment, shows=shows)
    return attachment


def keep_file(
    acting: Acting, row: ServiceRequest, content: bytes, *, name: str, shows: str, now: datetime
) -> Attachment:
    """Seal a file under the request's key for papers and note it in the history."""
    keyring, key_id = _paper_key(row)
    stored = files.keep_document(content, name=name, key_id=key_id, keyring=keyring, now=now)
    write(acting, row, EventKind.ATTACHED, now=now)
    return Attachment.objects.create(
        request=row, file=stored, shows=shows, added_at=now, added_by_id=acting.user_id
    )
