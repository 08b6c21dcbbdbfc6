"""Publishing a roster, taking it back, and its printed sheets."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongzhou.core import clock
from tongzhou.core.papers import typeset
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster.actions import publishing as actions
from tongzhou.roster.actions import rosters
from tongzhou.roster.forms_rosters import StepForm
from tongzhou.roster.queries import publishing as queries
from tongzhou.roster.queries.rosters import Cell, record
from tongzhou.roster.queries.sheets import sheet
from tongzhou.roster.views.papers import LANGUAGES
from tongzhou.roster.views.shown import LEADERS, STAFF, number
from tongzhou.ui import toasts


@open_to(*STAFF)
def publish(request: ActingRequest, pk: int) -> HttpResponse:
    """What is empty or against a rule, before it counts; then it is published."""
    now, acting = clock.now(), request.acting
    form = StepForm(request.POST or None)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        if done := form.run(actions.publish, acting, pk, seen=seen, now=now):
            toasts.say(request, _("Published. Everybody finds their duties on their own page."))
            return redirect("roster:roster", done.pk)
    row = record(acting, pk)
    found = queries.summary(acting, row, now=now, today=clock.local_date(now))
    shown = {one.volunteer_id for one in found.against}
    record_view(acting, "roster.roster", now=now, volunteers=shown)
    context = {"row": row, "found": found, "form": form, "now": now}
    return render(request, "roster/publish.html", context, status=422 if form.is_bound else 200)


@open_to(*STAFF)
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """The duties do not count any more; asked for once more before."""
    now, acting = clock.now(), request.acting
    row = record(acting, pk)
    if request.method == "POST":
        rosters.withdraw(acting, pk, now=now)
        toasts.say(request, _("Withdrawn. Nobody has these duties any more."))
        return redirect("roster:rosters")
    found = queries.summary(acting, row, now=now, today=clock.local_date(now))
    return render(request, "roster/withdraw.html", {"row": row, "found": found, "now": now})


@open_to(*LEADERS)
def paper(request: ActingRequest, pk: int) -> HttpResponse:
    """The week on paper: one sheet for each gate, or of the gate asked for; all on one list."""
    now, acting = clock.now(), request.acting
    row = record(acting, pk)
    found = sheet(acting, row, post=number(request, "post", 0))
    record_view(acting, "roster.roster", now=now, volunteers=found.people)
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in LANGUAGES else translation.get_language()):
        pdf = typeset("roster/roster", _words(row, found))
    headers = {"Content-Disposition": f'inline; filename="roster-{row.pk}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _words(row: Any, found: Any) -> dict[str, Any]:
    return {
        "committee": row.committee.label,
        "phone": row.committee.phone,
        "first": _date(row.starts_on),
        "last": _date(row.ends_on),
        "is_draft": row.state == "draft",
        "kinds": [kind.label for kind in found.kinds],
        "posts": [
            {
                "name": post.label,
                "begins_at": post.begins_at,
                "days": [
                    {"day": _date(day), "cells": [_cell(cell) for cell in cells]}
                    for day, cells in lines
                ],
            }
            for post, lines in found.posts
        ],
        "made": _date(clock.local_date(clock.now())),
    }


def _date(day: Any) -> str:
    return date_format(day, pgettext("day of a shift", "D j M"))


def _cell(cell: Cell | None) -> dict[str, Any]:
    if cell is None:
        return {"is_needed": False, "people": [], "empty": 0}
    people = [{"name": stand.name, "leads": stand.leads} for stand in cell.stands]
    return {"is_needed": True, "people": people, "empty": cell.missing}
