"""New requests and corrections of old ones."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from tongzhou.core.forms import ActionForm
from tongzhou.desk import access
from tongzhou.desk.actions import ErrandItem
from tongzhou.desk.choices import Channel, Priority
from tongzhou.desk.forms.deeds import DeedForm
from tongzhou.desk.forms.fields import words
from tongzhou.desk.models import Service
from tongzhou.desk.queries.record import texts_of
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Household, Resident
from tongzhou.registry.picking import Picked, WhoField
from tongzhou.ui.widgets import Combobox, Segmented

MOST_ITEMS = 40
CHANNELS = [(c.value, c.label) for c in (Channel.PHONE, Channel.VISIT, Channel.STAFF)]
PRIORITIES = [(str(p.value), p.label) for p in (Priority.NORMAL, Priority.URGENT)]


class WhoMixin(forms.Form):
    """A household of the register, and perhaps one person of it."""

    acting: Acting
    household: Household | None = None
    resident: Resident | None = None

    def clean_who(self) -> Picked | None:
        """Find the rows; what one may not see is as if it were not there."""
        picked: Picked | None = self.cleaned_data["who"]
        if picked is None:
            return None
        self.find(picked)
        if self.household is None:
            raise forms.ValidationError(_("Pick the household again."))
        return picked

    def find(self, picked: Picked) -> None:
        """Look the picked rows up and show in words what is picked."""
        doors = registry.households(self.acting).select_related("building__compound", "committee")
        self.household = doors.filter(pk=picked.household_id).first()
        if self.household is None:
            return
        if picked.resident_id:
            people = registry.residents(self.acting).filter(household=self.household)
            self.resident = people.filter(pk=picked.resident_id).first()
        name = f"{self.resident.name} · " if self.resident else ""
        widget = self.fields["who"].widget
        widget.picked = f"{name}{self.household.place}"


class IntakeForm(WhoMixin, ActionForm):
    """A call as it comes in: who, what, how it was said."""

    who = WhoField(label=_("Household or person"), required=False)
    service = forms.CharField(
        label=_("Service"),
        error_messages={"required": _("Pick a service from the list.")},
        widget=Combobox(
            reverse_lazy("desk:services"),
            placeholder=_("What is it about?"),
            attrs={"data-eager": ""},
        ),
    )
    details = forms.CharField(
        label=_("What is needed"),
        required=False,
        widget=words(rows=3),
        help_text=_("In the caller's words."),
    )
    items = forms.CharField(
        label=_("Shopping list"),
        required=False,
        widget=words(rows=3),
        help_text=_("One thing a line, the amount after a comma: rice, 5 kg"),
    )
    caller_name = forms.CharField(
        label=_("Caller, if somebody else"), required=False, max_length=60
    )
    caller_phone = forms.CharField(
        label=_("Number to call back"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    priority = forms.TypedChoiceField(
        label=_("Urgency"), choices=PRIORITIES, coerce=int, initial="2", widget=Segmented
    )
    channel = forms.ChoiceField(
        label=_("How it came in"), choices=CHANNELS, initial=Channel.PHONE, widget=Segmented
    )
    address = forms.CharField(
        label=_("Not in the register: name and address"), required=False, max_length=200
    )
    committee: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Committee where they live"), required=False
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        self.service_row: Service | None = None
        self.fields["who"].widget.attrs["autofocus"] = True
        committee = self.fields["committee"]
        committee.queryset = registry.committees(self.acting)  # type: ignore[attr-defined]
        committee.initial = self.acting.committee_id

    def clean_service(self) -> Service:
        """The service picked, by its number."""
        number = self.cleaned_data["service"]
        found = access.services(self.acting).filter(is_active=True)
        row = found.filter(pk=number).first() if number.isdecimal() else None
        if row is None:
            raise forms.ValidationError(_("Pick a service from the list."))
        self.service_row = row
        self.fields["service"].widget.picked = row.label
        return row

    def clean_items(self) -> list[ErrandItem]:
        """The lines of the list."""
        return items_of(self.cleaned_data["items"])[:MOST_ITEMS]

    def kwargs_of(self) -> dict[str, Any]:
        """Arguments of `take_call`."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "who"}
        return given | {"household": self.household, "resident": self.resident}


def items_of(text: str) -> list[ErrandItem]:
    """Lines such as "rice, 5 kg" as things with their amounts."""
    found = []
    for line in text.splitlines():
        thing, _comma, amount = line.replace("，", ",").partition(",")
        if thing.strip():
            found.append(ErrandItem(thing.strip(), amount.strip()))
    return found


class AmendForm(DeedForm):
    """Corrections of what was written at the call."""

    details = forms.CharField(label=_("What is needed"), required=False, widget=words(rows=4))
    caller_name = forms.CharField(label=_("Caller"), required=False, max_length=60)
    caller_phone = forms.CharField(label=_("Number to call back"), required=False, max_length=30)
    address = forms.CharField(label=_("Name and address"), required=False, max_length=200)
    priority = forms.TypedChoiceField(
        label=_("Urgency"), choices=PRIORITIES, coerce=int, widget=Segmented
    )

    def offer(self) -> None:
        """Begin with what is stored."""
        self.initial.update(self.stored())

    def stored(self) -> dict[str, str]:
        """The texts as they are now, and the urgency."""
        texts = texts_of(self.row)
        words = {name: getattr(texts, name) for name in self.fields if hasattr(texts, name)}
        return words | {"priority": str(self.row.priority)}


class IdentifyForm(WhoMixin, DeedForm):
    """Which household of the register a request is about."""

    who = WhoField(label=_("Household or person"))

    def kwargs_of(self) -> dict[str, Any]:
        """Arguments of `identify`."""
        given = super().kwargs_of()
        del given["who"]
        return given | {"household": self.household, "resident": self.resident}
