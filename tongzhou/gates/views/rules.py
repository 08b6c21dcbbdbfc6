"""The rules of the gates: for everybody to read, for the head of a committee to set."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.gates import actions
from tongzhou.gates.forms import RulesForm
from tongzhou.gates.models import GateRule
from tongzhou.gates.queries.rules import RuleBook, rule_book
from tongzhou.gates.sentences import compared, sentences
from tongzhou.gates.views.shown import STAFF
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts


def public(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds at a committee's gates, in words for everybody; no sign-in."""
    system, now = Acting.system(), clock.now()
    committee = registry.get_or_404(registry.committees(system), pk=pk)
    book = rule_book(system, committee.office_id, committee.pk)
    today = clock.local_date(now)
    context = {
        "committee": committee,
        "sentences": sentences(book.on(today)),
        "coming": _coming(book, today),
        "since": book.on(today).effective_on if book.on(today).pk else None,
        "now": now,
    }
    return render(request, "gates/public_rules.html", context)


@open_to(*STAFF)
def rules(request: ActingRequest) -> HttpResponse:
    """What holds, what comes, what was; and setting anew, read in sentences before it holds."""
    now, acting = clock.now(), request.acting
    office = registry.office(acting)
    book = rule_book(acting, office.pk if office else 0, acting.committee_id)
    today = clock.local_date(now)
    initial = RulesForm.initial_of(book.on(today)) | {"effective_on": today}
    form = RulesForm(request.POST or None, initial=initial)
    preview = None
    if actions.may_set(acting) and form.is_valid():
        day, values = form.cleaned_data["effective_on"], form.values()
        if request.POST.get("step") == "set":
            if form.run(actions.set_rules, acting, effective_on=day, now=now, **values):
                toasts.say(request, _("In force from that day on."))
                return redirect("gates:rules")
        else:
            preview = _preview(book, actions.proposed(acting, day, values), day)
    context = _context(acting, book, today) | {"form": form, "preview": preview, "now": now}
    failed = bool(form.is_bound and form.errors)
    return render(request, "gates/rules.html", context, status=422 if failed else 200)


def _context(acting: Acting, book: RuleBook, today: date) -> dict[str, Any]:
    return {
        "sentences": sentences(book.on(today)),
        "coming": _coming(book, today),
        "history": _history(book, today),
        "may_set": actions.may_set(acting),
        "is_whole_street": acting.committee_id is None,
        "committee_id": acting.committee_id,
        "today": today,
    }


def _preview(book: RuleBook, rule: GateRule, day: date) -> dict[str, Any]:
    told = compared(book.on(day), rule)
    return {"day": day, "sentences": told, "changes": sum(one.is_new for one in told)}


def _coming(book: RuleBook, today: date) -> list[dict[str, Any]]:
    """Rules that begin later, with what they say otherwise."""
    return [_entry(book, rule) for rule in book.after(today)]


def _history(book: RuleBook, today: date) -> list[dict[str, Any]]:
    begun = [rule for rule in book.rows if rule.effective_on <= today]
    return [_entry(book, rule) for rule in sorted(begun, key=lambda r: r.effective_on)[::-1]]


def _entry(book: RuleBook, rule: GateRule) -> dict[str, Any]:
    told = compared(book.before(rule), rule)
    return {"rule": rule, "changes": [one for one in told if one.is_new]}
