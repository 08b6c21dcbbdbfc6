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
    signed = offers.musters()(request.acting, pk, now=now, part=_part(request))
    return _fresh(render(request, "field/muster.html", {"signed": signed, "now": now}))


@open_to(*LEADERS)
@require_safe
def payload(request: ActingRequest, pk: int) -> HttpResponse:
    """The text of the code."""
    signed = offers.musters()(request.acting, pk, now=clock.now(), part=_part(request))
    said = {"place": pk, "text": signed.text, "part": signed.part, "parts": signed.parts}
    return _fresh(JsonResponse(said))


def _part(request: ActingRequest) -> int:
    """Which of the codes; the first where none is asked for."""
    said = request.GET.get("part", "")
    return int(said) if said.isdecimal() and len(said) < 4 else 1


def _fresh(response: HttpResponse) -> HttpResponse:
    """An old code helps nobody."""
    response["Cache-Control"] = "no-store"
    return response
