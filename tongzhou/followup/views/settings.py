"""The values in force, and from when new ones hold."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.followup import actions
from tongzhou.followup.forms import PolicyForm
from tongzhou.followup.queries.policy import policy_book
from tongzhou.registry import access as registry
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts


@open_to(Role.STREET_OFFICER)
def policy(request: ActingRequest) -> HttpResponse:
    """Set days, windows, alarm temperature and quota from a day on."""
    now, acting = clock.now(), request.acting
    office = registry.office(acting)
    book = policy_book(acting, office.pk if office else 0)
    today = clock.local_date(now)
    initial = PolicyForm.initial_of(book.on(today)) | {"effective_on": today}
    form = PolicyForm(request.POST or None, initial=initial)
    if (
        office
        and form.is_valid()
        and form.run(actions.set_policy, acting, office.pk, now=now, **form.values())
    ):
        toasts.say(request, _("In force from that day on."))
        return redirect("followup:policy")
    context = {"form": form, "policies": list(reversed(book.rows)), "now": now}
    return render(request, "followup/policy.html", context, status=422 if form.is_bound else 200)
