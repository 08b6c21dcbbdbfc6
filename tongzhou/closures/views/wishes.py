"""Wishes on a plan: each is worked out at once and shows its price."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tongzhou.closures.actions import plans as actions
from tongzhou.closures.forms.plans import LimitsForm, PinForm
from tongzhou.closures.views.plans import show
from tongzhou.closures.views.shown import STAFF
from tongzhou.core import clock
from tongzhou.registry.doors import ActingRequest, open_to


@open_to(*STAFF)
@require_POST
def limits(request: ActingRequest, pk: int) -> HttpResponse:
    """Another walk or another number of people."""
    form, now = LimitsForm(request.POST), clock.now()
    if form.is_valid():
        row = form.run(actions.set_limits, request.acting, pk, now=now, **form.cleaned_data)
        if row:
            return redirect("closures:plan", pk)
    return show(request, pk, limits_form=form)


@open_to(*STAFF)
@require_POST
def pin(request: ActingRequest, pk: int) -> HttpResponse:
    """A gate here, never close here, close here, stays public, so wide."""
    form, now = PinForm(request.POST), clock.now()
    if form.is_valid():
        row = form.run(actions.add_pin, request.acting, pk, now=now, **form.cleaned_data)
        if row:
            return redirect("closures:plan", pk)
    return show(request, pk, pin_form=form)


@open_to(*STAFF)
@require_POST
def unpin(request: ActingRequest, pk: int, position: int) -> HttpResponse:
    """Take a wish back."""
    actions.remove_pin(request.acting, pk, position=position, now=clock.now())
    return redirect("closures:plan", pk)
