"""Who and what stands beside the tree: partner units and places."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.registry import access
from tongzhou.registry.actions import tree as actions
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.forms import PartnerForm, PlaceForm
from tongzhou.registry.views.page import STAFF, form_page
from tongzhou.ui import toasts

A_PAGE = 50
PARTNER_FIELDS = ("name", "name_en", "contact", "phone", "ended_on")
PLACE_FIELDS = ("compound", "kind", "name", "name_en", "longitude", "latitude")


@open_to(*STAFF)
def partners(request: ActingRequest) -> HttpResponse:
    """Companies, stations and schools that help carry the neighbourhood."""
    rows = access.partners(request.acting).order_by("ended_on", "name")
    context = {
        "kind": "partner",
        "title": _("Partner units"),
        "help": _("Companies, stations and schools that help carry the neighbourhood."),
        "add_url": reverse("registry:partner_add"),
        "add_label": _("Partner unit"),
        "edit_name": "registry:partner",
        "empty_title": _("No partner unit yet"),
        "empty_text": _("Whoever lends people, rooms or goods belongs here."),
    }
    return _listed(request, rows, context)


@open_to(*STAFF)
def places(request: ActingRequest) -> HttpResponse:
    """Gates, alley ends, depots, offices."""
    rows = access.places(request.acting).select_related("committee")
    rows = rows.order_by(F("ended_on").asc(nulls_first=True), "kind", "name")
    context = {
        "kind": "place",
        "title": _("Places"),
        "help": _("Anything one can stand at or store in: gates, alley ends, depots, offices."),
        "add_url": reverse("registry:place_add"),
        "add_label": _("Place"),
        "edit_name": "registry:place",
        "empty_title": _("No place yet"),
        "empty_text": _("Begin with the gates that are guarded."),
    }
    return _listed(request, rows, context)


def _listed(request: ActingRequest, rows: Any, context: dict[str, Any]) -> HttpResponse:
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/records.html", context | {"page": page})


@open_to(*STAFF)
def partner(request: ActingRequest, pk: int | None = None) -> HttpResponse:
    """One partner unit."""
    row = access.get_or_404(access.partners(request.acting), pk=pk) if pk else None
    given = {name: getattr(row, name) for name in PARTNER_FIELDS} if row else {}
    form = PartnerForm(request.POST or None, initial=given)
    if form.is_valid():
        told = form.cleaned_data
        saved = form.run(actions.save_partner, request.acting, pk, now=clock.now(), **told)
        if saved:
            toasts.say(request, _("Saved."))
            return redirect("registry:partners")
    return form_page(
        request,
        form,
        title=row.label if row else _("New partner unit"),
        help=_("Whom to call is erased half a year after the unit stopped helping."),
        back=reverse("registry:partners"),
        back_label=_("Partner units"),
    )


@open_to(*STAFF)
def place(request: ActingRequest, pk: int | None = None) -> HttpResponse:
    """One place."""
    row = access.get_or_404(access.places(request.acting), pk=pk) if pk else None
    given = {name: getattr(row, name) for name in (*PLACE_FIELDS, "committee")} if row else {}
    form = PlaceForm(request.POST or None, initial=given, acting=request.acting)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in PLACE_FIELDS}
        committee = form.cleaned_data["committee"].pk
        if form.run(
            actions.save_place, request.acting, pk, committee_id=committee, now=clock.now(), **told
        ):
            toasts.say(request, _("Saved."))
            return redirect("registry:places")
    return form_page(
        request,
        form,
        title=row.label if row else _("New place"),
        help=_("Longitude and latitude put the place on the map; both may stay empty."),
        back=reverse("registry:places"),
        back_label=_("Places"),
    )
