"""What does not fit together at the gates: the list, one of them, and what can be done."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongzhou.core import clock
from tongzhou.core.forms import ActionForm
from tongzhou.gates import actions, forms
from tongzhou.gates.choices import FindingKind, FindingState, Ground, PassState
from tongzhou.gates.models import GateFinding, Pass
from tongzhou.gates.queries import findings as queries
from tongzhou.gates.sentences import span, sureness
from tongzhou.gates.views.shown import STAFF, number
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import times, toasts

SIZE = 50


@open_to(*STAFF)
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """What waits to be looked at; what was dealt with stays beside it."""
    asked = request.GET.get("show", "")
    shown = asked if asked in FindingState.values else FindingState.OPEN.value
    place = number(request, "place", 0) if request.GET.get("place") else None
    rows = queries.listing(request.acting, shown, place=place)
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page, "shown": shown, "now": clock.now(),
        "told": [(row, in_words(row)) for row in page.object_list],
        "chips": [(s.value, capfirst(s.label), s.value == shown) for s in FindingState],
    }  # fmt: skip
    return render(request, "gates/findings.html", context)


@open_to(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: ActingRequest, pk: int) -> HttpResponse:
    """One of them. By post with a reason: the door that was noted."""
    return show(request, pk, reason=forms.ReasonForm(request.POST or None, auto_id="reason_%s"))


def show(request: ActingRequest, pk: int, **bound: Any) -> HttpResponse:
    """The page; `bound` are forms that failed, which open again."""
    row, now = queries.record(request.acting, pk), clock.now()
    reason = bound.get("reason") or forms.ReasonForm(auto_id="reason_%s")
    noted = None
    if row.kind == FindingKind.DOOR and reason.is_valid():
        said = reason.cleaned_data["reason"]
        noted = reason.run(actions.show_noted_door, request.acting, pk, reason=said, now=now)
    context = {
        "row": row, "words": in_words(row), "now": now, "reason": reason, "noted": noted,
        "entries": [(each, sureness(each.doubt)) for each in (row.first, row.second) if each],
        "aside": bound.get("aside") or forms.AsideForm(auto_id="aside_%s"),
        "opened": next((name for name in bound if name != "reason"), ""),
        **_about_pass(row, bound),
    }  # fmt: skip
    is_wrong = any(form.errors for form in bound.values())
    return render(request, "gates/finding.html", context, status=422 if is_wrong else 200)


def _about_pass(row: GateFinding, bound: dict[str, Any]) -> dict[str, Any]:
    """Forms that take the pass away, while there is one to take."""
    if row.of is None or row.of.state != PassState.ACTIVE:
        return {}
    begun = {"ground": Ground.MISUSE, "evidence": evidence(row)}
    renewed = forms.initial_of(row.of.is_essential)
    return {
        "revoke": bound.get("revoke") or forms.RevokeForm(initial=begun, auto_id="revoke_%s"),
        "replace": bound.get("replace") or forms.ReplaceForm(initial=renewed, auto_id="replace_%s"),
    }


@open_to(*STAFF)
@require_POST
def aside(request: ActingRequest, pk: int) -> HttpResponse:
    """Set aside with a word."""
    form = forms.AsideForm(request.POST, auto_id="aside_%s")
    if form.is_valid():
        word = form.cleaned_data["word"]
        if form.run(actions.set_finding_aside, request.acting, pk, word=word, now=clock.now()):
            undo = reverse("gates:finding_again", args=[pk])
            toasts.say(request, _("Set aside. Your word stays beside it."), undo_url=undo)
            return redirect("gates:findings")
    return show(request, pk, aside=form)


@open_to(*STAFF)
@require_POST
def again(request: ActingRequest, pk: int) -> HttpResponse:
    """It waits again."""
    actions.reopen_finding(request.acting, pk, now=clock.now())
    toasts.say(request, _("It waits again."))
    return redirect("gates:finding", pk)


@open_to(*STAFF)
@require_POST
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """Take the pass away; with it this is settled."""
    form = forms.RevokeForm(request.POST, auto_id="revoke_%s")
    if not _done(request, pk, form, actions.revoke):
        return show(request, pk, revoke=form)
    if form.cleaned_data["ground"] == Ground.MISUSE:
        toasts.say(request, _("Revoked. A second person signs within 24 hours, else it lapses."))
    else:
        toasts.say(request, _("Revoked."))
    return redirect("gates:finding", pk)


@open_to(*STAFF)
@require_POST
def replace(request: ActingRequest, pk: int) -> HttpResponse:
    """A new pass in the place of the one that was copied."""
    form = forms.ReplaceForm(request.POST, auto_id="replace_%s")
    made = _done(request, pk, form, actions.reissue)
    if not made:
        return show(request, pk, replace=form)
    toasts.say(request, _("This is the new pass. The old one opens no gate from now on."))
    return redirect("gates:pass", made.pk)


def _done(
    request: ActingRequest, pk: int, form: ActionForm, action: Callable[..., Pass]
) -> Pass | None:
    """Do something to the pass that a finding is about, or None where it cannot be done."""
    row = queries.record(request.acting, pk)
    if row.of_id is None:
        raise Http404
    if not form.is_valid():
        return None
    return form.run(action, request.acting, row.of_id, now=clock.now(), **form.cleaned_data)


def in_words(row: GateFinding) -> str:
    """What was found, in one sentence."""
    facts = {
        "n": row.count, "name": row.recorder.name if row.recorder else "",
        "place": row.place.label, "span": span(row.doubt), "apart": span(row.apart * 60),
    }  # fmt: skip
    if row.kind == FindingKind.TRIPS and row.first and row.second:
        facts |= {"first": row.first.place.label, "second": row.second.place.label}
        return _("Out at %(first)s, and %(apart)s later out at %(second)s.") % facts
    return _sentences()[row.kind] % facts


def _sentences() -> dict[str, str]:
    return {
        FindingKind.TRIPS: _("Out twice at %(place)s."),
        FindingKind.DOOR: _("%(name)s noted at %(place)s to which door they went."),
        FindingKind.CLOCK: _(
            "%(place)s, phone of %(name)s: the time may be off by %(span)s, crossings so recorded: %(n)s."
        ),
        FindingKind.GAP: _(
            "%(place)s, phone of %(name)s: records that never arrived, %(n)s of them."
        ),
    }


def evidence(row: GateFinding) -> str:
    """What a revocation can rest on, in the language of the street."""
    if row.first is None or row.second is None:
        return ""
    with override("zh-hans"):
        parts = [
            _("%(moment)s out at %(place)s (%(sure)s)")
            % {
                "moment": times.exact(each.at), "place": each.place.name,
                "sure": sureness(each.doubt),
            }
            for each in (row.first, row.second)
        ]  # fmt: skip
        return _("; ").join(parts)
