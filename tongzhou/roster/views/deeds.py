"""Deeds on a volunteer: each a form on their page that posts here."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.core.forms import ActionForm
from tongzhou.core.work import Text
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster import actions
from tongzhou.roster.forms import AcceptForm, PauseForm
from tongzhou.roster.queries import volunteers as queries
from tongzhou.roster.views.shown import LEADERS, STAFF, log
from tongzhou.roster.views.volunteers import show
from tongzhou.ui import toasts
from tongzhou.ui.forms import ConfirmByName


def _do(
    request: ActingRequest, pk: int, panel: str, form: ActionForm, action: Callable[..., Any],
    said: Text, undo_url: str = "",
) -> HttpResponse:  # fmt: skip
    """Run an action with what was typed; a refusal opens the panel again beside what was typed."""
    if form.is_valid():
        done = form.run(action, request.acting, pk, now=clock.now(), **form.cleaned_data)
        if done:
            toasts.say(request, said, undo_url=undo_url)
            return redirect("roster:volunteer", pk)
    return show(request, pk, **{panel: form})


@open_to(*LEADERS)
@require_POST
def accept(request: ActingRequest, pk: int) -> HttpResponse:
    """They were called."""
    form = AcceptForm(request.POST, auto_id="accept_%s")
    return _do(request, pk, "accept", form, actions.accept, _("Taking part from now on."))


@open_to(*LEADERS)
@require_POST
def unreached(request: ActingRequest, pk: int) -> HttpResponse:
    """They did not answer; the next one to call."""
    actions.note_unreached(request.acting, pk, now=clock.now())
    toasts.say(request, _("Written down. They stay among those to call."))
    return redirect("roster:volunteer", pk)


@open_to(*LEADERS)
@require_POST
def pause(request: ActingRequest, pk: int) -> HttpResponse:
    """No duty for a while."""
    undo = reverse("roster:resume", args=[pk])
    form = PauseForm(request.POST, auto_id="pause_%s")
    return _do(request, pk, "pause", form, actions.pause, _("Pausing."), undo)


@open_to(*LEADERS)
@require_POST
def resume(request: ActingRequest, pk: int) -> HttpResponse:
    """Taking part again."""
    actions.resume(request.acting, pk, now=clock.now())
    toasts.say(request, _("Taking part again."))
    return redirect("roster:volunteer", pk)


@open_to(*LEADERS)
@require_POST
def leave(request: ActingRequest, pk: int) -> HttpResponse:
    """Off the list."""
    actions.leave(request.acting, pk, now=clock.now())
    said = _("Off the list. Their data is erased later by itself.")
    toasts.say(request, said, undo_url=reverse("roster:resume", args=[pk]))
    return redirect("roster:volunteer", pk)


@open_to(*LEADERS)
@require_POST
def link(request: ActingRequest, pk: int) -> HttpResponse:
    """A new link to their own page, shown once."""
    now = clock.now()
    token = actions.give_link(request.acting, pk, now=now)
    found = queries.record(request.acting, pk)
    log(request, "link", [found.volunteer], now=now)
    url = request.build_absolute_uri(reverse("roster:own", args=[token]))
    return render(request, "roster/link.html", {"row": found.volunteer, "url": url, "now": now})


@open_to(*STAFF)
def erase(request: ActingRequest, pk: int) -> HttpResponse:
    """Forgotten for good; the name has to be typed."""
    now = clock.now()
    row = queries.record(request.acting, pk).volunteer
    form = ConfirmByName(request.POST or None, expected=row.name)
    if request.method == "POST" and form.is_valid():
        actions.erase(request.acting, pk, now=now)
        toasts.say(request, _("Erased for good."))
        return redirect("roster:volunteers")
    log(request, "erase", [row], now=now)
    error = next(iter(form.errors.get("confirm_name", [])), "") if form.is_bound else ""
    context = {"row": row, "error": error, "now": now}
    return render(request, "roster/erase.html", context, status=422 if form.is_bound else 200)
