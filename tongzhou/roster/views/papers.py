"""Posters: A4, with the code by which people come forward."""

from typing import Any

from django.http import HttpResponse
from django.utils import translation

from tongzhou.core import clock
from tongzhou.core.papers import typeset
from tongzhou.registry.access import get_or_404
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.models import Committee
from tongzhou.roster.models import Post
from tongzhou.roster.queries import posts as queries
from tongzhou.roster.queries.needs import active_shifts
from tongzhou.roster.views.public import join_url
from tongzhou.roster.views.shown import LEADERS, committees
from tongzhou.ui.codes import qr_drawing

LANGUAGES = ("zh-hans", "en")


@open_to(*LEADERS)
def of_committee(request: ActingRequest, pk: int) -> HttpResponse:
    """The poster of a whole committee."""
    return _printed(request, get_or_404(committees(request.acting), pk=pk), None)


@open_to(*LEADERS)
def of_post(request: ActingRequest, pk: int) -> HttpResponse:
    """The poster of one gate."""
    row = queries.record(request.acting, pk)
    return _printed(request, row.committee, row)


def _printed(request: ActingRequest, unit: Committee, at: Post | None) -> HttpResponse:
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in LANGUAGES else translation.get_language()):
        pdf = typeset("roster/poster", _words(request, unit, at))
    name = f"volunteers-{at.pk if at else unit.pk}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _words(request: ActingRequest, unit: Committee, at: Post | None) -> dict[str, Any]:
    url = join_url(request, unit, at)
    drawing = qr_drawing(url)
    return {
        "committee": unit.label,
        "phone": unit.phone,
        "place": at.label if at else "",
        "begins_at": at.begins_at if at else "",
        "shifts": [shift.label for shift in active_shifts(request.acting)],
        "url": url,
        "path": drawing.path,
        "side": drawing.side,
        "made": clock.local_date(clock.now()),
    }
