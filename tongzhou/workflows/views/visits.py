"""One visit, one page."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.followup.queries.catalogue import asked_symptoms
from tongzhou.followup.queries.rounds import Line
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts
from tongzhou.workflows.actions.visits import Visit, save_visit
from tongzhou.workflows.forms import VisitCheckForm, VisitForm
from tongzhou.workflows.queries import households
from tongzhou.workflows.views.households import STAFF

Pairs = list[tuple[Line, VisitCheckForm]]


@open_to(*STAFF)
def visit(request: ActingRequest, pk: int) -> HttpResponse:
    """Checks of all observed members, what is to be handed over, and a note.

    A check whose hour has not come is asked only on request (`?early=1`).
    """
    now = clock.now()
    page = households.visit_page(request.acting, pk, now=now)
    checks = _check_forms(request, page.lines, now=now)
    form = VisitForm(page.deliveries, request.POST or None)
    if request.method == "POST" and _saved(request, pk, checks, form, now=now):
        toasts.say(request, _("The visit is saved."))
        return redirect("workflows:household", pk)
    asked, later = _due_and_later(checks, is_early="early" in request.GET, now=now)
    record_view(
        request.acting, "workflows.visit", now=now, households=[pk],
        residents=[r for line, _form in asked if (r := line.resident_id)],
    )  # fmt: skip
    context = {"page": page, "checks": asked, "later": later, "form": form, "now": now}
    status = 422 if request.method == "POST" else 200
    return render(request, "workflows/visit.html", context, status=status)


def _due_and_later(checks: Pairs, *, is_early: bool, now: datetime) -> tuple[Pairs, list[Line]]:
    """What is asked now, and the checks for which it is too early, the next first.

    A form that was filled in comes back whatever the hour.
    """
    asked = [
        (line, form)
        for line, form in checks
        if is_early or line.check.window_start <= now or form["state"].value()
    ]
    shown = {line.check.pk for line, _form in asked}
    later = [line for line, _form in checks if line.check.pk not in shown]
    return asked, sorted(later, key=lambda line: line.check.window_start)


def _check_forms(request: ActingRequest, lines: Sequence[Line], *, now: datetime) -> Pairs:
    asked = asked_symptoms(now)
    return [
        (
            line,
            VisitCheckForm(
                request.POST or None,
                prefix=f"check-{line.check.pk}",
                asked=asked,
                initial={"celsius": line.celsius},
            ),
        )
        for line in lines
    ]


def _saved(
    request: ActingRequest, pk: int, checks: Pairs, form: VisitForm, *, now: datetime
) -> bool:
    """Whether everything was right and is stored."""
    forms = [check for _line, check in checks]
    if not all([form.is_valid(), *(check.is_valid() for check in forms)]):
        return False
    given = Visit(
        household_id=pk,
        checks=[f.check(line.check.pk) for line, f in checks if f.cleaned_data["state"]],
        delivered=form.cleaned_data.get("delivered", []),
        note=form.cleaned_data["note"],
        client_id=form.cleaned_data["client_id"],
    )
    return bool(form.run(save_visit, request.acting, given, now=now))
