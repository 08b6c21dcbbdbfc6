"""A published roster changes: who cannot come, whom to phone, who swaps, who has to be told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.privacy.access_log import record_view
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster.actions import callouts, stepping, swaps, telling
from tongzhou.roster.actions.steps import is_busy
from tongzhou.roster.choices import Answer
from tongzhou.roster.forms_rosters import AnswerForm, StepForm, WordForm
from tongzhou.roster.plans.calling import calls as calls_for
from tongzhou.roster.queries import rosters as queries
from tongzhou.roster.queries.stepping import called_out
from tongzhou.roster.queries.telling import to_tell
from tongzhou.roster.views.places import show as show_place
from tongzhou.roster.views.rosters import frame
from tongzhou.roster.views.shown import LEADERS, STAFF
from tongzhou.ui import toasts

# --- somebody cannot come, somebody steps in --------------------------------------------------


@open_to(*LEADERS)
@require_POST
def call_out(request: ActingRequest, pk: int, assignment: int) -> HttpResponse:
    """Somebody said that they cannot come; next are those to phone."""
    form = WordForm(request.POST)
    word = form.cleaned_data["word"] if form.is_valid() else ""
    old = callouts.call_out(request.acting, pk, assignment=assignment, word=word, now=clock.now())
    toasts.say(request, _("Noted. Now phone somebody who can step in."))
    return redirect("roster:step_in", pk, old.shift_id)


@open_to(*LEADERS)
@require_POST
def come_back(request: ActingRequest, pk: int, assignment: int) -> HttpResponse:
    """Whoever called out comes after all."""
    made = callouts.come_after_all(request.acting, pk, assignment=assignment, now=clock.now())
    toasts.say(request, _("They stand there again."))
    return redirect("roster:place", pk, made.shift_id)


@open_to(*LEADERS)
def step_in(request: ActingRequest, pk: int, shift: int) -> HttpResponse:
    """Whom to phone for an empty place, one after the other."""
    now, acting = clock.now(), request.acting
    row = queries.record(acting, pk)
    one = queries.shift(acting, row, shift)
    standing = queries.standing(acting, [one.pk]).get(one.pk, [])
    missing = max(0, one.people - len(standing))
    is_wide = "all" in request.GET
    may_ask = missing > 0 and one.ends_at > now and row.state != "withdrawn"
    calls = calls_for(acting, row, one, is_wide=is_wide) if may_ask else []
    if may_ask and not calls and not is_wide:
        # At half past six nobody should have to press once more.
        calls, is_wide = calls_for(acting, row, one, is_wide=True), True
    out = called_out(acting, one)
    shown = {call.volunteer.pk for call in calls} | {c.assignment.volunteer_id for c, _word in out}
    record_view(acting, "roster.step_in", now=now, volunteers=shown)
    context = {
        "row": row, "shift": one, "missing": missing, "calls": calls, "out": out, "now": now,
        "is_wide": is_wide, "may_ask": may_ask, "is_busy": is_busy(row),
        "may_repair": acting.role in STAFF and row.state == "published" and not is_busy(row),
    }  # fmt: skip
    return render(request, "roster/step_in.html", context)


@open_to(*LEADERS)
@require_POST
def answered(request: ActingRequest, pk: int, shift: int) -> HttpResponse:
    """What somebody said on the phone."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        toasts.say(request, _("Choose what they said."), level=messages.WARNING)
        return redirect("roster:step_in", pk, shift)
    told = form.cleaned_data
    done = form.run(
        stepping.answered, request.acting, pk, shift=shift, volunteer=told["volunteer"],
        answer=Answer(told["answer"]), now=clock.now(),
    )  # fmt: skip
    if done:
        toasts.say(request, _say(told["answer"]))
    else:
        toasts.say(request, " ".join(form.refusals()), level=messages.WARNING)
    wide = "?all=1" if request.POST.get("all") else ""
    return redirect(reverse("roster:step_in", args=[pk, shift]) + wide)


def _say(answer: str) -> str:
    said = {
        Answer.YES: _("Put there, and told."),
        Answer.NO: _("Noted: cannot come. Phone the next."),
        Answer.UNREACHED: _("Noted: not reached. Phone the next."),
    }
    return said[Answer(answer)]


@open_to(*STAFF)
@require_POST
def exchange(request: ActingRequest, pk: int, shift: int) -> HttpResponse:
    """Two people who agreed stand each other's duty."""
    form = StepForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        done = form.run(
            swaps.exchange, request.acting, pk, first=told["assignment"] or 0,
            second=told["other"] or 0, reason=told["reason"], now=clock.now(),
        )  # fmt: skip
        if done:
            version = queries.record(request.acting, pk).version
            undo = reverse("roster:undo", args=[pk, version])
            toasts.say(request, _("Swapped. Tell both of them."), undo_url=undo)
            return redirect("roster:place", pk, shift)
    return show_place(request, pk, shift, form=form)


# --- whom to tell -----------------------------------------------------------------------------


@open_to(*LEADERS)
def tell(request: ActingRequest, pk: int) -> HttpResponse:
    """Whom a change concerns and who does not know it yet, the next duty first."""
    now, acting = clock.now(), request.acting
    row = queries.record(acting, pk)
    lines = to_tell(acting, row, now=now)
    keyring = Keyring.of(line.volunteer.key_id for line in lines)
    phones = [keyring.read(line.volunteer, "phone") for line in lines]
    record_view(acting, "roster.tell", now=now, volunteers=[one.volunteer.pk for one in lines])
    context = {
        **frame(request, row, now=now, view="tell"),
        "lines": list(zip(lines, phones, strict=True)),
    }
    return render(request, "roster/tell.html", context)


@open_to(*LEADERS)
@require_POST
def told(request: ActingRequest, pk: int, volunteer: int) -> HttpResponse:
    """Somebody was called and knows."""
    person = telling.told(request.acting, pk, volunteer=volunteer, now=clock.now())
    words = pgettext("roster", "%(name)s knows.") % {"name": person.name}
    toasts.say(request, words)
    return redirect("roster:tell", pk)
