"""Deeds on a pass: each a form on its page that posts here."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.core.forms import ActionForm
from tongzhou.core.work import Text
from tongzhou.gates import actions, forms
from tongzhou.gates.choices import Ground
from tongzhou.gates.views.passes import show
from tongzhou.gates.views.shown import STAFF
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts


def _do(
    request: ActingRequest, pk: int, panel: str, form: ActionForm, action: Callable[..., Any],
    said: Text, undo_url: str = "",
) -> HttpResponse:  # fmt: skip
    """Run an action with what was typed; a refusal opens the panel again beside what was typed."""
    if form.is_valid():
        done = form.run(action, request.acting, pk, now=clock.now(), **form.cleaned_data)
        if done:
            toasts.say(request, said, undo_url=undo_url)
            return redirect("gates:pass", done.pk)
    return show(request, pk, **{panel: form})


@open_to(*STAFF)
@require_POST
def replace(request: ActingRequest, pk: int) -> HttpResponse:
    """A new pass in the place of this one."""
    form = forms.ReplaceForm(request.POST, auto_id="replace_%s")
    said = _("This is the new pass. The old one opens no gate from now on.")
    return _do(request, pk, "replace", form, actions.reissue, said)


@open_to(*STAFF)
@require_POST
def lost(request: ActingRequest, pk: int) -> HttpResponse:
    """The pass is lost."""
    form = forms.LostForm(request.POST, auto_id="lost_%s")
    said = _("Reported lost. You can issue a new one now.")
    return _do(request, pk, "lost", form, actions.report_lost, said)


@open_to(*STAFF)
@require_POST
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """The pass is taken away; where it binds nobody that can be undone at once."""
    form = forms.RevokeForm(request.POST, auto_id="revoke_%s")
    if request.POST.get("ground") == Ground.MISUSE:
        said = _("Revoked. A second person signs within 24 hours, else it lapses.")
        return _do(request, pk, "revoke", form, actions.revoke, said)
    undo = reverse("gates:lift", args=[pk])
    return _do(request, pk, "revoke", form, actions.revoke, _("Revoked."), undo)


@open_to(*STAFF)
@require_POST
def lift(request: ActingRequest, pk: int) -> HttpResponse:
    """The same pass opens the gate again."""
    form = forms.LiftForm(request.POST, auto_id="lift_%s")
    return _do(request, pk, "lift", form, actions.restore, _("The pass opens the gate again."))


@open_to(*STAFF)
@require_POST
def sign(request: ActingRequest, pk: int) -> HttpResponse:
    """The second signature under a revocation."""
    actions.sign_second(request.acting, pk, now=clock.now())
    toasts.say(request, _("Confirmed."))
    return redirect("gates:pass", pk)
