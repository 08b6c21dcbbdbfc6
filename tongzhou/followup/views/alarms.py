"""Alarms: seen, handled, closed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.followup import actions
from tongzhou.followup.forms import DeedForm
from tongzhou.followup.queries.alarms import alarm_lines
from tongzhou.followup.views.shown import CARERS, back, log, number
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts

SIZE = 50


@open_to(*CARERS)
def alarms(request: ActingRequest) -> HttpResponse:
    """Fever and serious symptoms, those nobody has seen first."""
    return _show(request)


def _show(
    request: ActingRequest, *, failed: DeedForm | None = None, failed_on: int = 0
) -> HttpResponse:
    now, page = clock.now(), number(request, "page", 1)
    is_settled = request.GET.get("show") == "settled"
    first = (page - 1) * SIZE
    lines = alarm_lines(request.acting, is_settled=is_settled, now=now, first=first, size=SIZE + 1)
    log(request, "alarms", (line.alarm.observation for line in lines[:SIZE]), now=now)
    context = {
        "lines": lines[:SIZE],
        "is_settled": is_settled,
        "page": page,
        "has_next": len(lines) > SIZE,
        "may_close": request.acting.role == Role.HEALTH_WORKER,
        "form": DeedForm(),
        "failed": failed,
        "failed_on": failed_on,
        "now": now,
    }
    return render(request, "followup/alarms.html", context, status=422 if failed else 200)


@open_to(*CARERS)
@require_POST
def acknowledge(request: ActingRequest, pk: int) -> HttpResponse:
    """I have seen it and take it on."""
    alarm = actions.acknowledge_alarm(request.acting, pk, now=clock.now())
    if request.htmx:
        return render(request, "followup/alarm_taken.html", {"alarm": alarm})
    toasts.say(request, _("You have taken it on. Write down what was done."))
    return back(request, "followup:alarms")


@open_to(*CARERS)
@require_POST
def handle(request: ActingRequest, pk: int) -> HttpResponse:
    """Write down what was done."""
    form, now = DeedForm(request.POST), clock.now()
    if form.is_valid():
        handled = form.run(actions.handle_alarm, request.acting, pk, now=now, **form.cleaned_data)
        if handled:
            toasts.say(request, _("Written down. A health worker closes the alarm."))
            return redirect("followup:alarms")
    return _show(request, failed=form, failed_on=pk)


@open_to(Role.HEALTH_WORKER)
@require_POST
def close(request: ActingRequest, pk: int) -> HttpResponse:
    """The health worker is content."""
    actions.close_alarm(request.acting, pk, now=clock.now())
    toasts.say(request, _("Closed."))
    return back(request, "followup:alarms")
