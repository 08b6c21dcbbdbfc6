"""How long what is kept, and changing it."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.accounts.doors import open_to
from tongzhou.core import clock
from tongzhou.privacy import actions, queries
from tongzhou.privacy.apps import READERS
from tongzhou.privacy.forms import RetentionForm
from tongzhou.privacy.retention import days_kept
from tongzhou.privacy.retention_words import CLASSES
from tongzhou.ui import toasts

KEEPERS = (Role.STREET_OFFICER, Role.ADMINISTRATOR)


@open_to(*READERS)
def retention(request: HttpRequest) -> HttpResponse:
    """Every class of personal data, why and how long it is kept, and what was erased."""
    now = clock.now()
    context = {
        "kept": queries.retention_table(now=now),
        "may_change": request.acting.role in KEEPERS,  # type: ignore[attr-defined]
        "now": now,
    }
    return render(request, "privacy/retention.html", context)


@open_to(*KEEPERS)
def set_retention(request: HttpRequest, name: str) -> HttpResponse:
    """Other days for one class, from a day on."""
    if name not in CLASSES:
        raise Http404
    now = clock.now()
    today = clock.local_date(now)
    given = {"days": days_kept(name, on=today), "effective_on": today + timedelta(days=1)}
    form = RetentionForm(request.POST or None, initial=given)
    actor = request.acting  # type: ignore[attr-defined]
    if form.is_valid():
        rule = form.run(actions.set_retention, name, **form.cleaned_data, actor=actor, now=now)
        if rule:
            toasts.say(request, _("Saved."))
            return redirect("privacy:retention")
    return render(request, "privacy/set_retention.html", {"form": form, "words": CLASSES[name]})
