"""One shift of one post: who stands there, who could, what each would break; steps by hand."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster import sentences
from tongzhou.roster.actions import placing as actions
from tongzhou.roster.actions.steps import is_busy
from tongzhou.roster.forms_rosters import StepForm
from tongzhou.roster.models import Roster, Shift, Volunteer
from tongzhou.roster.plans.fitting import Fit, fits
from tongzhou.roster.queries import rosters as queries
from tongzhou.roster.views.shown import LEADERS, STAFF, number
from tongzhou.ui import toasts

BEST, FOUND = 8, 20


@open_to(*LEADERS)
def place(request: ActingRequest, pk: int, shift: int) -> HttpResponse:
    """Who stands this shift, and who could."""
    return show(request, pk, shift)


def show(
    request: ActingRequest, pk: int, shift: int, *, form: StepForm | None = None
) -> HttpResponse:
    """The page of a shift; `form` is a step that was refused, which stands first."""
    now, acting, text = clock.now(), request.acting, request.GET.get("q", "")
    row = queries.record(acting, pk)
    one = queries.shift(acting, row, shift)
    stands = queries.standing(acting, [one.pk]).get(one.pk, [])
    may_change = acting.role in STAFF and not is_busy(row) and one.ends_at > now
    may_change = may_change and row.state != "withdrawn"
    may_call = row.state == "published" and one.ends_at > now
    moving = queries.assignment(acting, row, _moved(request, form))
    chosen = _chosen(request, row, one, stands, form=form, moving=moving) if may_change else None
    offered = _offered(request, row, one, text, stands) if may_change else []
    shown = {stand.volunteer for stand in stands} | {fit["person"].pk for fit in offered}
    shown |= {chosen["person"].pk} if chosen else set()
    record_view(acting, "roster.place", now=now, volunteers=shown)
    context = {
        "row": row, "shift": one, "stands": stands, "now": now, "may_change": may_change,
        "may_call": may_call,
        "missing": max(0, one.people - len(stands)), "text": text, "offered": offered,
        "chosen": chosen, "moving": moving, "form": form,
        "why": sentences.why_empty(one.why.get("counts", {})),
        "is_led": any(stand.leads for stand in stands),
        "against": queries.against(acting, one) if stands else [],
    }  # fmt: skip
    return render(request, "roster/place.html", context, status=422 if form else 200)


def _moved(request: ActingRequest, form: StepForm | None) -> int:
    if form is not None:
        return form.cleaned_data.get("assignment") or 0
    return number(request, "move", 0)


def _chosen(
    request: ActingRequest, row: Roster, one: Shift, stands: Sequence[queries.Stand], *,
    form: StepForm | None, moving: Any,
) -> dict[str, Any] | None:  # fmt: skip
    """Whoever a refused step or a move is about, with what stands against it now."""
    person: Volunteer | None = moving.volunteer if moving else None
    if person is None and form is not None:
        asked = form.cleaned_data.get("volunteer") or 0
        person = queries.people(request.acting, row).filter(pk=asked).first()
    if person is None:
        return None
    without = [moving.pk] if moving else []
    [fit] = fits(row, one, [person], without=without)
    staying = sum(stand.pk not in without for stand in stands)
    return _line(fit, is_full=staying >= one.people)


def _offered(
    request: ActingRequest, row: Roster, one: Shift, text: str, stands: Sequence[queries.Stand]
) -> list[dict[str, Any]]:
    """The best who offer it; with words, everybody they find."""
    acting = request.acting
    rows = queries.people(acting, row, text=text) if text else queries.offering(acting, row, one)
    there = {stand.volunteer for stand in stands}
    people = [person for person in (rows[: FOUND * 2] if text else rows) if person.pk not in there]
    found = fits(row, one, people)
    return [
        _line(fit, is_full=len(stands) >= one.people) for fit in found[: FOUND if text else BEST]
    ]


def _line(fit: Fit, *, is_full: bool) -> dict[str, Any]:
    """One person in words: what it breaks, what it costs, what they carry."""
    person = fit.volunteer
    broken = [*fit.rules, *(["H8 required"] if is_full else [])]
    facts = [
        ngettext("%(n)d duty", "%(n)d duties", fit.duties) % {"n": fit.duties},
        ngettext("%(n)d night", "%(n)d nights", fit.nights) % {"n": fit.nights},
    ]
    if fit.minutes is not None:
        facts.append(_("%(n)s min to walk") % {"n": round(fit.minutes)})
    facts.append(_("cost %(cost)s") % {"cost": f"{fit.cost:+.0f}"})
    return {
        "person": person, "fit": fit, "facts": facts,
        "breaks": [] if fit.forbidden else [sentences.breaks(rule) for rule in broken],
        "forbidden": sentences.forbidden(fit.forbidden, person.name) if fit.forbidden else "",
    }  # fmt: skip


# --- steps ----------------------------------------------------------------------------------------


@open_to(*STAFF)
@require_POST
def put(request: ActingRequest, pk: int, shift: int) -> HttpResponse:
    """Somebody stands this shift."""

    def step(told: dict[str, Any]) -> actions.Done:
        return actions.put(
            request.acting, pk, shift=shift, volunteer=told["volunteer"] or 0,
            reason=told["reason"], seen=told["seen"], now=clock.now(),
        )  # fmt: skip

    return _taken(request, pk, shift, step, _("Put there."))


@open_to(*STAFF)
@require_POST
def move(request: ActingRequest, pk: int, shift: int) -> HttpResponse:
    """Somebody stands this shift instead of another."""

    def step(told: dict[str, Any]) -> actions.Done:
        return actions.move(
            request.acting, pk, assignment=told["assignment"] or 0, shift=shift,
            reason=told["reason"], seen=told["seen"], now=clock.now(),
        )  # fmt: skip

    return _taken(request, pk, shift, step, _("Moved."))


@open_to(*STAFF)
@require_POST
def take_off(request: ActingRequest, pk: int, shift: int) -> HttpResponse:
    """Somebody does not stand this shift after all."""

    def step(told: dict[str, Any]) -> actions.Done:
        return actions.take_off(
            request.acting, pk, assignment=told["assignment"] or 0, seen=told["seen"],
            now=clock.now(),
        )  # fmt: skip

    return _taken(request, pk, shift, step, _("Taken off."))


def _taken(
    request: ActingRequest, pk: int, shift: int, step: Callable[[dict[str, Any]], actions.Done],
    words: str,
) -> HttpResponse:  # fmt: skip
    """Take a step and go back; one that is refused stands on the page of the shift."""
    form = StepForm(request.POST)
    if form.is_valid() and (done := form.run(step, form.cleaned_data)):
        return _back(request, done, words)
    return show(request, pk, shift, form=form)


@open_to(*STAFF)
@require_POST
def pin(request: ActingRequest, pk: int, assignment: int) -> HttpResponse:
    """Pinned, or no longer."""
    is_pinned = request.POST.get("pinned") == "1"
    done = actions.pin(
        request.acting, pk, assignment=assignment, is_pinned=is_pinned, now=clock.now()
    )
    words = _("Pinned: it stays when planned anew.") if is_pinned else _("No longer pinned.")
    return _back(request, done, words)


@open_to(*STAFF)
@require_POST
def undo(request: ActingRequest, pk: int, version: int) -> HttpResponse:
    """Take the last step back."""
    actions.undo(request.acting, pk, seen=version, now=clock.now())
    toasts.say(request, _("Undone."))
    return redirect("roster:roster", pk)


def _back(request: ActingRequest, done: actions.Done, words: str) -> HttpResponse:
    """To where the step was taken: the day's board, or the shift."""
    args = [done.roster.pk, done.roster.version]
    toasts.say(request, words, undo_url=reverse("roster:undo", args=args))
    if request.POST.get("from") == "board":
        board = reverse("roster:roster", args=[done.roster.pk])
        return redirect(f"{board}?day={done.shift.on.isoformat()}")
    return redirect("roster:place", done.roster.pk, done.shift.pk)
