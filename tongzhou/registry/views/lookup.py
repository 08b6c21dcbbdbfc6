"""Search as you type."""

from django.http import HttpResponse
from django.shortcuts import render

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.picking import options
from tongzhou.registry.queries.search import people

LIMIT = 10


@open_to(Role.COMMITTEE_STAFF, Role.STREET_OFFICER, Role.HEALTH_WORKER, Role.BUILDING_DIRECTOR)
def lookup(request: ActingRequest) -> HttpResponse:
    """Options for a search box, names masked; whose record is opened is logged then, not here."""
    found = people(request.acting, request.GET.get("q", ""), limit=LIMIT)
    only, today = request.GET.get("only", ""), clock.local_date(clock.now())
    context = {"options": options(found, on=today, only=only, limit=LIMIT)}
    return render(request, "registry/options.html", context)
