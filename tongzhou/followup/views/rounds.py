"""The day's round: door by door or call by call, two taps for who is well."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.followup import actions
from tongzhou.followup.actions import Recorded
from tongzhou.followup.choices import Part, Source, Way
from tongzhou.followup.forms import CheckForm
from tongzhou.followup.queries import rounds as queries
from tongzhou.followup.queries.catalogue import asked_symptoms
from tongzhou.followup.queries.one_check import CheckPage, check_page
from tongzhou.followup.queries.round_rows import SHOWN
from tongzhou.followup.queries.rounds import Choice, Line
from tongzhou.followup.views.shown import CARERS, SIZES, back, log, number
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts

WAYS = (Way.PHONE, Way.DOOR)
CURVE = 10


@open_to(*CARERS)
def rounds(request: ActingRequest) -> HttpResponse:
    """Who is to be asked now, in walking order."""
    now = clock.now()
    chosen = _chosen(request)
    found = queries.day_round(request.acting, chosen, now=now)
    log(request, "rounds", found.lines, now=now)
    context = {
        "round": found,
        "chosen": chosen,
        "counts": found.counts[found.part],
        "parts": Part.choices,
        "way": _way(request),
        "ways": [(w.value, w.label) for w in WAYS],
        "pages": -(-found.counts[found.part][chosen.shown] // chosen.size),
        "now": now,
        **addresses(),
    }
    return render(request, "followup/rounds.html", context)


def _chosen(request: ActingRequest) -> Choice:
    part, shown = request.GET.get("part", ""), request.GET.get("show", "due")
    return Choice(
        part=part if part in Part.values else "",
        shown=shown if shown in SHOWN else "due",
        is_mine=request.GET.get("who") == "mine",
        page=number(request, "page", 1),
        size=min(number(request, "size", SIZES[1]), SIZES[-1]),
    )


def _way(request: ActingRequest) -> str:
    asked = request.GET.get("way", "")
    return asked if asked in WAYS else Way.PHONE


@open_to(*CARERS)
def perform(request: ActingRequest, pk: int) -> HttpResponse:
    """One check: first tap shows the form in place, second tap saves it."""
    now = clock.now()
    if request.method == "POST":
        return _save(request, pk, now)
    page = check_page(request.acting, pk, now=now)
    log(request, "check", [page.observation], now=now)
    initial = {"celsius": page.celsius, "source": Source.AXILLARY, "way": _way(request)}
    return _form(request, page, CheckForm(initial=initial, asked=asked_symptoms(now)), now)


def _save(request: ActingRequest, pk: int, now: datetime) -> HttpResponse:
    form = CheckForm(request.POST, asked=asked_symptoms(now))
    if form.is_valid():
        recorded = form.run(actions.perform, request.acting, form.check(pk), now=now)
        if recorded:
            return _saved(request, recorded, now)
    page = check_page(request.acting, pk, now=now)
    log(request, "check", [page.observation], now=now)
    return _form(request, page, form, now)


def _form(request: ActingRequest, page: CheckPage, form: CheckForm, now: datetime) -> HttpResponse:
    name = "followup/check.html#form" if request.htmx else "followup/check.html"
    context = {"page": page, "form": form, "now": now}
    return render(request, name, context, status=422 if form.is_bound else 200)


def _saved(request: ActingRequest, recorded: Recorded, now: datetime) -> HttpResponse:
    check = recorded.follow_up
    undo = reverse("followup:undo", args=[check.pk])
    line = _line(request, recorded, now)
    said = _("%(person)s: %(state)s") % {"person": line.name, "state": check.state_word}
    if not request.htmx:
        toasts.say(request, said, undo_url=undo)
        return redirect(f"{reverse('followup:rounds')}?part={check.part}")
    part = "card" if request.POST.get("place") == "card" else "line"
    response = render(request, f"followup/rounds.html#{part}", {"line": line, **addresses()})
    tone = "alarm" if check.has_alarm else "done"
    return toasts.say_now(response, said, undo_url=undo, tone=tone)


def _line(request: ActingRequest, recorded: Recorded, now: datetime) -> Line:
    """A recorded check as a line of the round, without asking the database again.

    What the form showed of the person, it sends along; the curve grows by what was found.
    """
    check: Any = recorded.follow_up
    shown = request.POST.get("curve", "").split(",")
    curve = [int(tenths) for tenths in shown[-CURVE:] if tenths.isdecimal() and len(tenths) == 3]
    found = recorded.findings.tenths
    return Line(
        check=check,
        name=check.person or "",
        door=check.door or "",
        until=queries.until_word(check.end_on, now=now),
        findings=recorded.findings,
        curve=curve if found is None else [*curve, found],
        by=request.acting.name,
        has_alarm=check.has_alarm or check.unsettled_alarm is not None,
        has_need=any(name in request.POST for name in ("has_need", "needs")),
    )


def addresses() -> dict[str, str]:
    """Beginnings of the addresses that a list writes once for each line."""
    return {
        "check_url": reverse("followup:perform", args=[0])[:-1],
        "observation_url": reverse("followup:observation", args=[0])[:-1],
    }


@open_to(*CARERS)
@require_POST
def undo(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back what was just saved."""
    actions.undo(request.acting, pk, now=clock.now())
    toasts.say(request, _("Taken back. The check is open again."))
    return back(request, "followup:rounds")
