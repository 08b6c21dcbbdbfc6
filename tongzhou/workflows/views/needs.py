"""One press: a need becomes a request at the desk."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.workflows.actions.needs import request_for_need as make_request
from tongzhou.workflows.views.households import STAFF


@open_to(*STAFF)
@require_POST
def request_for_need(request: ActingRequest, pk: int) -> HttpResponse:
    """Make the errand; the card of the need turns into a link to it."""
    made = make_request(request.acting, pk, now=clock.now())
    if request.htmx:
        return render(request, "workflows/need_done.html", {"made": made})
    return redirect("desk:request", made.code)
