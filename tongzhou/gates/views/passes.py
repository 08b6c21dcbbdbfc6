"""Passes: the list, one record, issuing one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.core import clock
from tongzhou.gates import actions
from tongzhou.gates.forms import IssueForm
from tongzhou.gates.queries import passes as queries
from tongzhou.gates.views.panels import panels
from tongzhou.gates.views.shown import SIZES, STAFF, log, number
from tongzhou.privacy.access_log import record_view
from tongzhou.registry import access as registry
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.picking import Picked
from tongzhou.ui import toasts

WORDS = {
    "active": gettext_lazy("In use"),
    "unprinted": gettext_lazy("Not yet printed"),
    "waiting": gettext_lazy("Second signature missing"),
    "revoked": gettext_lazy("Revoked"),
    "lost": gettext_lazy("Lost"),
    "replaced": gettext_lazy("Replaced"),
    "expired": gettext_lazy("Expired"),
}


@open_to(*STAFF)
def listing(request: ActingRequest) -> HttpResponse:
    """All passes of the committee (of the street)."""
    now = clock.now()
    text, sort = request.GET.get("q", "").strip(), request.GET.get("sort", "")
    asked = request.GET.get("show", "")
    shown = asked if asked in WORDS else "active"
    found = queries.listing(request.acting, shown, text=text, sort=sort)
    size = min(number(request, "size", SIZES[1]), SIZES[-1])
    page = Paginator(found.rows, size).get_page(request.GET.get("page"))
    log(request, "passes", page.object_list, now=now)
    chips = [(name, word, found.counts[name], name == shown) for name, word in WORDS.items()]
    context = {"page": page, "chips": chips, "shown": shown, "text": text, "now": now}
    return render(request, "gates/passes.html", context)


@open_to(*STAFF)
def card(request: ActingRequest, pk: int) -> HttpResponse:
    """One pass: whose, until when, what happened, what can be done."""
    return show(request, pk)


def show(request: ActingRequest, pk: int, **bound: Any) -> HttpResponse:
    """The record page; `bound` are forms that failed, by panel, which open again."""
    now = clock.now()
    found = queries.record(request.acting, pk)
    record_view(
        request.acting, "gates.pass", now=now, residents=found.resident_ids,
        households=[found.card.household_id],
    )  # fmt: skip
    context = {
        "record": found,
        "card": found.card,
        "panels": panels(found.card, bound),
        "now": now,
    }
    return render(request, "gates/pass.html", context, status=422 if bound else 200)


@open_to(*STAFF)
def issue(request: ActingRequest) -> HttpResponse:
    """A pass for one household."""
    form = IssueForm(request.POST or None, initial=_asked(request))
    if form.is_valid():
        made = form.run(
            actions.issue, request.acting, form.cleaned_data["who"].household_id,
            is_essential=form.cleaned_data["is_essential"], now=clock.now(),
        )  # fmt: skip
        if made:
            toasts.say(request, _("Issued. Print it, or show it on the household's own page."))
            return redirect("gates:pass", made.pk)
    form.fields["who"].widget.picked = _picked(request, form["who"].value())
    context = {"form": form}
    return render(request, "gates/issue.html", context, status=422 if form.is_bound else 200)


def _asked(request: ActingRequest) -> dict[str, str]:
    """The household given in the address, if one may know it."""
    pk = number(request, "household", 0)
    known = pk and registry.households(request.acting).filter(pk=pk).exists()
    return {"who": str(Picked(pk))} if known else {}


def _picked(request: ActingRequest, value: str | None) -> str:
    """Which door is picked, in words."""
    picked = Picked.parse(value or "")
    rows = registry.households(request.acting).select_related("building__compound")
    home = rows.filter(pk=picked.household_id).first() if picked else None
    return home.place if home else ""
