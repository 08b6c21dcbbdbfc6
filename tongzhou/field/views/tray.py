"""Records that could not be taken."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.field import access, actions
from tongzhou.field.choices import EntryState
from tongzhou.field.queries import missing
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts

STAFF = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
SIZE = 50


@open_to(*STAFF)
@require_safe
def tray(request: ActingRequest) -> HttpResponse:
    """What phones sent and no room could take, the newest first."""
    rows = access.entries(request.acting).filter(state=EntryState.REFUSED)
    found = rows.select_related("device__membership__user", "shift__place").order_by("-received_at")
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "missing": missing.by_phone(request.acting), "now": clock.now()}
    return render(request, "field/tray.html", context)


@open_to(*STAFF)
@require_POST
def again(request: ActingRequest, pk: int) -> HttpResponse:
    """Try to take it once more."""
    actions.try_again(request.acting, pk, now=clock.now())
    toasts.say(request, _("Taken now."))
    return redirect("field:tray")


@open_to(*STAFF)
@require_POST
def aside(request: ActingRequest, pk: int) -> HttpResponse:
    """Set it aside with a word."""
    actions.set_aside(request.acting, pk, word=request.POST.get("word", ""), now=clock.now())
    toasts.say(request, _("Set aside. It stays as it came."))
    return redirect("field:tray")
