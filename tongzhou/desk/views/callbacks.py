"""The call-back queue."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.desk import access, actions
from tongzhou.desk.choices import Outcome, State
from tongzhou.desk.queries import calls, lists
from tongzhou.desk.views.deeds import done_card, undo_of
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.access import get_or_404
from tongzhou.registry.doors import ActingRequest, open_to

SAID = {
    Outcome.SOLVED: _("Good: solved, says the resident. The request is closed."),
    Outcome.TOLD: _("They know now."),
    Outcome.NOT_SOLVED: _("Not solved yet: the request is open again."),
    Outcome.NOT_REACHED: _("Nobody answered. We remind you in two hours."),
}


@open_to(Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
@require_GET
def queue(request: ActingRequest) -> HttpResponse:
    """Who waits to hear from us, the longest waiting first."""
    now = clock.now()
    waiting = calls.queue(request.acting)
    record_view(
        request.acting,
        "desk.callbacks",
        now=now,
        **lists.ids_of([line.call.request for line in waiting]),
    )
    context = {"lines": waiting, "now": now, "solved": Outcome.SOLVED}
    return render(request, "desk/callbacks.html", context)


@open_to(Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
@require_POST
def made(request: ActingRequest, pk: int) -> HttpResponse:
    """We called; the answer takes the card's place."""
    call = get_or_404(access.callbacks(request.acting).select_related("request__service"), pk=pk)
    outcome = request.POST.get("outcome", "")
    actions.complete_callback(
        request.acting, call, outcome=outcome, note=request.POST.get("note", ""), now=clock.now()
    )
    row, came = call.request, Outcome(outcome)
    undo = undo_of(row, State.CONFIRMED) if came == Outcome.SOLVED else ""
    return done_card(request, row, SAID[came], undo_url=undo)
