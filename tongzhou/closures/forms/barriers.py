"""Forms of a barrier's life: adopted, entered, built, checked, removed, opened."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tongzhou.closures.choices import BarrierKind
from tongzhou.core.forms import ActionForm
from tongzhou.registry.models import Committee


class PhotoField(forms.FileField):
    """A photo taken now or chosen; its value is its bytes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Photo"), required=False, **kwargs)
        self.widget = forms.FileInput(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The content, or no bytes where nothing was chosen."""
        file = super().clean(data, initial)
        return file.read() if file else b""


class WidthField(forms.FloatField):
    """Metres, with a digit or two."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0.3, max_value=60, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


class AdoptForm(ActionForm):
    """From when on it should be looked at again."""

    review_on = forms.DateField(
        label=_("Look at the closure again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class BuiltForm(ActionForm):
    """It stands."""

    width = WidthField(
        label=_("Measured width in metres"), required=False,
        help_text=_("Where a fire engine passes, 4 metres have to stay free once it is open."),
    )  # fmt: skip
    photo = PhotoField()
    text = forms.CharField(label=_("Note"), max_length=200, required=False)


class SeenForm(ActionForm):
    """What was seen at a fire lane, or when a barrier was taken down."""

    text = forms.CharField(label=_("Note"), max_length=200, required=False)
    photo = PhotoField()


class MeasureForm(ActionForm):
    """A width as measured."""

    width = WidthField(label=_("Measured width in metres"))


class KeysForm(ActionForm):
    """Who has the key."""

    key_holder = forms.CharField(
        label=_("Key holder"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    key_phone = forms.CharField(
        label=_("Phone, day and night"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip


class EnterForm(KeysForm):
    """A barrier that stands already."""

    committee: Any = forms.ModelChoiceField(None, label=_("Committee"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=lambda: [(k.value, capfirst(k.label)) for k in BarrierKind]
    )
    alley = forms.CharField(label=_("Alley"), max_length=80)
    start = forms.CharField(label=_("From which street"), max_length=80, required=False)
    end = forms.CharField(label=_("To which street"), max_length=80, required=False)
    width = WidthField(label=_("Width in metres"), required=False)
    guards = forms.IntegerField(
        label=_("Guards a shift, at a gate"), min_value=0, max_value=50, required=False
    )
    built_on = forms.DateField(
        label=_("Standing since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    longitude = forms.FloatField(
        min_value=-180, max_value=180, required=False, widget=forms.HiddenInput
    )
    latitude = forms.FloatField(
        min_value=-90, max_value=90, required=False, widget=forms.HiddenInput
    )
    photo = PhotoField()
    field_order = (
        "committee", "kind", "alley", "start", "end", "width", "guards", "built_on", "key_holder",
        "key_phone", "photo",
    )  # fmt: skip

    def __init__(self, *args: Any, committees: QuerySet[Committee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["committee"]
        field.queryset = committees  # type: ignore[attr-defined]
        if committees.count() == 1:
            field.initial = committees.get().pk
            field.widget = forms.HiddenInput()


class CommitteeField(forms.ModelChoiceField):
    """The whole street, or a committee with the number of what stands there."""

    standing: Mapping[int, int] = MappingProxyType({})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(None, required=False, empty_label=_("the whole street"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Its name, and how much is to be opened."""
        return f"{obj.label} · {self.standing.get(obj.pk, 0)}"


class OpenForm(ActionForm):
    """Why everything is opened; the street office says whether everywhere or in one committee."""

    committee: Any = CommitteeField(label=_("Where"))

    reason = forms.CharField(
        label=_("Why"), max_length=200,
        help_text=_("In a word: fire, earthquake, gas. Everybody reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    field_order = ("reason", "committee")

    def __init__(
        self, *args: Any, committees: QuerySet[Committee], standing: Mapping[int, int],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if not committees:
            del self.fields["committee"]
            return
        field = self.fields["committee"]
        field.queryset, field.standing = committees, standing  # type: ignore[attr-defined]
