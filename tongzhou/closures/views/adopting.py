"""A plan is adopted after its consequences were read."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tongzhou.closures.actions import adopting as actions
from tongzhou.closures.choices import REVIEW_DAYS
from tongzhou.closures.forms.barriers import AdoptForm
from tongzhou.closures.queries import adopting as queries
from tongzhou.closures.queries import plans
from tongzhou.closures.views.plans import show
from tongzhou.closures.views.shown import STAFF
from tongzhou.core import clock
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts


@open_to(*STAFF)
def adopt(request: ActingRequest, pk: int) -> HttpResponse:
    """What would be built, stay and go; pressed, the plan is in force."""
    row, now = plans.plan(request.acting, pk), clock.now()
    if not row.is_ready and request.method == "GET":
        return redirect("closures:plan", pk)
    first = {"review_on": clock.local_date(now) + timedelta(days=REVIEW_DAYS)}
    form = AdoptForm(request.POST or None, initial=first)
    if form.is_valid():
        done = form.run(actions.adopt, request.acting, pk, now=now, **form.cleaned_data)
        if done:
            toasts.say(request, _adopted(len(done.to_build)))
            view = "build" if done.to_build else "live"
            return redirect(reverse("closures:barriers", query={"view": view}))
    found = queries.consequences(request.acting, row)
    context = {
        "plan": row, "form": form, "found": found,
        "may": queries.may_adopt(request.acting, row) and row.is_ready and not row.is_in_force,
        "kinds": [(kind, sum(c.given["kind"] == kind for c in found.to_build)) for kind in plans.KINDS],
    }  # fmt: skip
    return render(request, "closures/adopt.html", context, status=422 if form.is_bound else 200)


@open_to(*STAFF)
@require_POST
def review(request: ActingRequest, pk: int) -> HttpResponse:
    """Still needed, until another day."""
    form = AdoptForm(request.POST)
    if form.is_valid():
        now = clock.now()
        row = form.run(actions.keep_until, request.acting, pk, now=now, **form.cleaned_data)
        if row:
            toasts.say(request, _("Noted: the closure is still needed."))
            return redirect("closures:plan", pk)
    return show(request, pk, review_form=form)


def _adopted(count: int) -> str:
    if not count:
        return _("The plan is in force. Nothing new has to be built.")
    return ngettext(
        "The plan is in force: %(n)s barrier is to be built.",
        "The plan is in force: %(n)s barriers are to be built.",
        count,
    ) % {"n": count}
