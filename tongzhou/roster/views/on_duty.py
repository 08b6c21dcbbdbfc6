"""Who is on duty now, and writing it down for those who do not do it on their own page."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster.actions import presses
from tongzhou.roster.forms_hours import PressForm
from tongzhou.roster.queries import on_duty as queries
from tongzhou.roster.views.shown import LEADERS, SIZES, committees, number
from tongzhou.ui import toasts


@open_to(*LEADERS)
def page(request: ActingRequest) -> HttpResponse:
    """Who is on duty, who has not begun, who went without a word, what was handed over."""
    now, acting = clock.now(), request.acting
    committee = number(request, "committee", 0)
    board = queries.board(acting, now=now, committee=committee)
    page = Paginator(board.lines, SIZES[1]).get_page(request.GET.get("page"))
    notes = queries.notes(acting, now=now, committee=committee) if page.number == 1 else []
    shown = {line.row.volunteer_id for line in page} | {note.volunteer.pk for note in notes}
    record_view(acting, "roster.on_duty", now=now, volunteers=shown)
    context = {
        "board": board, "shown": board.only(list(page)), "page": page, "notes": notes,
        "now": now, "committee": committee,
        "committees": committees(acting) if acting.is_whole_street else (),
    }  # fmt: skip
    return render(request, "roster/on_duty.html", context)


@open_to(*LEADERS)
@require_POST
def press(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody began, paused, came back, ended, handed over."""
    form = PressForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Choose a time during this duty that is not in the future."))
    wall = form.cleaned_data["wall"]
    done = presses.press(request.acting, pk, **form.press(), wall=wall, now=clock.now())
    undo = f"{reverse('roster:undo_press', args=[pk])}?mark={done.pk}"
    toasts.say(request, _("Written down."), undo_url=undo)
    return redirect(_back(request))


@open_to(*LEADERS)
@require_POST
def undo(request: ActingRequest, pk: int) -> HttpResponse:
    """The last press was a mistake."""
    presses.undo(request.acting, pk, mark=number(request, "mark", 0), now=clock.now())
    toasts.say(request, _("Undone."))
    return redirect(_back(request))


def _back(request: ActingRequest) -> str:
    """To the committee one was looking at."""
    page, committee = reverse("roster:on_duty"), number(request, "committee", 0)
    return f"{page}?committee={committee}" if committee else page
