"""Open everything now: the order, the list with its ticks, closing again later."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.accounts.choices import Role
from tongzhou.closures.actions import openings as actions
from tongzhou.closures.forms.barriers import OpenForm
from tongzhou.closures.queries import barriers as queries
from tongzhou.closures.views.shown import STAFF, form_page
from tongzhou.core import clock
from tongzhou.registry import access as registry
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts

EVERYBODY = (
    *STAFF, Role.BUILDING_DIRECTOR, Role.VOLUNTEER, Role.HEALTH_WORKER, Role.DEPARTMENT_DESK,
    Role.ADMINISTRATOR,
)  # fmt: skip


@open_to(*STAFF)
def order(request: ActingRequest) -> HttpResponse:
    """Write why and press: no further question."""
    acting = request.acting
    running, standing = queries.running(acting), queries.standing_by_committee(acting)
    committees = registry.committees(acting)
    committees = committees.filter(pk__in=() if acting.committee_id else standing)
    form = OpenForm(request.POST or None, committees=committees, standing=standing)
    if form.is_valid():
        chosen = form.cleaned_data.pop("committee", None)
        where = {"committee_id": chosen.pk if chosen else None}
        row = form.run(actions.open_all, acting, now=clock.now(), **form.cleaned_data, **where)
        if row:
            return redirect("closures:opening", row.pk)
    count = sum(standing.values())
    return form_page(request, form, "closures/open.html", running=running, count=count)


@open_to(*EVERYBODY)
def opening(request: ActingRequest, pk: int) -> HttpResponse:
    """The list in the order of opening, each with a tick and the key holder's phone."""
    row = queries.opening(request.acting, pk)
    found = list(queries.of_opening(request.acting, row))
    context = {
        "opening": row, "barriers": found, "is_staff": request.acting.is_staff,
        "opened": sum(b.opened_at is not None for b in found),
    }  # fmt: skip
    return render(request, "closures/opening.html", context)


@open_to(*EVERYBODY)
@require_POST
def tick(request: ActingRequest, pk: int, barrier: int) -> HttpResponse:
    """A barrier is open, or was ticked by mistake."""
    is_open = request.POST.get("open") == "yes"
    row = actions.tick(request.acting, pk, barrier, is_open=is_open, now=clock.now())
    if request.htmx:
        shown = {"b": row, "opening": queries.opening(request.acting, pk)}
        return render(request, "closures/opening.html#line", shown)
    return redirect("closures:opening", pk)


@open_to(*STAFF)
@require_POST
def end(request: ActingRequest, pk: int) -> HttpResponse:
    """The danger is over."""
    actions.end(request.acting, pk, now=clock.now())
    toasts.say(request, _("The order is over. Close again what was opened."))
    return redirect("closures:opening", pk)
