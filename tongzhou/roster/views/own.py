"""A volunteer's own page: what they offer, pause, leave. The secret link is the key."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.privacy.queries import who_looked_at_volunteer
from tongzhou.privacy.retention import days_kept
from tongzhou.registry.queries.unit_names import unit_words
from tongzhou.roster import access, actions
from tongzhou.roster.actions.presses import LATE
from tongzhou.roster.actions.telling import note_read
from tongzhou.roster.choices import VolunteerState
from tongzhou.roster.forms import DetailsForm, PauseForm
from tongzhou.roster.models import Assignment, Volunteer
from tongzhou.roster.plans.swapping import own_swaps
from tongzhou.roster.queries.hours import own_total
from tongzhou.roster.queries.on_duty import notes_before, own_lines
from tongzhou.roster.queries.publishing import own_duties
from tongzhou.roster.queries.stepping import own_call_outs
from tongzhou.roster.queries.telling import own_losses
from tongzhou.roster.queries.volunteers import own_record
from tongzhou.roster.views.calendars import calendar_url
from tongzhou.roster.views.shown import choices_for
from tongzhou.ui import toasts

LOOKS_SHOWN = 20

Page = Callable[..., HttpResponse]


def by_link(show: Page) -> Page:
    """A page for whose link it is; whose link no longer holds is told whom to call."""

    @wraps(show)
    def opened(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        try:
            row = access.by_link(token, now=clock.now())
        except Http404:
            context = {"committee": access.committee_of_link(token)}
            return render(request, "roster/closed_link.html", context, status=404)
        return show(request, token, row, **more)

    return opened


@by_link
def page(request: HttpRequest, token: str, row: Volunteer) -> HttpResponse:
    """The own duties, what is on the list, what can be changed, who looked."""
    losses = own_losses(row, now=clock.now())
    note_read(row, now=clock.now())
    return _page(request, token, row, losses=losses)


def _page(
    request: HttpRequest, token: str, row: Volunteer, *, losses: Sequence[Assignment] = (),
    **failed: Any,
) -> HttpResponse:  # fmt: skip
    now = clock.now()
    duties = own_duties(row, now=now)
    looks = who_looked_at_volunteer(row.pk, limit=LOOKS_SHOWN, unit_words=unit_words())
    context = {
        "row": row, "record": own_record(row), "token": token, "now": now, "looks": looks,
        "pause": PauseForm(), "is_new": "new" in request.GET,
        "days": days_kept("volunteer", on=clock.local_date(now)),
        "url": request.build_absolute_uri(reverse("roster:own", args=[token])),
        "is_left": row.state == VolunteerState.LEFT, "duties": duties,
        "losses": losses, "swaps": own_swaps(row, duties, now=now),
        "called_out": own_call_outs(row, now=now),
        "calendar": calendar_url(request, token), **_served(row, now), **failed,
    }  # fmt: skip
    return render(request, "roster/own.html", context, status=422 if failed else 200)


def _served(row: Volunteer, now: datetime) -> dict[str, Any]:
    """The duty that runs now with what was handed over before it, and the hours so far."""
    running = own_lines(row, now=now, late=LATE)
    before = {
        note for line in running if line.state != "over" for note in notes_before(line.row.shift)
    }
    return {
        "running": running, "notes": sorted(before, key=attrgetter("at")), "total": own_total(row),
    }  # fmt: skip


@by_link
def change(request: HttpRequest, token: str, row: Volunteer) -> HttpResponse:
    """Change what one told."""
    initial = DetailsForm.initial_of(own_record(row))
    form = DetailsForm(request.POST or None, initial=initial, **choices_for(row.committee_id))
    if form.is_valid():
        done = form.run(actions.change_own, token, form.details(), now=clock.now())
        if done:
            toasts.say(request, _("Saved. Thank you."))
            return redirect("roster:own", token)
    context = {"form": form, "token": token, "row": row, "now": clock.now()}
    return render(request, "roster/own_change.html", context, status=422 if form.is_bound else 200)


@require_POST
@by_link
def pause(request: HttpRequest, token: str, row: Volunteer) -> HttpResponse:
    """No duty for a while."""
    form = PauseForm(request.POST)
    if form.is_valid():
        done = form.run(actions.pause_own, token, now=clock.now(), **form.cleaned_data)
        if done:
            toasts.say(request, _("You pause. Nobody calls you to a duty meanwhile."))
            return redirect("roster:own", token)
    return _page(request, token, row, pause=form)


@require_POST
@by_link
def resume(request: HttpRequest, token: str, row: Volunteer) -> HttpResponse:
    """Taking part again."""
    actions.resume_own(token, now=clock.now())
    toasts.say(request, _("Good to have you back."))
    return redirect("roster:own", token)


@require_POST
@by_link
def leave(request: HttpRequest, token: str, row: Volunteer) -> HttpResponse:
    """Off the list."""
    actions.leave_own(token, now=clock.now())
    undo = reverse("roster:own_resume", args=[token])
    toasts.say(request, _("You are off the list. Thank you for everything."), undo_url=undo)
    return redirect("roster:own", token)
