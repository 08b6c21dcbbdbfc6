"""The page behind the QR on a resident's slip: where it stands, without an account or a name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongzhou.core import clock
from tongzhou.desk import actions
from tongzhou.desk.queries import status_by_link
from tongzhou.ui import toasts


@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Where a request stands; the resident can say that it is solved, or that it is not."""
    now = clock.now()
    if request.method == "POST":
        if request.POST.get("answer") == "solved":
            actions.confirm_by_link(token, now=now)
            undo = reverse("desk:status", args=[token])
            toasts.say(request, _("Good. We close this request."), undo_url=undo)
        else:
            actions.reopen_by_link(token, now=now, note=request.POST.get("note", "")[:500])
            toasts.say(request, _("We look at it again and will call you."))
        return redirect("desk:status", token=token)
    context = {"status": status_by_link(token), "now": now}
    return render(request, "desk/status.html", context)
