"""A household's own page on paper."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.core.papers import typeset
from tongzhou.registry import access
from tongzhou.registry.actions import links
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.queries import tree
from tongzhou.registry.views.page import STAFF
from tongzhou.ui import toasts
from tongzhou.ui.codes import qr_drawing


@open_to(*STAFF)
@require_POST
def household_sheet(request: ActingRequest, pk: int) -> HttpResponse:
    """A fresh link for one household, as a sheet."""
    access.get_or_404(access.households(request.acting), pk=pk)
    return _sheets(request, [pk])


@open_to(*STAFF)
@require_POST
def building_sheets(request: ActingRequest, pk: int) -> HttpResponse:
    """A fresh link for every household of a building, three to a page."""
    building = tree.building(request.acting, pk)
    rows = access.households(request.acting).filter(building=building)
    return _sheets(request, list(rows.values_list("pk", flat=True)))


@open_to(*STAFF)
@require_POST
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """Close all links of a household."""
    links.revoke_links(request.acting, pk, now=clock.now())
    toasts.say(request, _("All links of the household are closed."))
    return redirect("registry:household_edit", pk)


def _sheets(request: ActingRequest, pks: Sequence[int]) -> HttpResponse:
    made = links.make_links(request.acting, pks, now=clock.now())
    data = {"sheets": [_sheet(request, one) for one in made]}
    pdf = typeset("registry/household_link", data)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="household-pages.pdf"'
    return answer


def _sheet(request: ActingRequest, made: links.MadeLink) -> dict[str, Any]:
    url = request.build_absolute_uri(reverse("own:page", args=[made.token]))
    drawing = qr_drawing(url)
    compound = made.household.building.compound
    return {
        "place": compound.label,
        "door": made.household.door,
        "committee": compound.committee.label,
        "phone": compound.committee.phone,
        "url": url,
        "path": drawing.path,
        "side": drawing.side,
    }
