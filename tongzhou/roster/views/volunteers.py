"""Volunteers: the list, one of them, entering and changing."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.privacy.retention import days_kept
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster import access, actions
from tongzhou.roster.choices import Kind, VolunteerState
from tongzhou.roster.forms import AcceptForm, EnterForm, PauseForm, StaffForm
from tongzhou.roster.queries import volunteers as queries
from tongzhou.roster.queries.volunteers import Filter
from tongzhou.roster.views.shown import LEADERS, SIZES, choices_for, committees, log, number
from tongzhou.ui import toasts


@open_to(*LEADERS)
def listing(request: ActingRequest) -> HttpResponse:
    """Who came forward, who takes part, who pauses, who left."""
    now, acting = clock.now(), request.acting
    wanted = _wanted(request)
    counts = queries.counts(acting, wanted)
    size = min(max(1, number(request, "size", SIZES[1])), SIZES[-1])
    page = Paginator(queries.listing(acting, wanted), size).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    log(request, "volunteers", rows, now=now)
    numbers = queries.phones(rows)
    gates = access.open_posts(acting).order_by("committee", "pk")
    context = {
        "page": page, "rows": [(row, numbers[row.pk]) for row in rows], "wanted": wanted, "now": now,
        "chips": [(s.value, s.label, counts[s], s == wanted.state) for s in VolunteerState],
        "kinds": Kind.choices, "gates": gates.filter(committee=wanted.committee) if wanted.committee else gates,
        "committees": committees(acting) if acting.is_whole_street else (),
    }  # fmt: skip
    return render(request, "roster/volunteers.html", context)


def _wanted(request: ActingRequest) -> Filter:
    """What the address asks for; where nothing is asked, those who take part."""
    state, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    return Filter(
        state=state if state in VolunteerState.values else VolunteerState.ACTIVE,
        text=request.GET.get("q", "")[:60],
        kind=kind if kind in Kind.values else "",
        gate=number(request, "gate", 0),
        committee=number(request, "committee", 0),
        sort=request.GET.get("sort", ""),
    )


@open_to(*LEADERS)
def volunteer(request: ActingRequest, pk: int) -> HttpResponse:
    """One volunteer: what they offer, what they can do, what happened."""
    return show(request, pk)


def show(request: ActingRequest, pk: int, **bound: Any) -> HttpResponse:
    """The record page; `bound` are forms that failed, which open again."""
    now = clock.now()
    found = queries.record(request.acting, pk)
    log(request, "volunteer", [found.volunteer], now=now)
    forms = {
        "accept": AcceptForm(auto_id="accept_%s", initial={"may_lead": found.volunteer.may_lead}),
        "pause": PauseForm(auto_id="pause_%s"),
    }
    context = {
        "record": found, "row": found.volunteer, "now": now, "opened": next(iter(bound), ""),
        "may_erase": actions.is_head(request.acting),
        "days": days_kept("volunteer", on=clock.local_date(now)), **forms, **bound,
    }  # fmt: skip
    return render(request, "roster/volunteer.html", context, status=422 if bound else 200)


@open_to(*LEADERS)
def enter(request: ActingRequest) -> HttpResponse:
    """Somebody called or came by."""
    now, acting = clock.now(), request.acting
    units = list(committees(acting))
    chosen = _chosen(request, [unit.pk for unit in units])
    initial = {"committee": chosen, "compound": acting.compound_id}
    form = EnterForm(request.POST or None, committees=units, initial=initial, **choices_for(chosen))
    if form.is_valid():
        entered = form.run(
            actions.enter, acting, form.cleaned_data["committee"], form.details(),
            has_consented=form.cleaned_data["consent"], now=now,
        )  # fmt: skip
        if entered:
            toasts.say(request, _("On the list, and taking part."))
            return redirect("roster:volunteer", entered.pk)
    context = {"form": form, "now": now, "committees": units, "chosen": chosen}
    return render(request, "roster/enter.html", context, status=422 if form.is_bound else 200)


def _chosen(request: ActingRequest, units: list[int]) -> int:
    """The committee whose gates are offered: the one posted or asked for, else the first."""
    posted = request.POST.get("committee", "")
    asked = int(posted) if posted.isdecimal() and len(posted) < 10 else 0
    asked = asked or number(request, "committee", 0)
    return asked if asked in units else next(iter(units), 0)


@open_to(*LEADERS)
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """What changed."""
    now = clock.now()
    found = queries.record(request.acting, pk)
    row = found.volunteer
    choices = choices_for(row.committee_id)
    form = StaffForm(request.POST or None, initial=StaffForm.initial_of(found), **choices)
    if form.is_valid():
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isdecimal() and len(seen) < 10 else None
        told = form.details()
        if form.run(actions.change, request.acting, pk, told, now=now, version=version):
            toasts.say(request, _("Saved."))
            return redirect("roster:volunteer", pk)
    log(request, "edit", [row], now=now)
    context = {"form": form, "row": row, "now": now}
    return render(request, "roster/edit.html", context, status=422 if form.is_bound else 200)
