"""The leader's code of the morning: phones that see no network read it from a screen."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.field import offers
from tongzhou.registry.doors import ActingRequest, open_to

LEADERS = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)


@open_to(*LEADERS)
@require_safe
def page(request: ActingRequest, pk: int) -> HttpResponse:
    """The code, as large as the screen allows."""
    now = clock.now()
    place, text = offers.musters()(request.acting, pk, now=now)
    return _fresh(render(request, "field/muster.html", {"place": place, "text": text, "now": now}))


@open_to(*LEADERS)
@require_safe
def payload(request: ActingRequest, pk: int) -> HttpResponse:
    """The text of the code."""
    place, text = offers.musters()(request.acting, pk, now=clock.now())
    return _fresh(JsonResponse({"place": place.pk, "text": text}))


def _fresh(response: HttpResponse) -> HttpResponse:
    """An old code helps nobody."""
    response["Cache-Control"] = "no-store"
    return response
