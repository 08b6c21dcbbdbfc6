"""Taking a call: one page, by keyboard, in under half a minute."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.desk import access, actions
from tongzhou.desk.forms.intake import IntakeForm
from tongzhou.desk.models import Service
from tongzhou.desk.queries import lists
from tongzhou.desk.views.lists import number_of
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.picking import Picked
from tongzhou.ui import toasts

OPTIONS = 30


@open_to(Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
def new(request: ActingRequest) -> HttpResponse:
    """The form of a new request; a household can come with the address."""
    now = clock.now()
    sent = (request.POST,) if request.method == "POST" else ()
    form = IntakeForm(*sent, acting=request.acting)
    _prefill(request, form)
    if request.method == "POST" and form.is_valid():
        made = form.run(actions.take_call, request.acting, now=now, **form.kwargs_of())
        if made is not None:
            toasts.say(request, _("Request %(code)s is taken.") % {"code": made.code})
            return redirect("desk:request", code=made.code)
    _log(request, form)
    context = {"form": form, "service": form.service_row, "now": now}
    return render(request, "desk/new.html", context, status=422 if form.errors else 200)


def _prefill(request: ActingRequest, form: IntakeForm) -> None:
    household = number_of(request.GET.get("household", ""))
    if request.method == "GET" and household:
        picked = Picked(household, number_of(request.GET.get("resident", "")))
        form.find(picked)
        form.initial["who"] = str(picked) if form.household else ""


def _log(request: ActingRequest, form: IntakeForm) -> None:
    record_view(
        request.acting,
        "desk.new",
        now=clock.now(),
        residents=[form.resident.pk] if form.resident else (),
        households=[form.household.pk] if form.household else (),
    )


@open_to(Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
@require_GET
def services(request: ActingRequest) -> HttpResponse:
    """Services for the picker: the last five used first, or what fits the typed words."""
    text = request.GET.get("q", "").strip()
    last = [] if text else lists.last_services(request.acting)
    rest = [s for s in lists.services_like(request.acting, text) if s not in last]
    context = {"last": last, "rest": rest[:OPTIONS]}
    return render(request, "desk/parts/service_options.html", context)


@open_to(Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
@require_GET
def facts(request: ActingRequest) -> HttpResponse:
    """Who is responsible, which papers, by proxy or not, how long: for the picked service."""
    context = {"service": _picked(request)}
    return render(request, "desk/parts/service_facts.html", context)


def _picked(request: ActingRequest) -> Service | None:
    number = number_of(request.GET.get("service", ""))
    return access.services(request.acting).filter(pk=number).first() if number else None
