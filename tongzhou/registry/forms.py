"""Forms of the registry's own pages."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.core.errors import Stale
from tongzhou.core.forms import ActionForm
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.households import HouseholdText, ResidentText
from tongzhou.registry.choices import Language, PlaceKind, Relation, Sex
from tongzhou.registry.picking import WhoField
from tongzhou.ui.widgets import Segmented

T = TypeVar("T")

SEXES = [(Sex.FEMALE, _("female")), (Sex.MALE, _("male")), (Sex.UNKNOWN, _("unknown"))]


class DateInput(forms.DateInput):
    """A day, chosen with the device's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RecordForm(ActionForm):
    """A form about a record that others may change meanwhile: nobody's text is lost.

    It carries the record's version. When that is out of date, `theirs` holds what stands in the
    record now beside what was typed, and saving once more keeps what was typed.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_stale = False
        self.theirs: list[tuple[str, str]] = []

    def run(self, action: Callable[..., T], *args: Any, **kwargs: Any) -> T | None:
        """Do the action; remember when the record has changed meanwhile."""

        def watched(*args: Any, **kwargs: Any) -> T:
            try:
                return action(*args, **kwargs)
            except Stale:
                self.is_stale = True
                raise

        return super().run(watched, *args, **kwargs)

    def set_against(self, current: Mapping[str, Any]) -> None:
        """Show what stands in the record now, and take its version for the next attempt."""
        self.data = {**self.data.dict(), "version": current["version"]}  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            stored, typed = current.get(name), self.cleaned_data.get(name)
            if name != "version" and (stored or "") != (typed or ""):
                self.theirs.append((str(field.label), _shown(field, stored)))


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, ""))  # type: ignore[arg-type]
    return str(value or "—")


class HouseholdForm(RecordForm):
    """What is known about a household."""

    phone = forms.CharField(
        label=_("Telephone of the household"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    may_open = forms.CharField(
        label=_("Who may open the door"), max_length=200, required=False,
        help_text=_("For instance: the daughter, flat 502, has a key."),
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Notes for helpers"), max_length=2000, required=False,
        help_text=_("What one must know at this door. Write nothing that helpers need not know."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def told(self) -> HouseholdText:
        """What was typed."""
        given = self.cleaned_data
        return HouseholdText(given["phone"], given["language"], given["may_open"], given["notes"])


class NewHouseholdForm(HouseholdForm):
    """A door that is not there yet."""

    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    room = forms.CharField(label=_("Room"), max_length=20)
    field_order = ("unit", "room")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]


class ResidentForm(RecordForm):
    """What is known about a person; everything but the name may stay unknown."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False, widget=Segmented)
    birth_on = forms.DateField(label=_("Date of birth"), required=False, widget=DateInput)
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=Relation, required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    id_number = forms.CharField(
        label=_("ID number"), max_length=30, required=False,
        help_text=_("Leave empty to keep what is stored. Sex and date of birth follow from it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    notes = forms.CharField(
        label=_("Notes for helpers"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def told(self) -> ResidentText:
        """What was typed; an empty ID number leaves the stored one alone."""
        given = self.cleaned_data
        return ResidentText(
            name=given["name"], sex=given["sex"], birth_on=given["birth_on"],
            relation=given["relation"], phone=given["phone"], notes=given["notes"],
            id_number=given["id_number"] or None,
        )  # fmt: skip


class NewResidentForm(ResidentForm):
    """A person who is not there yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["id_number"].help_text = _("Sex and date of birth follow from it.")


class MoveOutForm(ActionForm):
    """Since when somebody no longer lives here."""

    left_on = forms.DateField(label=_("Moved out on"), widget=DateInput)


class MoveForm(ActionForm):
    """Where somebody lives now."""

    home = WhoField(only="household", label=_("New door"))


class CompoundForm(ActionForm):
    """A compound of a committee."""

    committee: forms.ModelChoiceField = forms.ModelChoiceField(None, label=_("Committee"))
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    address = forms.CharField(label=_("Address"), max_length=120, required=False)
    has_property_management = forms.BooleanField(
        label=_("Has property management"), required=False,
        help_text=_("Without it a building director leads the helpers at the gate."),
    )  # fmt: skip

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own_committees(self, acting)


class BuildingForm(ActionForm):
    """A building of a compound."""

    name = forms.CharField(
        label=_("Name"), max_length=40, help_text=_("As people say it: 3号楼, 东楼, 12号院.")
    )
    walk_order = forms.IntegerField(
        label=_("Place on the walk"), min_value=0, max_value=9999, initial=0, required=False,
        help_text=_("Rounds go from the smallest number to the largest."),
    )  # fmt: skip


class PartnerForm(ActionForm):
    """A partner unit."""

    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    contact = forms.CharField(label=_("Whom to call"), max_length=60, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    ended_on = forms.DateField(
        label=_("No longer a partner since"), required=False, widget=DateInput,
        help_text=_("Leave empty while the unit helps."),
    )  # fmt: skip


class PlaceForm(ActionForm):
    """A place one can stand at or store in."""

    committee: forms.ModelChoiceField = forms.ModelChoiceField(None, label=_("Committee"))
    compound: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Compound"), required=False
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind)
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, required=False
    )
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own_committees(self, acting)
        compounds: Any = self.fields["compound"]
        compounds.queryset = access.compounds(acting).order_by("committee", "name")


class UploadForm(ActionForm):
    """A roster to read."""

    file = forms.FileField(
        label=_("Roster (XLSX or CSV)"),
        help_text=_("At most 50 MB. Headings in Chinese or English; columns in any order."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    sheet = forms.CharField(
        label=_("Name of the sheet"), max_length=80, required=False,
        help_text=_("Leave empty to take the first sheet that has the headings."),
    )  # fmt: skip


class ExportForm(ActionForm):
    """Why all residents of the committee leave the house in one file."""

    reason = forms.CharField(
        label=_("What the file is needed for"), max_length=200,
        help_text=_("Residents can read this reason among the look-ups of their data."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def own_committees(form: forms.Form, acting: Acting) -> None:
    """Offer the committees one may keep records of; with only one there is nothing to choose."""
    field: Any = form.fields["committee"]
    rows = access.committees(acting)
    if not acting.is_whole_street:
        rows = rows.filter(pk=acting.committee_id or 0)
        field.initial = acting.committee_id
        field.widget = forms.HiddenInput()
    field.queryset = rows
