"""The muster: who is expected, who is there, read out and closed; on paper too."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.core.papers import typeset
from tongzhou.privacy.access_log import record_view
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster import access
from tongzhou.roster.actions import marking
from tongzhou.roster.actions import muster as actions
from tongzhou.roster.choices import Roll
from tongzhou.roster.forms_muster import TapForm, WhenForm
from tongzhou.roster.models import Attendance
from tongzhou.roster.queries import muster as queries
from tongzhou.roster.queries.muster import When
from tongzhou.roster.queries.needs import active_shifts
from tongzhou.roster.views.papers import LANGUAGES
from tongzhou.roster.views.shown import LEADERS, STAFF, committees
from tongzhou.ui import toasts

LATE = (Roll.WAITING, Roll.MISSING)


@open_to(*LEADERS)
def page(request: ActingRequest) -> HttpResponse:
    """The roll that counts now, or the one asked for."""
    now, acting = clock.now(), request.acting
    form, when = _asked(request, now)
    found = queries.roll(acting, when) if when else None
    people = [one.row.volunteer_id for one in found.people] if found else []
    record_view(acting, "roster.muster", now=now, volunteers=people)
    context = {
        "form": form, "when": when, "found": found, "now": now,
        "muster": found.muster if found else None, "counts": found.counts if found else {},
        "is_open": bool(found and found.muster and found.muster.closed_at is None),
        "opens_at": found.opens_at if found else None,
        "groups": _with_phones(acting, found) if found else [],
        "is_staff": acting.role in STAFF,
    }  # fmt: skip
    return render(request, "roster/muster.html", context)


def _asked(request: ActingRequest, now: datetime) -> tuple[WhenForm, When | None]:
    """The form with what it says; without an address the own committee and the part that counts."""
    units, kinds = list(committees(request.acting)), list(active_shifts(request.acting))
    choices: dict[str, Any] = {"committees": units, "kinds": kinds}
    if request.GET:
        form = WhenForm(request.GET, **choices)
        told = form.cleaned_data if form.is_valid() else None
        return form, When(told["committee"], told["day"], told["part"]) if told else None
    next_one = queries.current(request.acting, now=now)
    if not units or next_one is None:
        return WhenForm(**choices), None
    (day, kind), unit = next_one, units[0]
    initial = {"committee": unit.pk, "day": day, "part": kind.pk}
    return WhenForm(initial=initial, **choices), When(unit.pk, day, kind.pk)


def _with_phones(
    acting: Acting, found: queries.Rolled
) -> list[tuple[queries.Group, list[tuple[queries.Called, str]]]]:
    """The posts with everybody there, and the number of whom the committee still waits for.

    Who leads a compound has no numbers here.
    """
    is_open = found.muster is not None and found.muster.closed_at is None
    shows = is_open and acting.role in STAFF
    late = [one.row.volunteer for one in found.people if shows and one.state in LATE]
    opened = Keyring.of(person.key_id for person in late)
    return [
        (group, [(one, opened.read(one.row.volunteer, "phone")) for one in group.people])
        for group in found.groups
    ]


@open_to(*LEADERS)
@require_POST
def open_roll(request: ActingRequest) -> HttpResponse:
    """The roll begins, or goes on after it was closed."""
    units, kinds = list(committees(request.acting)), list(active_shifts(request.acting))
    form = WhenForm(request.POST, committees=units, kinds=kinds)
    if not form.is_valid():
        raise Refusal(_("Choose a committee, a day and a part of the day."))
    told = form.cleaned_data
    when = When(told["committee"], told["day"], told["part"])
    actions.open_roll(request.acting, when, now=clock.now())
    return _to(when)


@open_to(*LEADERS)
@require_POST
def tap(request: ActingRequest, pk: int) -> HttpResponse:
    """Present, unwell, or missing."""
    form, acting = TapForm(request.POST), request.acting
    row = get_or_404(access.assignments(acting).select_related("shift__post", "volunteer"), pk=pk)
    when = When(row.shift.post.committee_id, row.shift.on, row.shift.kind_id)
    if form.is_valid():
        told, now = form.cleaned_data, clock.now()
        done = form.run(
            marking.mark, acting, pk, Roll(told["said"]), entry=told["entry"],
            celsius=told["celsius"], at=now, now=now,
        )  # fmt: skip
        if done:
            undo = reverse("roster:untap", args=[done.pk])
            toasts.say(request, _said(row.volunteer.name, done), undo_url=undo)
            return _to(when, row.shift_id)
    toasts.say(request, " ".join(form.refusals()), level=messages.WARNING)
    return _to(when, row.shift_id)


def _said(name: str, done: Attendance) -> str:
    if done.kind == "missing":
        words = _("%(name)s is missing. Phone for somebody.")
    elif done.is_fit is False:
        words = _("%(name)s goes home. Phone for somebody.")
    else:
        words = _("%(name)s is present.")
    return words % {"name": name}


@open_to(*LEADERS)
@require_POST
def untap(request: ActingRequest, pk: int) -> HttpResponse:
    """A wrong tap."""
    row = marking.take_back(request.acting, pk, now=clock.now())
    toasts.say(request, _("Undone."))
    shift = row.shift
    return _to(When(shift.post.committee_id, shift.on, shift.kind_id), shift.pk)


def _step(act: Callable[..., Any], *roles: Role) -> Callable[..., HttpResponse]:
    """A step of the roll itself."""

    @open_to(*roles)
    @require_POST
    def stepped(request: ActingRequest, pk: int) -> HttpResponse:
        row = act(request.acting, pk, now=clock.now())
        return _to(When(row.committee_id, row.on, row.kind_id))

    return stepped


read_out, close = _step(actions.read_out, *LEADERS), _step(actions.close, *STAFF)


def _to(when: When, shift: int = 0) -> HttpResponse:
    anchor = f"#shift-{shift}" if shift else ""
    return redirect(f"{reverse('roster:muster')}?{when.query}{anchor}")


@open_to(*LEADERS)
def paper(request: ActingRequest) -> HttpResponse:
    """The roll to tick by hand, for whoever has no phone at all."""
    now, acting = clock.now(), request.acting
    _form, when = _asked(request, now)
    if when is None:
        raise Refusal(_("Choose a committee, a day and a part of the day."))
    found = queries.roll(acting, when)
    people = [one.row.volunteer_id for one in found.people]
    record_view(acting, "roster.muster", now=now, volunteers=people)
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in LANGUAGES else translation.get_language()):
        pdf = typeset("roster/muster", _words(found, when, now))
    headers = {"Content-Disposition": f'inline; filename="muster-{when.on}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _words(found: queries.Rolled, when: When, now: datetime) -> dict[str, Any]:
    first = found.groups[0].shift if found.groups else None
    unit = first.post.committee if first else None
    return {
        "committee": unit.label if unit else "",
        "day": date_format(when.on, pgettext("day of a shift", "D j M")),
        "kind": first.kind.label if first else "",
        "expected": found.counts["expected"],
        "groups": [
            {
                "post": group.shift.post.label,
                "empty": group.missing,
                "people": [
                    {"name": one.row.volunteer.name, "leads": one.row.volunteer.may_lead,
                     "state": "" if one.state == Roll.WAITING else str(one.state.label)}
                    for one in group.people
                ],
            }
            for group in found.groups
        ],
        "made": date_format(clock.local_date(now), pgettext("day of a shift", "D j M")),
    }  # fmt: skip
