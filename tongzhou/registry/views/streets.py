"""The street from above: committees, compounds, buildings, neighbour groups."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.core.errors import Refusal
from tongzhou.privacy.access_log import record_view
from tongzhou.registry import access
from tongzhou.registry.actions import tree as actions
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.forms import BuildingForm, CompoundForm
from tongzhou.registry.queries import tree as queries
from tongzhou.registry.views.page import CARERS, STAFF, form_page
from tongzhou.ui import toasts

COMPOUND_FIELDS = ("name", "name_en", "address", "has_property_management")


@open_to(*CARERS)
def tree(request: ActingRequest) -> HttpResponse:
    """Committees with their compounds and counts."""
    context = {
        "office": access.office(request.acting),
        "lines": queries.tree(request.acting),
        "may_edit": request.acting.is_staff,
    }
    return render(request, "registry/tree.html", context)


@open_to(*CARERS)
def compound(request: ActingRequest, pk: int) -> HttpResponse:
    """Every door of a compound."""
    row = queries.compound(request.acting, pk)
    grids = queries.grids(request.acting, row)
    context = {"compound": row, "grids": grids, "may_edit": request.acting.is_staff}
    return render(request, "registry/compound.html", context)


@open_to(*STAFF)
def compound_add(request: ActingRequest) -> HttpResponse:
    """A further compound."""
    return _compound(request, None, {"has_property_management": True}, _("New compound"))


@open_to(*STAFF)
def compound_edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Name, address and management of a compound."""
    row = queries.compound(request.acting, pk)
    given = {name: getattr(row, name) for name in COMPOUND_FIELDS} | {"committee": row.committee}
    return _compound(request, pk, given, row.label)


def _compound(
    request: ActingRequest, pk: int | None, given: dict[str, object], title: str
) -> HttpResponse:
    acting = request.acting
    form = CompoundForm(request.POST or None, initial=given, acting=acting)
    if pk:
        form.fields["committee"].disabled = True
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in COMPOUND_FIELDS}
        committee = form.cleaned_data["committee"].pk
        saved = form.run(
            actions.save_compound, acting, pk, committee_id=committee, now=clock.now(), **told
        )
        if saved:
            toasts.say(request, _("Saved."))
            return redirect("registry:compound", saved.pk)
    back = reverse("registry:compound", args=[pk]) if pk else reverse("registry:tree")
    words = _("The name is what people say and what rosters write.")
    return form_page(
        request, form, title=title, help=words, back=back, back_label=_("Street and households")
    )


@open_to(*CARERS)
def building(request: ActingRequest, pk: int) -> HttpResponse:
    """Everybody in a building, door by door."""
    row = queries.building(request.acting, pk)
    homes = queries.homes_of(request.acting, row)
    record_view(
        request.acting,
        "registry.building",
        now=clock.now(),
        residents=[person.pk for home in homes for person in home.people],
        households=[home.household.pk for home in homes],
    )
    context = {"building": row, "homes": homes, "may_edit": request.acting.is_staff}
    return render(request, "registry/building.html", context)


@open_to(*STAFF)
def building_add(request: ActingRequest, pk: int) -> HttpResponse:
    """A further building of a compound."""
    row = queries.compound(request.acting, pk)
    form = BuildingForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data | {"walk_order": form.cleaned_data["walk_order"] or 0}
        if form.run(actions.add_building, request.acting, pk, now=clock.now(), **told):
            toasts.say(request, _("Saved."))
            return redirect("registry:compound", pk)
    return form_page(
        request,
        form,
        title=_("New building"),
        help=_("A building, or a courtyard with a number of its own."),
        back=reverse("registry:compound", args=[pk]),
        back_label=row.label,
    )


@open_to(*STAFF)
def groups(request: ActingRequest, pk: int) -> HttpResponse:
    """Neighbour groups of a compound; a press makes groups of the doors that are in none."""
    row = queries.compound(request.acting, pk)
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in {"five", "ten"}:
            raise Refusal(_("Choose groups of five or of ten."))
        count = actions.make_groups(request.acting, pk, kind, now=clock.now())
        toasts.say(request, _("Groups made: %(n)s") % {"n": count})
        return redirect("registry:groups", pk)
    lines = queries.groups(request.acting, row)
    record_view(
        request.acting,
        "registry.groups",
        now=clock.now(),
        residents=[line.group.leader_id for line in lines if line.group.leader_id],
    )
    return render(
        request, "registry/groups.html", {"compound": row, "lines": lines, "may_edit": True}
    )


@open_to(*STAFF)
def group_leader(request: ActingRequest, pk: int) -> HttpResponse:
    """Who of the group leads it."""
    group = access.get_or_404(access.groups(request.acting).select_related("compound"), pk=pk)
    people = queries.people_of_group(request.acting, group)
    if request.method == "POST":
        chosen = request.POST.get("resident", "")
        leader = int(chosen) if chosen.isdecimal() else None
        actions.name_leader(request.acting, pk, leader, now=clock.now())
        toasts.say(request, _("Saved."))
        return redirect("registry:groups", group.compound_id)
    record_view(request.acting, "registry.group", now=clock.now(), residents=[p.pk for p in people])
    return render(request, "registry/group_leader.html", {"group": group, "people": people})
