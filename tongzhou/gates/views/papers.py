"""Passes on paper: A4, to be cut apart."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.core.papers import typeset
from tongzhou.gates import access, actions
from tongzhou.gates.choices import PassState
from tongzhou.gates.models import Pass
from tongzhou.gates.queries.compounds import to_print
from tongzhou.gates.queries.passes import ADDRESS
from tongzhou.gates.queries.rules import rule_books
from tongzhou.gates.sentences import in_one_sentence
from tongzhou.gates.views.compounds import building_of, compound_of
from tongzhou.gates.views.shown import STAFF, log
from tongzhou.registry.access import get_or_404
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts
from tongzhou.ui.codes import qr_drawing

LANGUAGES = ("zh-hans", "en")


@open_to(*STAFF)
@require_POST
def sheet(request: ActingRequest, pk: int) -> HttpResponse:
    """The passes of a compound or of one building of it."""
    place = compound_of(request, pk)
    only_new = request.POST.get("which") != "all"
    rows = to_print(request.acting, place, building_id=building_of(request), only_new=only_new)
    cards = list(rows)
    if not cards:
        toasts.say(request, _("There is nothing to print: no pass, or all are printed."))
        return redirect("gates:compound", pk)
    return _printed(request, cards, f"passes-{pk}.pdf")


@open_to(*STAFF)
@require_POST
def single(request: ActingRequest, pk: int) -> HttpResponse:
    """One pass, at the top of a sheet."""
    rows = access.passes(request.acting).filter(state=PassState.ACTIVE)
    card = get_or_404(rows.select_related(ADDRESS, "committee", "key"), pk=pk)
    return _printed(request, [card], f"pass-{card.spoken}.pdf")


def _printed(request: ActingRequest, cards: Sequence[Pass], name: str) -> HttpResponse:
    now = clock.now()
    log(request, "sheet", cards, now=now)
    asked = request.POST.get("lang", "")
    with translation.override(asked if asked in LANGUAGES else translation.get_language()):
        pdf = typeset("gates/passes", {"cards": printable(request, cards)})
    actions.mark_printed(request.acting, cards, now=now)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def printable(request: ActingRequest, cards: Sequence[Pass]) -> list[dict[str, Any]]:
    """What stands on each pass, in the language in force."""
    books = rule_books(request.acting, {card.committee_id for card in cards})
    today = clock.local_date(clock.now())
    words = {pk: in_one_sentence(book.on(today)) for pk, book in books.items()}
    return [_card(card, words[card.committee_id]) for card in cards]


def _card(card: Pass, allows: str) -> dict[str, Any]:
    drawing = qr_drawing(card.token)
    until = localtime(card.until)
    day = date_format(until, pgettext("date format, paper", "j F Y"))
    return {
        "place": card.household.building.compound.label,
        "door": card.household.door,
        "committee": card.committee.label,
        "phone": card.committee.phone,
        "code": card.spoken,
        "until": f"{day} {until:%H:%M}",
        "allows": allows,
        "is_essential": card.is_essential,
        "path": drawing.path,
        "side": drawing.side,
    }
