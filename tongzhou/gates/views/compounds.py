"""Compounds: passes for all who have none, and sheets to print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tongzhou.core import clock
from tongzhou.core.jobs import progress_of
from tongzhou.core.models import Job, JobState
from tongzhou.gates import actions
from tongzhou.gates.queries import compounds as queries
from tongzhou.gates.views.shown import STAFF
from tongzhou.registry import access as registry
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.models import Compound


@open_to(*STAFF)
def listing(request: ActingRequest) -> HttpResponse:
    """All compounds, and how many doors have a pass."""
    return render(request, "gates/compounds.html", {"rows": queries.compounds(request.acting)})


@open_to(*STAFF)
def compound(request: ActingRequest, pk: int) -> HttpResponse:
    """One compound: issue what is missing, print sheets."""
    place = compound_of(request, pk)
    rows = queries.buildings(request.acting, place)
    job = queries.issuing(request.acting, place)
    context = {
        "compound": place,
        "rows": rows,
        "missing": sum(row.missing for row in rows),
        "good": sum(row.good for row in rows),
        "unprinted": sum(row.unprinted for row in rows),
        "job": job,
        "is_busy": queries.is_running(job),
        "has_failed": job is not None and job.state == JobState.FAILED,
        **_progress(job),
    }
    return render(request, "gates/compound.html", context)


@open_to(*STAFF)
@require_POST
def start(request: ActingRequest, pk: int) -> HttpResponse:
    """Make the missing passes, in the background."""
    place = compound_of(request, pk)
    if not queries.is_running(queries.issuing(request.acting, place)):
        building = building_of(request)
        actions.start_issuing(request.acting, pk, building_id=building, now=clock.now())
    return redirect("gates:compound", pk)


@open_to(*STAFF)
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """How far it is; when it is over the page itself comes."""
    place = compound_of(request, pk)
    job = queries.issuing(request.acting, place)
    if not queries.is_running(job):
        return HttpResponseClientRedirect(reverse("gates:compound", args=[pk]))
    context = {"compound": place, **_progress(job)}
    return render(request, "gates/compound.html#progress", context)


def compound_of(request: ActingRequest, pk: int) -> Compound:
    """A compound of one's own; 404 otherwise."""
    return registry.get_or_404(
        registry.compounds(request.acting).select_related("committee"), pk=pk
    )


def building_of(request: HttpRequest) -> int | None:
    """The building chosen in a form, if one was."""
    chosen = request.POST.get("building", "")
    return int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None


def _progress(job: Job | None) -> dict[str, Any]:
    done, total = progress_of(job) if job else (0, 0)
    label = _("Issuing passes")
    return {"done": done, "total": total, "label": label}
