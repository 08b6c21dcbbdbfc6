"""A household's own page: ask, follow, report, and see who looked. The secret link is the key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.desk import access as desk
from tongzhou.desk.actions import moves
from tongzhou.desk.actions.intake import file_by_household
from tongzhou.followup.actions import self_report
from tongzhou.followup.models import Observation
from tongzhou.followup.queries.catalogue import asked_symptoms
from tongzhou.gates.sentences import sentences
from tongzhou.privacy.queries import who_looked
from tongzhou.privacy.retention import days_kept
from tongzhou.registry.access import committee_of_link, get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.queries.households import household_with_residents
from tongzhou.registry.queries.unit_names import unit_words
from tongzhou.ui import toasts
from tongzhou.workflows.forms import AskForm, ReportForm
from tongzhou.workflows.queries.own import OwnPage, Told, household_of, own_page

LOOKS_SHOWN = 100
# What people ask at the gate; the rest is on the page of the rules.
GATE_SENTENCES = 4
RETENTIONS = ("observation", "request", "resident")


Page = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Report:
    """The part of the page that asks how one member is today."""

    observation: Observation
    told: Told | None
    form: ReportForm
    is_open: bool


def by_link(show: Page) -> Page:
    """A page for the household whose link it is; whose link no longer holds is told whom to call."""

    @wraps(show)
    def opened(request: HttpRequest, token: str, **given: int) -> HttpResponse:
        try:
            acting = household_of(token, now=clock.now())
        except Http404:
            context = {"committee": committee_of_link(token)}
            return render(request, "own/closed.html", context, status=404)
        return show(request, token, acting, **given)

    return opened


@by_link
def page(request: HttpRequest, token: str, acting: Acting) -> HttpResponse:
    """Three things: ask for something, where my request stands, what is stored about me."""
    return _page(request, token, acting)


@require_POST
@by_link
def ask(request: HttpRequest, token: str, acting: Acting) -> HttpResponse:
    """The household files a request; what was typed stays when it cannot be taken."""
    form = AskForm(desk.services(acting), request.POST)
    if form.is_valid():
        filed = form.run(file_by_household, acting, now=clock.now(), **form.cleaned_data)
        if filed:
            toasts.say(request, _("We have it. Someone from the committee will take it on."))
            return redirect("own:page", token)
    return _page(request, token, acting, failed=form)


@require_POST
@by_link
def report(request: HttpRequest, token: str, acting: Acting, observation: int) -> HttpResponse:
    """How a member of the household is today; an alarm is answered on the page, for as long as
    it is open, and not by a few words that pass.
    """
    now = clock.now()
    form = ReportForm(_symptoms(now), observation, request.POST)
    if form.is_valid():
        told = form.cleaned_data | {"client_id": form.cleaned_data["client_id"] or uuid4()}
        if recorded := form.run(self_report, acting, observation, now=now, **told):
            if recorded.follow_up.has_alarm:
                return redirect(f"{reverse('own:page', args=[token])}?told={observation}")
            toasts.say(request, _("Thank you. If you get worse, call us at once."))
            return redirect("own:page", token)
    return _page(request, token, acting, failed=form, failed_report=observation)


@require_POST
@by_link
def answer(request: HttpRequest, token: str, acting: Acting, pk: int) -> HttpResponse:
    """The household says that a request is solved, or that it is not."""
    now = clock.now()
    row = get_or_404(desk.requests(acting), pk=pk)
    if request.POST.get("answer") == "solved":
        moves.confirm(acting, row, now=now)
        undo = reverse("own:answer", args=[token, pk])
        toasts.say(request, _("Good. We close this request."), undo_url=undo)
    else:
        moves.reopen(acting, row, now=now, note=request.POST.get("note", "")[:500])
        toasts.say(request, _("We look at it again and will call you."))
    return redirect("own:page", token)


@by_link
def looked(request: HttpRequest, token: str, acting: Acting) -> HttpResponse:
    """Who looked at the household's data, when, why."""
    household, people = household_with_residents(acting, acting.household_id or 0)
    here = [r.pk for r in people if r.left_on is None]
    looks = who_looked(here, [household.pk], limit=LOOKS_SHOWN, unit_words=unit_words())
    context = {"household": household, "looks": looks, "token": token, "now": clock.now()}
    return render(request, "own/looked.html", context)


def _page(
    request: HttpRequest,
    token: str,
    acting: Acting,
    *,
    failed: AskForm | ReportForm | None = None,
    failed_report: int = 0,
) -> HttpResponse:
    now = clock.now()
    shown = own_page(acting, now=now)
    reports = _reports(shown, failed, failed_report, now=now)
    context: dict[str, Any] = {
        "page": shown,
        "token": token,
        "now": now,
        "days": {name: days_kept(name, on=clock.local_date(now)) for name in RETENTIONS},
        "failed": failed,
        "gate_sentences": sentences(shown.rule)[:GATE_SENTENCES],
        "ask_form": failed if isinstance(failed, AskForm) else AskForm(desk.services(acting)),
        "reports": reports,
        "alarm": _alarm_told(reports, request.GET.get("told", "")),
    }
    return render(request, "own/page.html", context, status=422 if failed else 200)


def _reports(
    shown: OwnPage, failed: AskForm | ReportForm | None, failed_report: int, *, now: datetime
) -> list[Report]:
    """One for each member; open is the one to mend, else the first not yet told of today."""
    asked = _symptoms(now) if shown.observations else []
    waiting = (o.pk for o in shown.observations if o.pk not in shown.told)
    opened = failed_report or (0 if failed else next(waiting, 0))
    return [
        Report(
            observation=o,
            told=shown.told.get(o.pk),
            form=failed
            if isinstance(failed, ReportForm) and o.pk == failed_report
            else ReportForm(asked, o.pk),
            is_open=o.pk == opened,
        )
        for o in shown.observations
    ]


def _alarm_told(reports: Sequence[Report], told: str) -> Report | None:
    """The report that was just sent, if it is one the health worker was told of.

    Only the browser that sent it knows its number: a paper can be lost, and says nothing of it.
    """
    found = (r for r in reports if str(r.observation.pk) == told and r.told and r.told.has_alarm)
    return next(found, None)


def _symptoms(now: datetime) -> list[tuple[str, str]]:
    return [(s.key, s.label) for s in asked_symptoms(now)]
