"""Plans: the list, a new one, one plan with its map, two beside each other."""

from datetime import date, timedelta
from math import ceil
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tongzhou.closures.actions import plans as actions
from tongzhou.closures.choices import REVIEW_DAYS
from tongzhou.closures.forms.barriers import AdoptForm
from tongzhou.closures.forms.plans import LimitsForm, PinForm, PlanForm
from tongzhou.closures.models import ClosurePlan
from tongzhou.closures.queries import maps
from tongzhou.closures.queries import plans as queries
from tongzhou.closures.queries.adopting import may_adopt
from tongzhou.closures.queries.corners import Corners
from tongzhou.closures.sentences import pin, plan_failure, reason, relaxation
from tongzhou.closures.views.shown import STAFF, form_page
from tongzhou.core import clock
from tongzhou.core.models import JobState
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts

SIZE = 50
BEFORE_BUILDING = ("gate_is_there", "measure_width")
COMPARED = ("gates", "fire_lanes", "fences", "keyed_doors", "guards", "households", "cost")


@open_to(*STAFF)
def listing(request: ActingRequest) -> HttpResponse:
    """Plans made so far, the newest first."""
    rows = queries.listing(request.acting)
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "current": maps.current(request.acting)}
    return render(request, "closures/plans.html", context)


@open_to(*STAFF)
def new(request: ActingRequest) -> HttpResponse:
    """Ask for a plan on the current map."""
    current = maps.current(request.acting)
    if current is None:
        return redirect("closures:maps")
    form = PlanForm(request.POST or None)
    if form.is_valid():
        row = form.run(
            actions.make, request.acting, current.pk, now=clock.now(), **form.cleaned_data
        )
        if row:
            return redirect("closures:plan", row.pk)
    return form_page(request, form, "closures/new.html", map=current)


@open_to(*STAFF)
def plan(request: ActingRequest, pk: int) -> HttpResponse:
    """One plan: its map, its barriers with the reasons, its wishes, what other limits mean."""
    return show(request, pk)


def show(request: ActingRequest, pk: int, **forms: Any) -> HttpResponse:
    """The page of a plan; `forms` are those that failed."""
    row = queries.plan(request.acting, pk)
    found = queries.answer(row)
    others = queries.listing(request.acting).filter(map=row.map, state="ready").exclude(pk=pk)
    initial = {"walk_metres": row.walk_metres, "volunteers": row.volunteers}
    context = {
        "plan": row, "is_busy": _is_busy(row), "limits": found.limits,
        "pins": _pins(row, found, queries.label_closings(row, found)),
        "closings": [_closing(c) for c in found.closings], "others": others[:20],
        "failure": plan_failure(row.failure) if row.failure else "",
        "relaxation": relaxation(row.failure), "looser": _looser(row), **_progress(row),
        "may_adopt": may_adopt(request.acting, row) and row.is_ready and not row.is_in_force,
        "may_review": may_adopt(request.acting, row) and row.is_in_force,
        "review_form": AdoptForm(initial={"review_on": _next_review()}),
        "is_fixed": _is_busy(row) or row.adopted_at is not None,
        "limits_form": LimitsForm(initial=initial), "pin_form": PinForm(), **forms,
    }  # fmt: skip
    return render(request, "closures/plan.html", context, status=422 if forms else 200)


@open_to(*STAFF)
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """How far it is; when it is over the page itself comes."""
    row = queries.plan(request.acting, pk)
    if not _is_busy(row):
        return HttpResponseClientRedirect(reverse("closures:plan", args=[pk]))
    return render(request, "closures/plan.html#progress", {"plan": row, **_progress(row)})


@open_to(*STAFF)
@require_POST
def cancel(request: ActingRequest, pk: int) -> HttpResponse:
    """Stop working it out."""
    actions.cancel(request.acting, pk, now=clock.now())
    toasts.say(request, _("Stopped. The plan is a draft again."))
    return redirect("closures:plan", pk)


@open_to(*STAFF)
@require_POST
def again(request: ActingRequest, pk: int) -> HttpResponse:
    """Work it out once more."""
    actions.solve_again(request.acting, pk, now=clock.now())
    return redirect("closures:plan", pk)


@open_to(*STAFF)
def compare(request: ActingRequest, pk: int) -> HttpResponse:
    """Two plans of one map beside each other."""
    asked = request.GET.get("with", "")
    one = queries.plan(request.acting, pk)
    other = queries.plan(request.acting, int(asked) if asked.isdecimal() else 0)
    rows = [(name, one.summary.get(name), other.summary.get(name)) for name in COMPARED]
    context = {"plan": one, "other": other, "rows": rows, **_differences(one, other)}
    return render(request, "closures/compare.html", context)


def _differences(one: ClosurePlan, other: ClosurePlan) -> dict[str, Any]:
    """Barriers that only one of the two has."""
    both = queries.answer(one), queries.answer(other)
    for row, found in zip((one, other), both, strict=True):
        queries.label_closings(row, found)
    here, there = (
        {(c["kind"], c["osm_way"], c["osm_from"], c["osm_to"]): c for c in found.closings}
        for found in both
    )
    return {
        "only_one": [c for key, c in here.items() if key not in there],
        "only_other": [c for key, c in there.items() if key not in here],
    }


def _looser(row: ClosurePlan) -> dict[str, int]:
    """The limits with the one given up that is the cheapest way out."""
    found = row.failure.get("relaxation") or {}
    if found.get("rule") == "walk":
        return {"walk_metres": ceil(found["metres"]), "volunteers": row.volunteers}
    if found.get("rule") == "volunteers":
        return {"walk_metres": row.walk_metres, "volunteers": found["guards"]}
    return {}


def _next_review() -> date:
    return clock.local_date(clock.now()) + timedelta(days=REVIEW_DAYS)


def _closing(given: Any) -> dict[str, Any]:
    told = [(r["key"], r["numbers"]) for r in given.get("reasons", ())]
    if given.get("built"):
        told = [(key, numbers) for key, numbers in told if key not in BEFORE_BUILDING]
        told.append(("gate_stands" if given["kind"] == "gate" else "stands", {}))
    sentences = [reason(key, numbers) for key, numbers in told]
    return {**given, "sentences": [s for s in sentences if s]}


def _pins(row: ClosurePlan, found: queries.Answer, corners: Corners | None) -> list[str]:
    where = [(given["way"], given["from"], given["to"]) for given in row.pins]
    names = [corners.label(*place) if corners else "" for place in where]
    idle = queries.idle_pins(row, found)
    return [
        pin(given, name, is_idle=position in idle)
        for position, (given, name) in enumerate(zip(row.pins, names, strict=True))
    ]


def _progress(row: ClosurePlan) -> dict[str, Any]:
    done, total, cost, bound = row.progress or (0, 0, 0, 0)
    return {"done": done, "cells": total or 1, "cost": round(cost), "bound": round(bound)}


def _is_busy(row: ClosurePlan) -> bool:
    has_died = row.job is not None and row.job.state == JobState.FAILED
    return row.is_busy and not has_died
