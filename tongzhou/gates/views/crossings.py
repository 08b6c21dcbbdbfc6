"""How the gates stand, and who went through."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tongzhou.core import clock
from tongzhou.gates.queries import crossings as queries
from tongzhou.gates.views.shown import SIZES, STAFF, number
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to

WORDS = {
    "all": gettext_lazy("All"),
    "out": gettext_lazy("Out"),
    "in": gettext_lazy("In"),
    "visitors": gettext_lazy("Visitors"),
    "fever": gettext_lazy("37.3 °C or more"),
    "against": gettext_lazy("Let through against the rules"),
}


@open_to(*STAFF)
@require_safe
def board(request: ActingRequest) -> HttpResponse:
    """The gates of the committee as they stand now."""
    now = clock.now()
    context = {"gates": queries.board(request.acting, now=now), "now": now}
    return render(request, "gates/board.html", context)


@open_to(*STAFF)
@require_safe
def crossings(request: ActingRequest) -> HttpResponse:
    """Who went through, newest first; whose doors were shown is written down."""
    now = clock.now()
    asked = request.GET.get("show", "")
    shown = asked if asked in WORDS else "all"
    place = number(request, "place", 0) if request.GET.get("place") else None
    rows = queries.listing(request.acting, shown, place=place)
    page = Paginator(rows, min(number(request, "size", SIZES[1]), SIZES[-1])).get_page(
        request.GET.get("page")
    )
    found = list(page.object_list)
    record_view(request.acting, "gates.crossings", now=now, households=queries.households_of(found))
    chips = [(name, word, name == shown) for name, word in WORDS.items()]
    context = {"page": page, "rows": found, "chips": chips, "fever": queries.FEVER, "now": now}
    return render(request, "gates/crossings.html", context)
