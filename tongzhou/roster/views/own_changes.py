"""One duty on the own page: I cannot come, I come after all, I would give it away, I take it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.registry.access import get_or_404
from tongzhou.roster import access
from tongzhou.roster.actions import callouts, swaps
from tongzhou.roster.actions.placing import shift_words
from tongzhou.roster.forms_rosters import ReturnForm, WordForm
from tongzhou.roster.models import Volunteer
from tongzhou.roster.plans.swapping import own_swaps
from tongzhou.roster.queries.publishing import own_duties
from tongzhou.roster.views.own import by_link
from tongzhou.ui import toasts


@by_link
def duty(request: HttpRequest, token: str, row: Volunteer, assignment: int) -> HttpResponse:
    """One duty to come: what can be done about it."""
    now = clock.now()
    rows = access.own_assignments(row).filter(ended_at__isnull=True, shift__ends_at__gt=now)
    one = get_or_404(rows.select_related("shift__post__place", "shift__kind"), pk=assignment)
    swap = own_swaps(row, (), now=now).offered.get(one.pk)
    context = {
        "row": row, "token": token, "one": one, "swap": swap, "now": now, "form": WordForm(),
        "has_begun": one.shift.starts_at <= now,
    }  # fmt: skip
    return render(request, "roster/own_duty.html", context)


@require_POST
@by_link
def call_out(request: HttpRequest, token: str, row: Volunteer, assignment: int) -> HttpResponse:
    """I cannot come."""
    form = WordForm(request.POST)
    word = form.cleaned_data["word"] if form.is_valid() else ""

    def step() -> Any:
        return callouts.call_out_own(token, assignment=assignment, word=word, now=clock.now())

    return _done(
        request, token, step, _("Thank you for saying so. The committee looks for somebody.")
    )


@require_POST
@by_link
def come_back(request: HttpRequest, token: str, row: Volunteer, assignment: int) -> HttpResponse:
    """I come after all."""

    def step() -> Any:
        return callouts.come_after_all_own(token, assignment=assignment, now=clock.now())

    return _done(request, token, step, _("Good to have you back. The duty is yours again."))


@require_POST
@by_link
def offer(request: HttpRequest, token: str, row: Volunteer, assignment: int) -> HttpResponse:
    """I would give it away."""

    def step() -> Any:
        return swaps.offer(token, assignment=assignment, now=clock.now())

    words = _("Offered to the others. Until somebody takes it, it is yours.")
    return _done(request, token, step, words)


@by_link
def answer(request: HttpRequest, token: str, row: Volunteer, swap: int) -> HttpResponse:
    """I take it if they take one of mine."""
    now = clock.now()
    found = get_or_404(access.open_swaps(row), pk=swap)
    duties = [(one.pk, shift_words(one.shift)) for one in own_duties(row, now=now)]
    form = ReturnForm(request.POST or None, duties=duties)
    if form.is_valid():
        done = form.run(
            swaps.answer, token, swap=swap, returned=form.cleaned_data["returned"], now=now
        )
        if done:
            toasts.say(request, _("They see it on their page and decide."))
            return redirect("roster:own", token)
    context = {"row": row, "token": token, "swap": found, "form": form, "now": now}
    return render(request, "roster/own_answer.html", context, status=422 if form.is_bound else 200)


def _swap(act: Callable[..., Any], words: Callable[[], str]) -> Callable[..., HttpResponse]:
    """A press about a swap."""

    @require_POST
    @by_link
    def pressed(request: HttpRequest, token: str, row: Volunteer, swap: int) -> HttpResponse:
        return _done(request, token, lambda: act(token, swap=swap, now=clock.now()), words())

    return pressed


keep = _swap(swaps.keep, lambda: _("You keep this duty."))
take = _swap(swaps.take, lambda: _("It is yours now. Thank you."))
agree = _swap(swaps.agree, lambda: _("Swapped. Below is what you have now."))
decline = _swap(swaps.decline, lambda: _("Not swapped."))


def _done(request: HttpRequest, token: str, step: Callable[[], Any], words: str) -> HttpResponse:
    """Do it and go back to the own page, with what came of it."""
    try:
        step()
        toasts.say(request, words)
    except Refusal as refusal:
        toasts.say(request, str(refusal.sentence), level=messages.WARNING)
    return redirect("roster:own", token)
