"""One request: its page, its steps and papers, its slip."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tongzhou.core import clock
from tongzhou.core.papers import typeset
from tongzhou.desk import access, actions
from tongzhou.desk.choices import Where, outcomes_at
from tongzhou.desk.forms.table import beside, is_turn_of, ways_on
from tongzhou.desk.queries import record
from tongzhou.desk.views.deeds import OFFICE, log
from tongzhou.registry.access import get_or_404
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import times

LIKELY = 3


@open_to(*OFFICE)
@require_GET
def request_page(request: ActingRequest, code: str) -> HttpResponse:
    """What is waited for, the track, the papers, the history, and what can be done now."""
    now = clock.now()
    found = record.record(request.acting, code)
    log(request, "desk.request", found.row, now)
    moves = ways_on(found.row, found.parts, has_goods=found.has_goods)
    context = {
        "record": found, "row": found.row, "now": now, "wheres": Where.choices,
        "outcomes": outcomes_at(found.row.state),
        "is_our_turn": is_turn_of(found.row, found.parts),
        "likely": moves[:LIKELY], "moves": moves[LIKELY:],
        "others": [d for d in beside(found.row, found.parts) if not d.is_errand],
    }  # fmt: skip
    return render(request, "desk/request.html", context)


@open_to(*OFFICE)
@require_POST
def step(request: ActingRequest, pk: int) -> HttpResponse:
    """Tick a step, or open it again."""
    row = get_or_404(access.steps(request.acting).select_related("request"), pk=pk)
    is_done = request.POST.get("is_done") == "1"
    actions.tick_step(request.acting, row, is_done=is_done, now=clock.now())
    return redirect(f"{reverse('desk:request', args=[row.request.code])}#steps")


@open_to(*OFFICE)
@require_POST
def paper(request: ActingRequest, pk: int) -> HttpResponse:
    """A paper is somewhere else now."""
    row = get_or_404(access.documents(request.acting).select_related("request"), pk=pk)
    where = request.POST.get("where", "")
    actions.move_document(request.acting, row, where=where, now=clock.now())
    return redirect(f"{reverse('desk:request', args=[row.request.code])}#papers")


@open_to("committee_staff", "street_officer")
@require_POST
def slip(request: ActingRequest, code: str) -> HttpResponse:
    """A slip with the code and a fresh QR to the resident's page; earlier slips no longer open."""
    now = clock.now()
    row = record.one(request.acting, code)
    token = actions.issue_link(request.acting, row, now=now)
    url = request.build_absolute_uri(reverse("desk:status", args=[token]))
    log(request, "desk.slip", row, now)
    return render(request, "desk/slip.html", {"row": row, "url": url, "now": now})


@open_to("committee_staff", "street_officer")
@require_GET
def mandate(request: ActingRequest, code: str) -> HttpResponse:
    """A letter of authorisation to sign: the committee may do the procedure on their behalf."""
    now = clock.now()
    found = record.record(request.acting, code)
    log(request, "desk.mandate", found.row, now)
    pdf = typeset("desk/mandate", _mandate(found, now))
    name = f"{found.row.code}-mandate.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _mandate(found: record.Record, now: datetime) -> dict[str, object]:
    row = found.row
    return {
        "code": row.code,
        "name": row.resident.name if row.resident else found.texts.caller_name,
        "address": _address(found),
        "service": row.service.name,
        "committee": row.committee.name,
        "papers": [paper.name for paper in found.papers] or row.service.papers.splitlines(),
        "today": times.exact(now)[:10],
    }


def _address(found: record.Record) -> str:
    household = found.row.household
    if household is None:
        return found.texts.address
    return f"{household.building.compound.name}{household.door}"
