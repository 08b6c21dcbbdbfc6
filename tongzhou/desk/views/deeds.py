"""Doing something to a request: its own small page, or at once from a card."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.core.work import Text
from tongzhou.desk import access
from tongzhou.desk.choices import State
from tongzhou.desk.forms.deeds import DeedForm
from tongzhou.desk.forms.table import AT_ONCE, BY_KEY, Deed
from tongzhou.desk.models import ServiceRequest
from tongzhou.desk.queries import record
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.acting import Acting
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts

OFFICE = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER, Role.DEPARTMENT_DESK})
WORKERS = OFFICE | access.RUNNERS


@open_to(*WORKERS)
def deed(request: ActingRequest, code: str, deed: str) -> HttpResponse:
    """The form of one deed; what was typed stays when it is refused."""
    now = clock.now()
    row = record.one(request.acting, code)
    chosen = _chosen(request, row, deed)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = chosen.form(*sent, acting=request.acting, row=row, now=now)
    if request.method == "POST" and form.is_valid():
        done = form.run(chosen.action, request.acting, row, now=now, **form.kwargs_of())
        if done is not None:
            toasts.say(request, chosen.said, undo_url=undo_of(row, chosen.to))
            return redirect(page_of(request.acting, row, is_errand=chosen.is_errand))
    log(request, "desk.deed", row, now)
    theirs = _theirs(request.acting, form)
    context = {
        "row": row, "deed": chosen, "form": form, "theirs": theirs, "now": now,
        "back": page_of(request.acting, row, is_errand=chosen.is_errand),
        "name": name_of(request.acting, row),
    }  # fmt: skip
    return render(request, "desk/deed.html", context, status=422 if form.errors else 200)


def undo_of(row: ServiceRequest, to: State | None) -> str:
    """Where a closing word is taken back: pressed for the wrong request, it is opened again."""
    return reverse("desk:deed", args=[row.code, "reopen"]) if to == State.CONFIRMED else ""


def _chosen(request: ActingRequest, row: ServiceRequest, key: str) -> Deed:
    """The deed, if it is offered. One sent after somebody else acted gets its sentence."""
    chosen = BY_KEY.get(key)
    if chosen is None:
        raise Http404
    if request.method == "GET" and not chosen.is_for(row, access.parts(request.acting, row)):
        raise Http404
    return chosen


def _theirs(acting: Acting, form: DeedForm) -> list[tuple[str, str]]:
    """What the other wrote, when somebody was faster."""
    if not form.is_bound or "version" not in form.cleaned_data:
        return []
    fresh = record.one(acting, form.row.code)
    return form.theirs() if form.renew(fresh) else []


@open_to(*WORKERS)
@require_POST
def quick(request: ActingRequest, code: str, deed: str) -> HttpResponse:
    """One press in place; the answer takes the card's place."""
    now = clock.now()
    row = record.one(request.acting, code)
    chosen = BY_KEY[deed] if deed in AT_ONCE else None
    if chosen is None:
        raise Http404
    chosen.action(request.acting, row, now=now)
    return done_card(request, row, chosen.said)


def done_card(
    request: ActingRequest, row: ServiceRequest, label: Text, *, undo_url: str = ""
) -> HttpResponse:
    """A card that says what was done; without script, back to where the press was."""
    url = page_of(request.acting, row)
    if not request.htmx:
        toasts.say(request, label, undo_url=undo_url)
        return redirect(url)
    context = {"name": name_of(request.acting, row), "label": label, "url": url}
    answer = render(request, "desk/parts/done_card.html", context)
    return toasts.say_now(answer, label, undo_url=undo_url) if undo_url else answer


def name_of(acting: Acting, row: ServiceRequest) -> str:
    """What a request is called: for helpers by its code, for it may be about an illness."""
    return row.code if acting.role in access.RUNNERS else f"{row.service.label} · {row.code}"


def page_of(acting: Acting, row: ServiceRequest, *, is_errand: bool = False) -> str:
    """The page of a request that somebody has: helpers have only the errand and the door."""
    if acting.role in access.RUNNERS:
        own = getattr(row, "errand", None)
        is_own = own is not None and own.runner_id == acting.user_id
        return reverse("desk:errand", args=[row.code]) if is_own else reverse("desk:errands")
    return reverse("desk:errand" if is_errand else "desk:request", args=[row.code])


def log(request: ActingRequest, page: str, row: ServiceRequest, now: datetime) -> None:
    """Note that a page about a request was shown."""
    sees_door = request.acting.role != Role.DEPARTMENT_DESK
    record_view(
        request.acting,
        page,
        now=now,
        residents=[row.resident_id] if row.resident_id else (),
        households=[row.household_id] if row.household_id and sees_door else (),
    )
