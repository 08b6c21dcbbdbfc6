"""Errands and deliveries: for whoever goes."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.desk import access, actions
from tongzhou.desk.forms.deeds import LineForm
from tongzhou.desk.forms.table import MONEY, beside, ways_on
from tongzhou.desk.queries import errands as sheets
from tongzhou.desk.queries import lists
from tongzhou.desk.views.deeds import log
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.access import get_or_404
from tongzhou.registry.doors import ActingRequest, open_to

AT_THE_DOOR = ("bring", "deliver", "bring_back")
GOERS = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER}) | access.RUNNERS


@open_to(*GOERS)
@require_GET
def errands(request: ActingRequest) -> HttpResponse:
    """What to buy and what to bring, by building, with one shopping list."""
    now = clock.now()
    trips = sheets.trips(request.acting)
    record_view(
        request.acting,
        "desk.errands",
        now=now,
        households=[t.row.household_id for t in trips if t.row.household_id],
    )
    context = {
        "buildings": sheets.by_building(trips),
        "shopping": sheets.shopping_list([t.sheet for t in trips if t.sheet]),
        "now": now,
    }
    return render(request, "desk/errands.html", context)


@open_to(*GOERS)
@require_GET
def errand(request: ActingRequest, code: str) -> HttpResponse:
    """One errand: door, list, money, receipt."""
    now = clock.now()
    found = sheets.errand_page(request.acting, code)
    log(request, "desk.errand", found.row, now)
    parts = access.parts(request.acting, found.row)
    offered = {d.key: d for d in beside(found.row, parts)}
    going = [offered[key] for key in ("set_out", "contact") if key in offered]
    moves = [d for d in ways_on(found.row, parts) if d.key in AT_THE_DOOR]
    context = {
        "errand": found, "deeds": [*moves, *going], "now": now,
        "money": [d for d in beside(found.row, parts) if d.key in MONEY],
    }  # fmt: skip
    return render(request, "desk/errand.html", context)


@open_to(*GOERS)
@require_POST
def line(request: ActingRequest, code: str, pk: int) -> HttpResponse:
    """A thing was got, or not after all."""
    row = get_or_404(access.lines(request.acting), pk=pk, errand__request__code=code)
    form = LineForm(request.POST)
    if form.is_valid():
        form.run(actions.tick_line, request.acting, row, now=clock.now(), **form.cleaned_data)
    return redirect("desk:errand", code=code)


@open_to(*GOERS)
@require_GET
def delivery(request: ActingRequest, code: str) -> HttpResponse:
    """A door, and nothing that is nobody's business there."""
    now = clock.now()
    row = get_or_404(lists.to_bring(request.acting), code=code)
    log(request, "desk.delivery", row, now)
    moves = ways_on(row, access.parts(request.acting, row))
    context = {"row": row, "deeds": [d for d in moves if d.key in AT_THE_DOOR], "now": now}
    return render(request, "desk/delivery.html", context)
