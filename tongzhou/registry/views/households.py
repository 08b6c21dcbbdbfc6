"""Keeping the records of households and residents."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.core import clock
from tongzhou.privacy.access_log import record_view
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry.actions import households as actions
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.forms import (
    HouseholdForm,
    MoveForm,
    MoveOutForm,
    NewHouseholdForm,
    NewResidentForm,
    RecordForm,
    ResidentForm,
)
from tongzhou.registry.masking import masked_number
from tongzhou.registry.models import Household, Resident
from tongzhou.registry.queries import households as queries
from tongzhou.registry.queries import tree
from tongzhou.registry.rights import may_see_looks
from tongzhou.registry.views.page import STAFF, form_page
from tongzhou.ui import toasts


@open_to(*STAFF)
def household_add(request: ActingRequest, pk: int) -> HttpResponse:
    """A further door in a building."""
    building = tree.building(request.acting, pk)
    form = NewHouseholdForm(request.POST or None)
    if form.is_valid():
        door = {"unit": form.cleaned_data["unit"], "room": form.cleaned_data["room"]}
        made = form.run(
            actions.add_household, request.acting, pk, told=form.told(), now=clock.now(), **door
        )
        if made:
            toasts.say(request, _("Saved."))
            return redirect("workflows:household", made)
    return form_page(
        request,
        form,
        title=_("New household"),
        sub=f"{building.compound.label} {building.name}",
        help=_("Everything but the room may stay unknown."),
        back=reverse("registry:building", args=[pk]),
        back_label=building.name,
    )


@open_to(*STAFF)
def household_edit(request: ActingRequest, pk: int) -> HttpResponse:
    """What is known about a household, and who lives there."""
    home, people = queries.household_with_residents(request.acting, pk)
    given = _told_of_household(home)
    form = HouseholdForm(request.POST or None, initial=given)
    if form.is_valid():
        version = form.cleaned_data["version"]
        if form.run(
            actions.edit_household,
            request.acting,
            pk,
            form.told(),
            version=version,
            now=clock.now(),
        ):
            toasts.say(request, _("Saved."))
            return redirect("workflows:household", pk)
        _compare(form, given)
    _viewed(request, "registry.household_edit", pk, [person.pk for person in people])
    return form_page(
        request,
        form,
        title=_("Record of the household"),
        sub=home.place,
        help=_("What helpers must know before they call or knock. Empty means unknown."),
        back=reverse("workflows:household", args=[pk]),
        back_label=home.door,
        template="registry/household_edit.html",
        household=home,
        people=people,
    )


@open_to(*STAFF)
def resident_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody who lives in a household."""
    home, _people = queries.household_with_residents(request.acting, pk)
    form = NewResidentForm(request.POST or None)
    if form.is_valid():
        made = form.run(actions.add_resident, request.acting, pk, form.told(), now=clock.now())
        if made:
            toasts.say(request, _("Saved."))
            return redirect("registry:household_edit", pk)
    return form_page(
        request,
        form,
        title=_("New resident"),
        sub=home.place,
        help=_("Only the name is needed. Search first: the person may live elsewhere already."),
        back=reverse("registry:household_edit", args=[pk]),
        back_label=home.door,
    )


@open_to(*STAFF)
def resident_edit(request: ActingRequest, pk: int) -> HttpResponse:
    """What is known about a person."""
    person = queries.resident(request.acting, pk)
    given, number = _told_of_resident(person)
    form = ResidentForm(request.POST or None, initial=given)
    if form.is_valid():
        seen = {"version": form.cleaned_data["version"], "now": clock.now()}
        if form.run(actions.edit_resident, request.acting, pk, form.told(), **seen):
            toasts.say(request, _("Saved."))
            return redirect("registry:household_edit", person.household_id)
        _compare(form, given)
    _viewed(request, "registry.resident_edit", person.household_id, [pk])
    return form_page(
        request,
        form,
        title=person.name,
        sub=person.household.place,
        help=_("Everything but the name may stay unknown. The ID number is shown on a press only."),
        back=reverse("registry:household_edit", args=[person.household_id]),
        back_label=person.household.door,
        template="registry/resident_edit.html",
        person=person,
        masked=masked_number(number),
        may_see_looks=may_see_looks(request.acting),
    )


@open_to(*STAFF)
@require_POST
def id_number(request: ActingRequest, pk: int) -> HttpResponse:
    """The whole ID number; the press is recorded."""
    number = actions.reveal_id_number(request.acting, pk, now=clock.now())
    if not request.htmx:
        toasts.say(request, number)
        return redirect("registry:resident_edit", pk)
    return render(request, "registry/id_number.html", {"number": number})


@open_to(*STAFF)
def resident_out(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody moved away."""
    person = queries.resident(request.acting, pk)
    form = MoveOutForm(request.POST or None, initial={"left_on": clock.local_date(clock.now())})
    if form.is_valid():
        day = form.cleaned_data["left_on"]
        left = form.run(actions.move_out, request.acting, pk, left_on=day, now=clock.now())
        if left:
            undo = reverse("registry:resident_back", args=[pk])
            toasts.say(request, _("Moved out."), undo_url=undo)
            return redirect("registry:household_edit", person.household_id)
    words = _("From then on they are no longer found, and after the time set everything is erased.")
    return _about_person(request, person, form, _("Moved out"), words)


@open_to(*STAFF)
@require_POST
def resident_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody lives here again; also the undo of moving out."""
    person = actions.move_back(request.acting, pk, now=clock.now())
    toasts.say(request, _("Lives here again."))
    return redirect("registry:household_edit", person.household_id)


@open_to(*STAFF)
def resident_move(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody lives behind another door now."""
    person = queries.resident(request.acting, pk)
    form = MoveForm(request.POST or None)
    if form.is_valid():
        home = form.cleaned_data["home"].household_id
        moved = form.run(actions.move_to, request.acting, pk, home, now=clock.now())
        if moved:
            asks = _("Moved. Say what they are to the head of the household there.")
            toasts.say(request, _("Moved.") if moved.relation else asks)
            return redirect("registry:household_edit", home)
    words = _("Type the new door, for instance 3-2-501, and pick it from the list.")
    return _about_person(request, person, form, _("Move to another door"), words)


def _about_person(
    request: ActingRequest, person: Resident, form: Any, title: str, words: str
) -> HttpResponse:
    _viewed(request, "registry.resident", person.household_id, [person.pk])
    return form_page(
        request,
        form,
        title=title,
        sub=f"{person.name} · {person.household.place}",
        help=words,
        back=reverse("registry:resident_edit", args=[person.pk]),
        back_label=person.name,
    )


def _told_of_household(home: Household) -> dict[str, Any]:
    keyring = Keyring.of([home.key_id])
    sealed = {name: keyring.read(home, name) for name in ("phone", "may_open", "notes")}
    return sealed | {"language": home.language, "version": home.version}


def _told_of_resident(person: Resident) -> tuple[dict[str, Any], str]:
    """What the form starts with, and the ID number apart: it does not go into the page."""
    keyring = Keyring.of([person.key_id])
    plain = {n: getattr(person, n) for n in ("name", "sex", "birth_on", "relation", "version")}
    sealed = {name: keyring.read(person, name) for name in ("phone", "notes")}
    return plain | sealed, keyring.read(person, "id_number")


def _compare(form: RecordForm, given: dict[str, Any]) -> None:
    if form.is_stale:
        form.set_against(given)


def _viewed(request: ActingRequest, page: str, household: int, residents: list[int]) -> None:
    record_view(request.acting, page, now=clock.now(), residents=residents, households=[household])
