"""Fevers at gates, for the health desk; the gate itself and the committee do not see them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.gates import actions
from tongzhou.gates.queries import crossings as queries
from tongzhou.gates.views.crossings import mark, size
from tongzhou.registry.doors import ActingRequest, open_to


@open_to(Role.HEALTH_WORKER)
@require_safe
def fevers(request: ActingRequest) -> HttpResponse:
    """Where and when a fever was measured, newest first; whose it was is asked one by one."""
    found = queries.fevers(request.acting, after=mark(request), size=size(request))
    return render(request, "gates/fevers.html", {"found": found, "now": clock.now()})


@open_to(Role.HEALTH_WORKER)
@require_POST
def follow(request: ActingRequest, pk: int) -> HttpResponse:
    """On to the household, where its follow-up stands."""
    row = actions.show_fever(request.acting, pk, now=clock.now())
    return redirect("workflows:household", row.of.household_id if row.of else 0)
