"""Deeds on an observation: each a form on the record that posts here."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.core.forms import ActionForm
from tongzhou.core.work import Text
from tongzhou.followup import actions, forms
from tongzhou.followup.views.observations import show
from tongzhou.followup.views.shown import CARERS, STAFF, back
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts


def _do(
    request: ActingRequest,
    pk: int,
    panel: str,
    form_class: type[ActionForm],
    action: Callable[..., Any],
    said: Text,
) -> HttpResponse:
    """Run an action with what was typed; a refusal opens the panel again beside what was typed."""
    form = form_class(request.POST, auto_id=f"{panel}_%s")
    if form.is_valid():
        done = form.run(action, request.acting, pk, now=clock.now(), **form.cleaned_data)
        if done:
            toasts.say(request, said)
            return redirect("followup:observation", pk)
    return show(request, pk, **{panel: form})


@open_to(*CARERS)
@require_POST
def sign(request: ActingRequest, pk: int) -> HttpResponse:
    """The second signature under the beginning."""
    actions.sign_second(request.acting, pk, now=clock.now())
    toasts.say(request, _("Confirmed."))
    return redirect("followup:observation", pk)


@open_to(Role.COMMITTEE_STAFF, Role.HEALTH_WORKER)
@require_POST
def release(request: ActingRequest, pk: int) -> HttpResponse:
    """A signature under the end."""
    signed = actions.sign_release(request.acting, pk, now=clock.now())
    said = _("Signed. The other side signs next.") if signed.is_active else _("Released.")
    toasts.say(request, said)
    return redirect("followup:observation", pk)


@open_to(*CARERS)
@require_POST
def extend(request: ActingRequest, pk: int) -> HttpResponse:
    """More days."""
    return _do(request, pk, "extend", forms.ExtendForm, actions.extend, _("Extended."))


@open_to(*CARERS)
@require_POST
def outcome(request: ActingRequest, pk: int) -> HttpResponse:
    """It ended otherwise than by release."""
    return _do(request, pk, "outcome", forms.OutcomeForm, actions.record_outcome, _("Ended."))


@open_to(*STAFF)
@require_POST
def cancel(request: ActingRequest, pk: int) -> HttpResponse:
    """Entered in error."""
    return _do(request, pk, "cancel", forms.CancelForm, actions.cancel_as_error, _("Cancelled."))


@open_to(*CARERS)
@require_POST
def need(request: ActingRequest, pk: int) -> HttpResponse:
    """Something is needed."""
    return _do(request, pk, "need", forms.NeedForm, actions.add_need, _("Noted."))


@open_to(*CARERS)
@require_POST
def alarm(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody is worried."""
    said = _("The health desk sees it now.")
    return _do(request, pk, "alarm", forms.AlarmForm, actions.raise_alarm, said)


@open_to(*CARERS)
@require_POST
def meet_need(request: ActingRequest, pk: int) -> HttpResponse:
    """The household has it."""
    actions.meet_need(request.acting, pk, now=clock.now())
    toasts.say(request, _("Met."))
    return back(request, "followup:list")


@open_to(*CARERS)
@require_POST
def cancel_need(request: ActingRequest, pk: int) -> HttpResponse:
    """The household no longer needs it."""
    actions.cancel_need(request.acting, pk, now=clock.now())
    toasts.say(request, _("Set aside."))
    return back(request, "followup:list")
