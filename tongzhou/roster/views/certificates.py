"""Certificates of hours: given out, printed, revoked, and the page that says whether one is genuine."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.core.papers import typeset
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster import sentences
from tongzhou.roster.actions import certificates as actions
from tongzhou.roster.forms_hours import IssueForm, RevokeForm
from tongzhou.roster.queries import certificates as queries
from tongzhou.roster.queries.certificates import Paper
from tongzhou.roster.views.papers import LANGUAGES
from tongzhou.roster.views.shown import STAFF, log
from tongzhou.ui import toasts
from tongzhou.ui.codes import qr_drawing


@open_to(*STAFF)
@require_POST
def issue(request: ActingRequest, pk: int) -> HttpResponse:
    """A certificate for some days; the paper opens from the list."""
    form = IssueForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Choose a first and a last day, none of them in the future."))
    done = actions.issue(request.acting, pk, **form.cleaned_data, now=clock.now())
    toasts.say(request, _("Certificate %(number)s is ready to print.") % {"number": done.number})
    return redirect("roster:hours_of", pk)


@open_to(*STAFF)
def paper(request: ActingRequest, pk: int) -> HttpResponse:
    """The paper, as often as needed."""
    found = queries.paper(request.acting, pk)
    log(request, "certificate", [found.row.volunteer], now=clock.now())
    return printed(request, found)


@open_to(*STAFF)
@require_POST
def reissue(request: ActingRequest, pk: int) -> HttpResponse:
    """A new paper; the old one does not hold any more."""
    done = actions.reissue(request.acting, pk, now=clock.now())
    said = _("Certificate %(number)s takes its place; the old paper does not hold any more.")
    toasts.say(request, said % {"number": done.number})
    return redirect("roster:hours_of", done.volunteer_id)


@open_to(*STAFF)
@require_POST
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """The paper does not hold any more."""
    form = RevokeForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Say why it does not hold any more."))
    done = actions.revoke(request.acting, pk, **form.cleaned_data, now=clock.now())
    toasts.say(request, _("Revoked. Whoever checks the paper reads so."))
    return redirect("roster:hours_of", done.volunteer_id)


def check(request: HttpRequest, code: str) -> HttpResponse:
    """For whoever holds the paper: whether it is genuine, and what it says."""
    try:
        found = queries.of_code(code)
    except Http404:
        return render(request, "roster/certificate.html", {"found": None}, status=404)
    context = {"found": found, "row": found.row, "now": clock.now()}
    return render(request, "roster/certificate.html", context)


def printed(request: HttpRequest, found: Paper) -> HttpResponse:
    """One sheet in both languages."""
    if found.is_erased or found.row.revoked_at:
        raise Refusal(_("This certificate does not hold any more. Issue a new one."))
    pdf = typeset("roster/certificate", _words(request, found))
    name = f'inline; filename="certificate-{found.row.number}.pdf"'
    headers = {"Content-Disposition": name}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _words(request: HttpRequest, found: Paper) -> dict[str, Any]:
    url = request.build_absolute_uri(reverse("roster:certificate", args=[found.code]))
    drawing = qr_drawing(url)
    row = found.row
    return {
        "name": found.name, "number": row.number, "duties": row.duties, "url": url,
        "path": drawing.path, "side": drawing.side,
        "phone": row.committee.phone, **{lang[:2]: _in(lang, found) for lang in LANGUAGES},
    }  # fmt: skip


def _in(lang: str, found: Paper) -> dict[str, str]:
    """What differs between the languages of the sheet."""
    row = found.row
    with translation.override(lang):
        return {
            "committee": row.committee.label,
            "first": _day(row.first_on),
            "last": _day(row.last_on),
            "issued": _day(clock.local_date(row.issued_at)),
            "served": sentences.lasting(row.minutes),
            "nights": sentences.lasting(row.night_minutes),
            "credited": sentences.lasting(found.credited),
        }


def _day(day: Any) -> str:
    return date_format(day, pgettext("day of a certificate", "j F Y"))
