"""Observations: the list, one record, enrolment, who calls, papers."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.followup import access, actions
from tongzhou.followup.forms import EnrolForm, HandOverForm
from tongzhou.followup.queries import observations as queries
from tongzhou.followup.queries.record import record
from tongzhou.followup.views.panels import curve, may_sign, panels
from tongzhou.followup.views.shown import CARERS, SIZES, STAFF, log, number
from tongzhou.registry import access as registry
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.picking import Picked
from tongzhou.ui import toasts


@open_to(*CARERS)
def listing(request: ActingRequest) -> HttpResponse:
    """Everybody under observation, or released."""
    now = clock.now()
    shown, text = request.GET.get("show", "active"), request.GET.get("q", "").strip()
    sort = request.GET.get("sort", "end")
    found = queries.listing(request.acting, shown, text=text, sort=sort, now=now)
    size = min(number(request, "size", SIZES[1]), SIZES[-1])
    page = Paginator(found.rows, size).get_page(request.GET.get("page"))
    log(request, "list", page.object_list, now=now)
    context = {
        "page": page, "counts": found.counts, "shown": shown, "text": text, "now": now,
        "today": clock.local_date(now), "may_enrol": request.acting.role in STAFF,
    }  # fmt: skip
    return render(request, "followup/list.html", context)


@open_to(*CARERS)
def observation(request: ActingRequest, pk: int) -> HttpResponse:
    """One observation: why, until when, how the person is, what is to be done."""
    return show(request, pk)


def show(request: ActingRequest, pk: int, **bound: Any) -> HttpResponse:
    """The record page; `bound` are forms that failed, by panel, which open again."""
    now = clock.now()
    found = record(request.acting, pk, now=now)
    log(request, "observation", [found.observation], now=now)
    household = found.observation.household
    context = {
        "record": found,
        "observation": found.observation,
        "place": household.place if household else "",
        "panels": panels(request.acting, found, bound),
        "is_staff": request.acting.role in STAFF,
        "may_sign_release": may_sign(request.acting, found),
        "now": now,
    }
    context |= curve(found)
    return render(request, "followup/observation.html", context, status=422 if bound else 200)


@open_to(*STAFF)
def enrol(request: ActingRequest) -> HttpResponse:
    """Put a person under observation, at once."""
    now, acting = clock.now(), request.acting
    lists = {"reasons": access.reasons(acting), "diseases": access.diseases(acting)}
    form = EnrolForm(request.POST or None, initial=_asked(request), **lists)
    if form.is_valid():
        enrolled = form.run(actions.enrol, acting, form.enrolment(), now=now)
        if enrolled:
            toasts.say(
                request, _("Under observation from now on. A second person signs within 24 hours.")
            )
            return redirect("followup:observation", enrolled.pk)
    form.fields["resident"].widget.picked = _picked(request, form["resident"].value())
    context = {"form": form, "now": now}
    return render(request, "followup/enrol.html", context, status=422 if form.is_bound else 200)


def _asked(request: ActingRequest) -> Mapping[str, str]:
    """The resident given in the address, if one may know them."""
    pk = number(request, "resident", 0)
    person = registry.residents(request.acting).filter(pk=pk).first() if pk else None
    return {"resident": str(Picked(person.household_id, person.pk))} if person else {}


def _picked(request: ActingRequest, value: str | None) -> str:
    """Who is picked, in words, so that a form that failed still shows it."""
    picked = Picked.parse(value or "")
    rows = registry.residents(request.acting).select_related("household__building__compound")
    person = rows.filter(pk=picked.resident_id or 0).first() if picked else None
    if person is None:
        return ""
    return f"{person.name} · {person.household.place}"


@open_to(*STAFF)
def hand_over(request: ActingRequest, pk: int) -> HttpResponse:
    """Choose who calls from now on."""
    now, acting = clock.now(), request.acting
    found = record(acting, pk, now=now)
    members = registry.memberships(acting).filter(
        role=Role.COMMITTEE_STAFF, committee=found.observation.committee_id, ended_on__isnull=True
    )
    form = HandOverForm(request.POST or None, members=members)
    if form.is_valid():
        member = form.cleaned_data["member"]
        if form.run(actions.hand_over, acting, pk, responsible_id=member.pk, now=now):
            toasts.say(request, _("%(person)s calls from now on.") % {"person": member.user.name})
            return redirect("followup:observation", pk)
    log(request, "hand_over", [found.observation], now=now)
    return render(request, "followup/hand_over.html", {"record": found, "form": form, "now": now})
