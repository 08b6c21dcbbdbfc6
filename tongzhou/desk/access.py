"""The only way to a row of the desk.

What one may do to a request one may see depends on one's parts in it (`parts`).
"""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from tongzhou.accounts.choices import Role
from tongzhou.core import tokens
from tongzhou.desk.choices import TO_BRING, Direction, EventKind, Part, Shows, Where
from tongzhou.desk.models import (
    Attachment,
    Callback,
    Errand,
    ErrandLine,
    ProcedureStep,
    RequestDocument,
    RequestEvent,
    Service,
    ServiceRequest,
)
from tongzhou.registry.acting import Acting

RUNNERS = frozenset({Role.VOLUNTEER, Role.BUILDING_DIRECTOR})
NONE = Q(pk__in=())
# An empty Q would vanish in an "or"; this one stays.
EVERYTHING = ~NONE


def services(acting: Acting) -> QuerySet[Service]:
    """The catalogue is no secret; services taken out of it are for those who edit it."""
    rows = Service.objects.select_related("department")
    return rows if acting.is_staff else rows.filter(is_active=True)


def requests(acting: Acting) -> QuerySet[ServiceRequest]:
    """Requests one carries, took, was referred, or goes for; nothing to anybody else."""
    return ServiceRequest.objects.filter(_mine(acting, ""))


def at_hand(acting: Acting) -> QuerySet[ServiceRequest]:
    """Requests one may have, and those somebody waits for one's call about."""
    called = Q(pk__in=callbacks(acting).order_by().values("request_id"))
    return ServiceRequest.objects.filter(_mine(acting, "") | called)


def carried(acting: Acting) -> QuerySet[ServiceRequest]:
    """Requests of one's own committee; all for the street office."""
    return ServiceRequest.objects.filter(carried_by(acting))


def carried_by(acting: Acting) -> Q:
    """The condition that a request is with one's own committee."""
    return _carried(acting, "")


def deliveries(acting: Acting) -> QuerySet[ServiceRequest]:
    """What lies ready for doors one may go to."""
    rows = requests(acting).filter(state__in=TO_BRING)
    return rows.filter(household__isnull=False) if acting.compound_id else rows


def with_papers_to_bring() -> QuerySet[RequestDocument, Any]:
    """Ids of requests with a paper that was made and is not with the resident yet."""
    made = RequestDocument.objects.filter(direction=Direction.PRODUCED)
    return made.exclude(where__in=[Where.WITH_RESIDENT, Where.DELIVERED]).values("request_id")


def errands(acting: Acting) -> QuerySet[Errand]:
    """Errands of one's committee; helpers have only their own."""
    if acting.is_staff:
        return Errand.objects.filter(_carried(acting, "request__"))
    if acting.role in RUNNERS:
        return Errand.objects.filter(runner_id=acting.user_id)
    return Errand.objects.filter(NONE)


def lines(acting: Acting) -> QuerySet[ErrandLine]:
    """Lines of the errands one may have."""
    return ErrandLine.objects.filter(errand__in=errands(acting))


def callbacks(acting: Acting) -> QuerySet[Callback]:
    """One's own calls and those nobody has; all of the committee for its secretary."""
    if not acting.is_staff:
        return Callback.objects.filter(NONE)
    own = Q(user_id=acting.user_id) if acting.user_id else NONE
    within = _carried(acting, "request__")
    if not (acting.is_supervisor or acting.is_system):
        within &= Q(user__isnull=True)
    return Callback.objects.filter(own | within)


def calls_of(acting: Acting, request: ServiceRequest) -> QuerySet[Callback]:
    """Every call-back of a request one may have."""
    return Callback.objects.filter(request__in=requests(acting).filter(pk=request.pk))


def steps(acting: Acting) -> QuerySet[ProcedureStep]:
    """Steps of procedures, for the committee and the department."""
    return ProcedureStep.objects.filter(_worked(acting, "request__"))


def documents(acting: Acting) -> QuerySet[RequestDocument]:
    """Papers, for the committee and the department."""
    return RequestDocument.objects.filter(_worked(acting, "request__"))


def events(acting: Acting) -> QuerySet[RequestEvent]:
    """Histories for those who work on them; a household has the states, helpers nothing.

    What of a history a department or a taker may read: `queries.record`.
    """
    rows = RequestEvent.objects.filter(_mine(acting, "request__"))
    if acting.role in RUNNERS:
        return rows.none()
    return rows.filter(kind=EventKind.STATE) if acting.household_id else rows


