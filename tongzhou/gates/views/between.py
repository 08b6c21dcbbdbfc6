"""Who crossed here between two moments."""

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.gates.actions.tracing import note_traced
from tongzhou.gates.forms import TraceForm
from tongzhou.gates.models import Crossing
from tongzhou.gates.queries import between as queries
from tongzhou.gates.queries.crossings import households_of
from tongzhou.privacy.access_log import record_view
from tongzhou.registry import access as registry
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.doors import ActingRequest, open_to

SIZE = 100


@open_to(Role.HEALTH_WORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def between(request: ActingRequest) -> HttpResponse:
    """Asked by post, so that the reason stands in no address; each page shown is written down."""
    gates = registry.places(request.acting).filter(kind=PlaceKind.GATE).order_by("name")
    form = TraceForm(request.POST or None, places=[(gate.pk, gate.label) for gate in gates])
    page = _found(request, form) if form.is_valid() else None
    context = {"form": form, "page": page, "rows": queries.passages(list(page or ()))}
    return render(request, "gates/between.html", context)


def _found(request: ActingRequest, form: TraceForm) -> Page[Crossing]:
    asked, acting, now = form.cleaned_data, request.acting, clock.now()
    rows = queries.between(acting, asked["place"], asked["since"], asked["until"])
    page = Paginator(rows, SIZE).get_page(request.POST.get("page"))
    page.object_list = list(page.object_list)
    record_view(
        acting, "gates.between", now=now, households=households_of(page.object_list),
        reason=asked["reason"],
    )  # fmt: skip
    note_traced(
        acting, place=asked["place"], since=asked["since"], until=asked["until"],
        shown=len(page), now=now,
    )  # fmt: skip
    return page
