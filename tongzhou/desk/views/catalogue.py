"""The catalogue of services."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.desk import access, actions
from tongzhou.desk.forms.catalogue import ServiceForm
from tongzhou.desk.queries.catalogue import shelves
from tongzhou.registry.access import get_or_404
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.ui import toasts

READERS = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)


@open_to(*READERS)
@require_GET
def catalogue(request: ActingRequest) -> HttpResponse:
    """Everything that can be asked for, by shelf."""
    context = {
        "shelves": shelves(request.acting),
        "may_edit": access.may_edit_catalogue(request.acting),
        "now": clock.now(),
    }
    return render(request, "desk/catalogue.html", context)


@open_to(*READERS)
@require_POST
def load(request: ActingRequest) -> HttpResponse:
    """Bring in the services of the default catalogue that are missing."""
    access.require_editor(request.acting)
    count = actions.load_catalogue(now=clock.now())
    toasts.say(request, _("%(count)d services added.") % {"count": count})
    return redirect("desk:catalogue")


@open_to(*READERS)
def edit(request: ActingRequest, key: str) -> HttpResponse:
    """Change a service; for secretaries and the street office."""
    access.require_editor(request.acting)
    row = get_or_404(access.services(request.acting).prefetch_related("steps"), key=key)
    form = ServiceForm(
        request.POST if request.method == "POST" else None, acting=request.acting, service=row
    )
    if request.method == "POST" and form.is_valid():
        done = form.run(
            actions.edit_service, request.acting, row, form.text(), now=clock.now(),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        if done is not None:
            toasts.say(request, _("Saved. The service counts as verified today."))
            return redirect("desk:catalogue")
    context = {"form": form, "service": row, "theirs": form.theirs(), "now": clock.now()}
    return render(request, "desk/service.html", context, status=422 if form.errors else 200)
