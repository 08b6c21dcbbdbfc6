"""How personal fields of the desk vanish: in place, so that numbers stay true.

A request's clock starts when it is closed, or when it was delivered and nobody ever answered.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tongzhou.core.personal import Eraser
from tongzhou.desk.choices import State
from tongzhou.desk.models import (
    Attachment,
    Callback,
    Errand,
    ErrandLine,
    ProcedureStep,
    RequestDocument,
    RequestEvent,
    ServiceRequest,
)
from tongzhou.desk.models.papers import DOCUMENT_ERASER, DOCUMENTS
from tongzhou.desk.models.requests import ERASER, RETENTION
from tongzhou.privacy import files
from tongzhou.privacy.keyring import destroy_keys

BATCH = 500
EMPTY = b""


def _over(before: datetime) -> Q:
    forgotten = Q(state=State.DELIVERED, solved_at__lt=before)
    return Q(closed_at__lt=before) | forgotten


def _old_requests(before: datetime) -> Sequence[int]:
    rows = ServiceRequest.objects.filter(_over(before), erased_at__isnull=True)
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _forget_requests(ids: Sequence[int], *, now: datetime) -> int:
    destroy_keys(_keys(ids, "key_id"))
    _forget_papers(ids)
    ServiceRequest.objects.filter(pk__in=ids).update(
        caller_name=EMPTY, caller_phone=EMPTY, caller_phone_index=None, address=EMPTY,
        details=EMPTY, outcome=EMPTY, household=None, resident=None, link_digest=None,
        source="", erased_at=now,
    )  # fmt: skip
    RequestEvent.objects.filter(request__in=ids).update(text=EMPTY)
    ProcedureStep.objects.filter(request__in=ids).update(note=EMPTY)
    Callback.objects.filter(request__in=ids).update(note=EMPTY)
    Errand.objects.filter(request__in=ids).update(runner_name="")
    ErrandLine.objects.filter(errand__request__in=ids).update(text=EMPTY, quantity="")
    return len(ids)


def _old_papers(before: datetime) -> Sequence[int]:
    """Requests that are over and still have papers or files."""
    over = ServiceRequest.objects.filter(_over(before))
    named = RequestDocument.objects.filter(request__in=over).exclude(name=EMPTY)
    kept = Attachment.objects.filter(request__in=over)
    found = {*_requests_of(named), *_requests_of(kept)}
    return sorted(found)


def _requests_of(rows: QuerySet[Any]) -> list[int]:
    return list(rows.values_list("request_id", flat=True)[:BATCH])


def _forget_documents(ids: Sequence[int], *, now: datetime) -> int:
    _forget_papers(ids)
    return len(ids)


def _forget_papers(ids: Sequence[int]) -> None:
    destroy_keys(_keys(ids, "document_key_id"))
    for attachment in Attachment.objects.filter(request__in=ids).select_related("file"):
        files.remove(attachment.file)
    RequestDocument.objects.filter(request__in=ids).update(name=EMPTY)
    ServiceRequest.objects.filter(pk__in=ids).update(document_key_id=None)


def _keys(ids: Sequence[int], field: str) -> list[UUID | None]:
    return list(ServiceRequest.objects.filter(pk__in=ids).values_list(field, flat=True))


ERASERS = (
    Eraser(ERASER, RETENTION, _old_requests, _forget_requests),
    Eraser(DOCUMENT_ERASER, DOCUMENTS, _old_papers, _forget_documents),
)