def attachments(acting: Acting) -> QuerySet[Attachment]:
    """Files: all for the committee, papers for the department, their own for helpers."""
    if acting.is_staff:
        return Attachment.objects.filter(_carried(acting, "request__"))
    if acting.role == Role.DEPARTMENT_DESK:
        return Attachment.objects.filter(_worked(acting, "request__"), shows=Shows.DOCUMENT)
    if acting.role in RUNNERS:
        return Attachment.objects.filter(added_by_id=acting.user_id)
    return Attachment.objects.filter(NONE)


def may_edit_catalogue(acting: Acting) -> bool:
    """Secretaries and the street office keep the catalogue."""
    return acting.is_system or (
        acting.is_staff and (acting.is_supervisor or acting.is_whole_street)
    )


def require_editor(acting: Acting) -> None:
    """For anybody else there is no such page."""
    if not may_edit_catalogue(acting):
        raise Http404


def by_link(token: str) -> ServiceRequest:
    """The request a resident's paper points to."""
    digest = tokens.digest_of("desk.status", token)
    row = ServiceRequest.objects.filter(link_digest=digest).select_related("service").first()
    if row is None:
        raise Http404
    return row


def is_code_taken(code: str) -> bool:
    """Whether some request has this code already, whoever's it is."""
    return ServiceRequest.objects.filter(code=code).exists()


def by_client_id(client_id: UUID | None) -> ServiceRequest | None:
    """What an earlier post with this id made: who repeats a post gets what it made."""
    if client_id is None:
        return None
    return ServiceRequest.objects.filter(client_id=client_id).first()


def parts(acting: Acting, request: ServiceRequest) -> frozenset[Part]:
    """What somebody is to a request."""
    found = set()
    if _is_carrier(acting, request):
        found.add(Part.CARRIER)
    if acting.is_staff and acting.user_id and request.taken_by_id == acting.user_id:
        found.add(Part.TAKER)
    if acting.department_id and acting.department_id == request.department_id:
        found.add(Part.DESK)
    if acting.household_id and acting.household_id == request.household_id:
        found.add(Part.RESIDENT)
    if _is_runner(acting, request):
        found.add(Part.RUNNER)
    return frozenset(found)


def _is_carrier(acting: Acting, request: ServiceRequest) -> bool:
    is_near = acting.is_whole_street or acting.committee_id == request.committee_id
    return acting.is_staff and is_near


def _is_runner(acting: Acting, request: ServiceRequest) -> bool:
    if acting.user_id is None or not (acting.is_staff or acting.role in RUNNERS):
        return False
    if request.courier_id == acting.user_id:
        return True
    errand = getattr(request, "errand", None)
    if errand is not None and errand.runner_id == acting.user_id:
        return True
    household = request.household
    is_ours = acting.role == Role.BUILDING_DIRECTOR and household is not None
    return bool(
        is_ours
        and household
        and request.state in TO_BRING
        and household.building.compound_id == acting.compound_id
    )


def _mine(acting: Acting, prefix: str) -> Q:
    """The condition that a request concerns somebody at all."""
    if acting.is_staff:
        took = Q(**{f"{prefix}taken_by_id": acting.user_id}) if acting.user_id else NONE
        return _carried(acting, prefix) | took
    if acting.role == Role.DEPARTMENT_DESK:
        return _worked(acting, prefix)
    if acting.household_id:
        return Q(**{f"{prefix}household_id": acting.household_id})
    if acting.role in RUNNERS:
        return _runs(acting, prefix)
    return NONE


def _carried(acting: Acting, prefix: str) -> Q:
    if not acting.is_staff:
        return NONE
    return acting.within_committees(f"{prefix}committee") or EVERYTHING


def _worked(acting: Acting, prefix: str) -> Q:
    """Those who work on a procedure: the committee and the department it was referred to."""
    if acting.role == Role.DEPARTMENT_DESK and acting.department_id:
        return Q(**{f"{prefix}department_id": acting.department_id})
    return _carried(acting, prefix)


def _runs(acting: Acting, prefix: str) -> Q:
    own = Q(**{f"{prefix}courier_id": acting.user_id})
    own |= Q(**{f"{prefix}errand__runner_id": acting.user_id})
    if acting.role == Role.BUILDING_DIRECTOR and acting.compound_id:
        near = Q(**{f"{prefix}household__building__compound_id": acting.compound_id})
        own |= near & Q(**{f"{prefix}state__in": TO_BRING})
    return own
