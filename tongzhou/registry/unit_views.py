"""Pages about the units of the street."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.registry import access
from tongzhou.registry.actions import units as actions
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.member_forms import UnitForm
from tongzhou.ui import toasts

NAMERS = (Role.STREET_OFFICER, Role.ADMINISTRATOR)
ADDERS = {"committee": actions.add_committee, "department": actions.add_department}


@open_to(*NAMERS)
def units(request: ActingRequest) -> HttpResponse:
    """The street office, its committees and its departments."""
    context = {
        "office": access.office(request.acting),
        "committees": access.committees(request.acting),
        "departments": access.departments(request.acting),
    }
    return render(request, "registry/units.html", context)


@open_to(*NAMERS)
def add_unit(request: ActingRequest, kind: str) -> HttpResponse:
    """A further committee or department."""
    if kind not in ADDERS:
        raise Http404
    form = UnitForm(request.POST or None)
    if form.is_valid():
        added = form.run(ADDERS[kind], request.acting, **form.cleaned_data, now=clock.now())
        if added:
            toasts.say(request, _("Saved."))
            return redirect("registry:units")
    return render(request, "registry/unit.html", {"form": form, "kind": kind})


@open_to(*NAMERS)
def unit(request: ActingRequest, kind: str, pk: int) -> HttpResponse:
    """Name and telephone of one unit."""
    if kind not in {"office", *ADDERS}:
        raise Http404
    row = access.get_or_404(access.units(request.acting, kind), pk=pk)
    given = {"name": row.name, "name_en": row.name_en, "phone": row.phone}
    form = UnitForm(request.POST or None, initial=given)
    if form.is_valid():
        rename = actions.rename_unit
        named = form.run(rename, request.acting, kind, pk, **form.cleaned_data, now=clock.now())
        if named:
            toasts.say(request, _("Saved."))
            return redirect("registry:units")
    return render(request, "registry/unit.html", {"form": form, "kind": kind, "unit": row})
