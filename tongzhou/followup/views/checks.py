"""Correct a check, or note one that was not planned."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.followup import actions
from tongzhou.followup.choices import Source, Way
from tongzhou.followup.forms import CheckForm, CorrectionForm, degrees
from tongzhou.followup.queries.catalogue import asked_symptoms
from tongzhou.followup.queries.one_check import CheckPage, check_page, earlier
from tongzhou.followup.queries.record import record
from tongzhou.followup.views.shown import CARERS, log
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts


@open_to(*CARERS)
def correct(request: ActingRequest, pk: int) -> HttpResponse:
    """Put right what a check says; what it said before stays readable."""
    now, acting = clock.now(), request.acting
    page = check_page(acting, pk, now=now)
    form = CorrectionForm(request.POST or None, asked=asked_symptoms(now), initial=_initial(page))
    if form.is_valid():
        version = form.cleaned_data["version"]
        if form.run(actions.correct, acting, form.check(pk), now=now, version=version):
            toasts.say(request, _("Corrected. What was recorded before is kept."))
            return redirect("followup:observation", page.observation.pk)
    log(request, "correct", [page.observation], now=now)
    context = {"page": page, "form": form, "earlier": earlier(acting, page.check), "now": now}
    return render(request, "followup/correct.html", context, status=_status(form))


def _initial(page: CheckPage) -> dict[str, object]:
    found = page.findings
    return {
        "state": page.check.state,
        "celsius": degrees(found.tenths) if found.tenths else "",
        "source": found.source,
        "symptoms": found.symptoms,
        "note": found.note,
        "way": page.check.way or Way.PHONE,
        "version": page.check.version,
    }


@open_to(*CARERS)
def call(request: ActingRequest, pk: int) -> HttpResponse:
    """Note a call or visit that was not planned, also after the end."""
    now, acting = clock.now(), request.acting
    found = record(acting, pk, now=now)
    way = Way.DOOR if request.GET.get("way") == Way.DOOR else Way.PHONE
    initial = {"source": Source.AXILLARY, "way": way}
    form = CheckForm(request.POST or None, asked=asked_symptoms(now), initial=initial)
    if form.is_valid():
        recorded = form.run(actions.record_call, acting, pk, form.check(0), now=now)
        if recorded:
            toasts.say(request, _("Noted."))
            return redirect("followup:observation", pk)
    log(request, "call", [found.observation], now=now)
    context = {"record": found, "form": form, "now": now}
    return render(request, "followup/call.html", context, status=_status(form))


def _status(form: CheckForm) -> int:
    return 422 if form.is_bound else 200
