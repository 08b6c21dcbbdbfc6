"""Where a shift is opened."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongzhou.core import clock
from tongzhou.field import access, actions, offers
from tongzhou.field.choices import OUTDOORS, EntryState
from tongzhou.registry import access as registry
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts

SHOWN = 10
LOCAL = {"localhost", "127.0.0.1"}


@open_to(*OUTDOORS)
@require_safe
def start(request: ActingRequest) -> HttpResponse:
    """Choose what for and where, and open a shift on this phone."""
    acting = request.acting
    profiles = offers.profiles(acting)
    kinds = {profile.places for profile in profiles if profile.places}
    places = (
        list(registry.places_in_use(acting).filter(kind__in=kinds).order_by("name"))
        if kinds
        else []
    )
    shifts = access.shifts(acting).select_related("device").order_by("-opened_at")[:SHOWN]
    labels = {profile.key: profile.label for profile in profiles}
    context = {
        "profiles": [(p, [each for each in places if each.kind == p.places]) for p in profiles],
        "shifts": [(each, labels.get(each.profile, each.profile)) for each in shifts],
        "tray": access.entries(acting).filter(state=EntryState.REFUSED).count(),
        "is_secure": request.is_secure() or request.get_host().split(":")[0] in LOCAL,
        "now": clock.now(),
    }
    return render(request, "field/start.html", context)


@open_to(*OUTDOORS)
@require_POST
def end(request: ActingRequest, pk: int) -> HttpResponse:
    """A phone of one's own gets nothing more."""
    actions.end(request.acting, pk, now=clock.now())
    toasts.say(request, _("This phone gets nothing more. What it holds goes when it next calls."))
    return redirect("field:start")
