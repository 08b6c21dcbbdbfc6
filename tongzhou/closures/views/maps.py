"""Maps: the list, bringing one in, one map with whose buildings are on it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tongzhou.accounts.choices import Role
from tongzhou.closures import access
from tongzhou.closures.actions import links as link_actions
from tongzhou.closures.actions import maps as actions
from tongzhou.closures.choices import MapState
from tongzhou.closures.forms.plans import UploadForm
from tongzhou.closures.models import StreetMap
from tongzhou.closures.queries import maps as queries
from tongzhou.closures.sentences import map_failure
from tongzhou.closures.views.shown import STAFF, form_page
from tongzhou.core import clock
from tongzhou.core.models import JobState
from tongzhou.registry.access import get_or_404
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts

SIZE = 50


@open_to(*STAFF)
def listing(request: ActingRequest) -> HttpResponse:
    """All maps that were brought in."""
    return render(request, "closures/maps.html", {"maps": queries.listing(request.acting)})


@open_to(*STAFF)
def upload(request: ActingRequest) -> HttpResponse:
    """Choose a file; it is read in the background."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        row = form.run(
            actions.upload, request.acting, file.chunks(), name=file.name, now=clock.now()
        )
        if row:
            return redirect("closures:map", row.pk)
    return form_page(request, form, "closures/upload.html")


@open_to(*STAFF)
def street_map(request: ActingRequest, pk: int) -> HttpResponse:
    """One map: what is on it, and whose buildings."""
    row = get_or_404(access.maps(request.acting).select_related("job", "added_by"), pk=pk)
    found = queries.linkings(request.acting, row) if row.state == MapState.READY else []
    context = {
        "map": row,
        "is_busy": _is_busy(row),
        "failure": map_failure(row.failure),
        "page": Paginator(found, SIZE).get_page(request.GET.get("page")),
        "linked": sum(bool(one.osm_id) for one in found),
        "total": len(found),
        "known": queries.names_on_map(row),
        "may_choose": request.acting.role == Role.STREET_OFFICER,
    }
    return render(request, "closures/map.html", context)


@open_to(*STAFF)
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """Whether the reading goes on; when it is over the page itself comes."""
    row = get_or_404(access.maps(request.acting).select_related("job"), pk=pk)
    if not _is_busy(row):
        return HttpResponseClientRedirect(reverse("closures:map", args=[pk]))
    return render(request, "closures/map.html#progress", {"map": row})


@open_to(Role.STREET_OFFICER)
@require_POST
def make_current(request: ActingRequest, pk: int) -> HttpResponse:
    """New plans are made on this map."""
    actions.make_current(request.acting, pk, now=clock.now())
    toasts.say(request, _("New plans are made on this map from now on."))
    return redirect("closures:map", pk)


@open_to(*STAFF)
@require_POST
def link(request: ActingRequest, pk: int) -> HttpResponse:
    """Say where a building is."""
    building = request.POST.get("building", "")
    link_actions.link(
        request.acting, pk, building_id=int(building) if building.isdecimal() else 0,
        osm_id=request.POST.get("osm_id", "").strip(), now=clock.now(),
    )  # fmt: skip
    toasts.say(request, _("Noted where the building is."))
    return redirect("closures:map", pk)


def _is_busy(row: StreetMap) -> bool:
    has_died = row.job is not None and row.job.state == JobState.FAILED
    return row.state == MapState.READING and not has_died
