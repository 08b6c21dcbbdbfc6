"""A household's own page: ask, follow, report, and see who looked. The secret link is the key."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.desk import access as desk
from tongzhou.desk.actions import moves
from tongzhou.desk.actions.intake import file_by_household
from tongzhou.followup.actions import self_report
from tongzhou.followup.queries.catalogue import asked_symptoms
from tongzhou.privacy.queries import who_looked
from tongzhou.privacy.retention import days_kept
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.queries.households import household_with_residents
from tongzhou.registry.queries.unit_names import unit_words
from tongzhou.ui import toasts
from tongzhou.workflows.forms import AskForm, ReportForm
from tongzhou.workflows.queries.own import household_of, own_page

LOOKS_SHOWN = 100
RETENTIONS = ("observation", "request", "resident")


def page(request: HttpRequest, token: str) -> HttpResponse:
    """Three things: ask for something, where my request stands, what is stored about me."""
    return _page(request, token, household_of(token, now=clock.now()))


@require_POST
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """The household files a request; what was typed stays when it cannot be taken."""
    now = clock.now()
    acting = household_of(token, now=now)
    form = AskForm(desk.services(acting), request.POST)
    if form.is_valid():
        filed = form.run(file_by_household, acting, now=now, **form.cleaned_data)
        if filed:
            toasts.say(request, _("We have it. Someone from the committee will take it on."))
            return redirect("own:page", token)
    return _page(request, token, acting, ask_form=form)


@require_POST
def report(request: HttpRequest, token: str, observation: int) -> HttpResponse:
    """How a member of the household is today."""
    now = clock.now()
    acting = household_of(token, now=now)
    form = ReportForm(_symptoms(now), request.POST, prefix=str(observation))
    if form.is_valid():
        told = form.cleaned_data | {"client_id": form.cleaned_data["client_id"] or uuid4()}
        if form.run(self_report, acting, observation, now=now, **told):
            toasts.say(request, _("Thank you. If you get worse, call us at once."))
            return redirect("own:page", token)
    return _page(request, token, acting, report_forms={observation: form})


@require_POST
def answer(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The household says that a request is solved, or that it is not."""
    now = clock.now()
    acting = household_of(token, now=now)
    row = get_or_404(desk.requests(acting), pk=pk)
    if request.POST.get("answer") == "solved":
        moves.confirm(acting, row, now=now)
        undo = reverse("own:answer", args=[token, pk])
        toasts.say(request, _("Good. We close this request."), undo_url=undo)
    else:
        moves.reopen(acting, row, now=now, note=request.POST.get("note", "")[:500])
        toasts.say(request, _("We look at it again and will call you."))
    return redirect("own:page", token)


def looked(request: HttpRequest, token: str) -> HttpResponse:
    """Who looked at the household's data, when, why."""
    now = clock.now()
    acting = household_of(token, now=now)
    household, people = household_with_residents(acting, acting.household_id or 0)
    here = [r.pk for r in people if r.left_on is None]
    looks = who_looked(here, [household.pk], limit=LOOKS_SHOWN, unit_words=unit_words())
    context = {"household": household, "looks": looks, "token": token, "now": now}
    return render(request, "own/looked.html", context)


def _page(
    request: HttpRequest,
    token: str,
    acting: Acting,
    *,
    ask_form: AskForm | None = None,
    report_forms: dict[int, ReportForm] | None = None,
) -> HttpResponse:
    now = clock.now()
    shown = own_page(acting, now=now)
    forms = report_forms or {}
    context: dict[str, Any] = {
        "page": shown,
        "token": token,
        "now": now,
        "days": {name: days_kept(name, on=clock.local_date(now)) for name in RETENTIONS},
        "ask_form": ask_form or AskForm(desk.services(acting)),
        "reports": [
            (o, forms.get(o.pk) or ReportForm(_symptoms(now), prefix=str(o.pk)))
            for o in shown.observations
        ],
    }
    failed = ask_form or report_forms
    return render(request, "own/page.html", context, status=422 if failed else 200)


def _symptoms(now: Any) -> list[tuple[str, str]]:
    return [(s.key, s.label) for s in asked_symptoms(now)]
