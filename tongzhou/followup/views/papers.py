"""Papers to print: the order of observation and the note of release, as PDF."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation

from tongzhou.core import clock
from tongzhou.core.papers import typeset
from tongzhou.followup.queries import papers
from tongzhou.followup.queries.record import Record, record
from tongzhou.followup.views.shown import CARERS, log
from tongzhou.registry.doors import ActingRequest, open_to

LANGUAGES = ("zh-hans", "en")


@open_to(*CARERS)
def order(request: ActingRequest, pk: int) -> HttpResponse:
    """The order that begins an observation."""
    return _paper(request, pk, "order", papers.order)


@open_to(*CARERS)
def release_note(request: ActingRequest, pk: int) -> HttpResponse:
    """The note that ends it."""
    return _paper(request, pk, "release", papers.release_note)


def _paper(
    request: ActingRequest, pk: int, name: str, write: Callable[[Record], dict[str, Any]]
) -> HttpResponse:
    """Set one paper in the language asked for; papers without their ground do not exist."""
    now = clock.now()
    found = record(request.acting, pk, now=now)
    if name == "release" and (found.release is None or not found.release.is_complete):
        raise Http404
    log(request, name, [found.observation], now=now)
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in LANGUAGES else translation.get_language()):
        pdf = typeset("followup/letter", write(found))
    headers = {"Content-Disposition": f'inline; filename="{name}-{pk}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
