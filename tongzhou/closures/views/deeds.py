"""What is pressed at a barrier."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.closures.actions import barriers as actions
from tongzhou.closures.actions import openings
from tongzhou.closures.forms.barriers import (
    BuiltForm,
    EnterForm,
    KeysForm,
    MeasureForm,
    SeenForm,
)
from tongzhou.closures.queries import maps
from tongzhou.closures.views.barriers import show
from tongzhou.closures.views.shown import STAFF
from tongzhou.core import clock
from tongzhou.core.forms import ActionForm
from tongzhou.registry import access as registry
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts


@open_to(*STAFF)
@require_POST
def built(request: ActingRequest, pk: int) -> HttpResponse:
    """It stands."""
    form = BuiltForm(request.POST, request.FILES)
    return _done(request, pk, "built", form, actions.build, _("Noted: it stands."), undo=True)


@open_to(*STAFF)
@require_POST
def checked(request: ActingRequest, pk: int) -> HttpResponse:
    """An engine could come through, or not; from the list of work the card goes."""
    form, is_free = SeenForm(request.POST, request.FILES), request.POST.get("free") == "yes"
    said = (
        _("Noted: all well.") if is_free else _("Noted; the alarm stays until all is well again.")
    )
    if request.htmx and request.POST.get("place") == "card":
        actions.check(request.acting, pk, is_free=is_free, now=clock.now())
        return toasts.say_now(HttpResponse(), said)
    return _done(request, pk, "seen", form, actions.check, said, is_free=is_free)


@open_to(*STAFF)
@require_POST
def measured(request: ActingRequest, pk: int) -> HttpResponse:
    """So wide."""
    form = MeasureForm(request.POST, auto_id="m_%s")
    return _done(request, pk, "measured", form, actions.measure, _("The width is noted."))


@open_to(*STAFF)
@require_POST
def removed(request: ActingRequest, pk: int) -> HttpResponse:
    """It is gone."""
    form = SeenForm(request.POST, request.FILES, auto_id="r_%s")
    return _done(request, pk, "removed", form, actions.remove, _("Noted: it is gone."), undo=True)


@open_to(*STAFF)
@require_POST
def keys(request: ActingRequest, pk: int) -> HttpResponse:
    """Who has the key."""
    form = KeysForm(request.POST)
    return _done(request, pk, "keys", form, actions.set_keys, _("The key holder is noted."))


@open_to(*STAFF)
@require_POST
def undo(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back the last thing pressed."""
    actions.undo(request.acting, pk, now=clock.now())
    toasts.say(request, _("Taken back."))
    return redirect("closures:barrier", pk)


@open_to(*STAFF)
@require_POST
def closed(request: ActingRequest, pk: int) -> HttpResponse:
    """It was open in the emergency and is closed again."""
    openings.close_again(request.acting, pk, now=clock.now())
    said = _("Noted: closed again.")
    if request.htmx:
        return toasts.say_now(HttpResponse(), said)
    toasts.say(request, said)
    return redirect("closures:barrier", pk)


@open_to(*STAFF)
def enter(request: ActingRequest) -> HttpResponse:
    """A barrier that stands already, by hand."""
    now, acting = clock.now(), request.acting
    own = registry.committees(acting)
    own = own.filter(pk=acting.committee_id) if acting.committee_id else own
    first = {"built_on": clock.local_date(now), "kind": "fence"}
    form = EnterForm(request.POST or None, request.FILES or None, committees=own, initial=first)
    if form.is_valid():
        given = _entered(form.cleaned_data, now)
        shown = maps.current(acting) if given["place"] else None
        row = form.run(actions.enter_built, acting, now=now, map=shown, **given)
        if row:
            toasts.say(request, _("Noted as number %(number)s.") % {"number": row.number})
            return redirect("closures:barrier", row.pk)
    context = {"form": form, "map": maps.current(acting)}
    return render(request, "closures/enter.html", context, status=422 if form.is_bound else 200)


def _entered(given: dict[str, Any], now: Any) -> dict[str, Any]:
    rest = dict(given)
    committee, day = rest.pop("committee"), rest.pop("built_on")
    longitude, latitude = rest.pop("longitude"), rest.pop("latitude")
    is_today = day == clock.local_date(now)
    return {
        **rest, "committee_id": committee.pk, "guards": rest["guards"] or 0,
        "place": None if longitude is None or latitude is None else (longitude, latitude),
        "built_at": now if is_today else clock.day_start(day),
    }  # fmt: skip


def _done(
    request: ActingRequest, pk: int, name: str, form: ActionForm, action: Callable[..., Any],
    said: str, *, undo: bool = False, **more: Any,
) -> HttpResponse:  # fmt: skip
    if form.is_valid() and form.run(
        action, request.acting, pk, now=clock.now(), **form.cleaned_data, **more
    ):
        back = reverse("closures:barrier_undo", args=[pk]) if undo else ""
        toasts.say(request, said, undo_url=back)
        return redirect("closures:barrier", pk)
    return show(request, pk, name, form)
