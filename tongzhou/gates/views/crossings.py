"""How the gates stand, and what went through: no door, no temperature."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.gates import access, actions
from tongzhou.gates.choices import FindingKind
from tongzhou.gates.forms import ReasonForm
from tongzhou.gates.models import Crossing
from tongzhou.gates.queries import crossings as queries
from tongzhou.gates.views.shown import SIZES, STAFF, number
from tongzhou.registry import access as registry
from tongzhou.registry.access import get_or_404
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.doors import ActingRequest, open_to

# A building director leads the gate of a compound.
LEADERS = (*STAFF, Role.BUILDING_DIRECTOR)
WORDS = {
    "all": gettext_lazy("All"),
    "out": gettext_lazy("Out"),
    "in": gettext_lazy("In"),
    "visitors": gettext_lazy("Visitors"),
    "against": gettext_lazy("Let through against the rules"),
}


@open_to(*LEADERS)
@require_safe
def board(request: ActingRequest) -> HttpResponse:
    """The gates of the committee as they stand now."""
    now = clock.now()
    gates = queries.board(request.acting, now=now)
    context = {
        "gates": gates, "now": now, "is_staff": request.acting.role in STAFF,
        "to_look_at": sum(gate.to_look_at for gate in gates),
    }  # fmt: skip
    return render(request, "gates/board.html", context)


@open_to(*LEADERS)
@require_safe
def crossings(request: ActingRequest) -> HttpResponse:
    """What went through, newest first."""
    asked = request.GET.get("show", "")
    shown = asked if asked in WORDS else "all"
    place = number(request, "place", 0) if request.GET.get("place") else None
    found = queries.listing(
        request.acting, shown, place=place, after=mark(request), size=size(request)
    )
    gates = registry.places(request.acting).filter(kind=PlaceKind.GATE).order_by("name")
    context = {
        "found": found, "place": place, "shown": shown, "gates": gates, "now": clock.now(),
        "chips": [(name, word, name == shown) for name, word in WORDS.items()],
        "may_ask": request.acting.role in STAFF,
    }  # fmt: skip
    return render(request, "gates/crossings.html", context)


@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: ActingRequest, pk: int) -> HttpResponse:
    """Whose pass it was: asked by post with a reason that the household can read."""
    rows = access.crossings_to_ask_about(request.acting).select_related("place", "of")
    row = get_or_404(rows, pk=pk)
    begun = {"reason": FindingKind.TRIPS.label} if "finding" in request.GET else {}
    form = ReasonForm(request.POST or None, initial=begun)
    shown: Crossing | None = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        shown = form.run(actions.show_door, request.acting, pk, reason=reason, now=clock.now())
    context = {"row": row, "form": form, "shown": shown, "now": clock.now()}
    return render(request, "gates/door.html", context, status=422 if form.errors else 200)


def mark(request: ActingRequest) -> queries.Mark | None:
    """Where the page before ended."""
    return queries.Mark.read(request.GET.get("after", ""))


def size(request: ActingRequest) -> int:
    """How many rows a page has."""
    return min(number(request, "size", SIZES[1]), SIZES[-1])
