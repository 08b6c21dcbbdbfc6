"""On a volunteer's own page: the duty that runs now, the hours, and a certificate of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.roster.actions import certificates, presses, thanking
from tongzhou.roster.forms_hours import PressForm
from tongzhou.roster.models import Volunteer
from tongzhou.roster.queries import certificates as papers
from tongzhou.roster.views.certificates import printed
from tongzhou.roster.views.own import by_link
from tongzhou.ui import toasts


@require_POST
@by_link
def press(request: HttpRequest, token: str, row: Volunteer, pk: int) -> HttpResponse:
    """I begin, I rest, I am back, I end, I hand over."""
    form = PressForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Press the button once more."))
    done = presses.press_own(token, pk, **form.press(), now=clock.now())
    undo = f"{reverse('roster:own_undo', args=[token, pk])}?mark={done.pk}"
    toasts.say(request, _("Written down. Thank you."), undo_url=undo)
    return redirect("roster:own", token)


@require_POST
@by_link
def undo(request: HttpRequest, token: str, row: Volunteer, pk: int) -> HttpResponse:
    """The last press was a mistake."""
    asked = request.GET.get("mark", "")
    mark = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    presses.undo_own(token, pk, mark=mark, now=clock.now())
    toasts.say(request, _("Undone."))
    return redirect("roster:own", token)


@require_POST
@by_link
def thanks(request: HttpRequest, token: str, row: Volunteer) -> HttpResponse:
    """May be thanked by name, or may not."""
    may = request.POST.get("may") == "1"
    thanking.agree_own(token, may=may, now=clock.now())
    said = _("We thank you by name.") if may else _("We thank you without your name.")
    toasts.say(request, said)
    return redirect("roster:own", token)


@require_POST
@by_link
def issue(request: HttpRequest, token: str, row: Volunteer) -> HttpResponse:
    """A certificate of all that was served until today."""
    done = certificates.issue_own(token, now=clock.now())
    return redirect("roster:own_certificate", token, done.pk)


@by_link
def certificate(request: HttpRequest, token: str, row: Volunteer, pk: int) -> HttpResponse:
    """The paper itself."""
    return printed(request, papers.own_paper(row, pk))
