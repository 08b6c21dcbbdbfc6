"""The parts of the day, set by the street office."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.registry.access import get_or_404
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster import access, actions
from tongzhou.roster.forms import ShiftForm
from tongzhou.ui import toasts

FIELDS = ("name", "name_en", "starts", "minutes", "is_night", "is_active")


@open_to(Role.STREET_OFFICER)
def shifts(request: ActingRequest) -> HttpResponse:
    """All parts of the day, and a new one."""
    form = ShiftForm(request.POST or None, initial={"minutes": 480})
    if form.is_valid():
        done = form.run(
            actions.save_shift, request.acting, None, now=clock.now(), **form.cleaned_data
        )
        if done:
            toasts.say(request, _("Added."))
            return redirect("roster:shifts")
    context = {"form": form, "rows": access.shifts(request.acting), "now": clock.now()}
    return render(request, "roster/shifts.html", context, status=422 if form.is_bound else 200)


@open_to(Role.STREET_OFFICER)
def shift(request: ActingRequest, pk: int) -> HttpResponse:
    """One part of the day."""
    row = get_or_404(access.shifts(request.acting), pk=pk)
    initial = {name: getattr(row, name) for name in FIELDS}
    form = ShiftForm(request.POST or None, initial=initial)
    if form.is_valid():
        done = form.run(
            actions.save_shift, request.acting, pk, now=clock.now(), **form.cleaned_data
        )
        if done:
            toasts.say(request, _("Saved."))
            return redirect("roster:shifts")
    context = {"form": form, "row": row, "now": clock.now()}
    return render(request, "roster/shift.html", context, status=422 if form.is_bound else 200)
