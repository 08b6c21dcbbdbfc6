"""The least change that fills what is empty: asked for, looked at, adopted or put aside."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from tongzhou.core import clock
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.roster.actions import repairs as actions
from tongzhou.roster.actions.steps import BUSY
from tongzhou.roster.choices import REPAIR_SECONDS, RepairState
from tongzhou.roster.queries import repairs as queries
from tongzhou.roster.queries.rosters import record
from tongzhou.roster.views.rosters import frame
from tongzhou.roster.views.shown import STAFF
from tongzhou.ui import toasts


@open_to(*STAFF)
def repair(request: ActingRequest, pk: int) -> HttpResponse:
    """The newest repair of a roster: how far it is, or who would change."""
    now, acting = clock.now(), request.acting
    row = record(acting, pk)
    found = queries.newest(acting, row)
    changes = queries.changes(acting, row, found) if found else None
    shown = changes.people if changes else set()
    record_view(acting, "roster.repair", now=now, volunteers=shown)
    context = {
        **frame(request, row, now=now, view="repair"), "found": found, "changes": changes,
        "is_stale": found is not None and found.version != row.version, **_progress(found),
    }  # fmt: skip
    return render(request, "roster/repair.html", context)


def _progress(found: Any) -> dict[str, Any]:
    is_asked = _is_asked(found)
    done = found.job.done if is_asked else 0
    has_failed = (
        bool(found) and not is_asked and found.state in (RepairState.ASKED, RepairState.FAILED)
    )
    return {
        "is_asked": is_asked, "has_failed": has_failed, "done": done, "seconds": REPAIR_SECONDS,
    }  # fmt: skip


def _is_asked(found: Any) -> bool:
    """Whether somebody works on it."""
    is_there = found is not None and found.state == RepairState.ASKED
    return is_there and found.job is not None and found.job.state in BUSY


@open_to(*STAFF)
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """How far it is; when it is over the page itself comes."""
    row = record(request.acting, pk)
    found = queries.newest(request.acting, row)
    if not _is_asked(found):
        return HttpResponseClientRedirect(reverse("roster:repair", args=[pk]))
    context = {"row": row, "found": found, **_progress(found)}
    return render(request, "roster/repair_progress.html", context)


@open_to(*STAFF)
@require_POST
def ask(request: ActingRequest, pk: int) -> HttpResponse:
    """Have it worked out."""
    actions.ask(request.acting, pk, now=clock.now())
    return redirect("roster:repair", pk)


@open_to(*STAFF)
@require_POST
def adopt(request: ActingRequest, pk: int, repair: int) -> HttpResponse:
    """All of it at once; then those it concerns are called."""
    actions.adopt(request.acting, pk, repair=repair, now=clock.now())
    version = record(request.acting, pk).version
    undo = reverse("roster:undo", args=[pk, version])
    toasts.say(request, _("Adopted. Now tell those whom it concerns."), undo_url=undo)
    return redirect("roster:tell", pk)


@open_to(*STAFF)
@require_POST
def drop(request: ActingRequest, pk: int, repair: int) -> HttpResponse:
    """Not this one."""
    actions.drop(request.acting, pk, repair=repair, now=clock.now())
    toasts.say(request, _("Put aside. Nothing changed."))
    return redirect("roster:roster", pk)
