"""Forms of the corridor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.core.forms import ActionForm
from tongzhou.registry.choices import ContactWay


class ContactForm(ActionForm):
    """What was said, and how."""

    way = forms.ChoiceField(label=_("How"), choices=ContactWay, widget=forms.RadioSelect, initial=ContactWay.CALL)
    note = forms.CharField(
        label=_("What was said"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)


class AskForm(ActionForm):
    """What a household asks for on its own page."""

    service = forms.ModelChoiceField(label=_("What do you need?"), queryset=None, empty_label=None)
    details = forms.CharField(
        label=_("In your own words"),
        help_text=_("What exactly, how much, by when, and how we reach you."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, services: QuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["service"])
        field.queryset = services
        field.label_from_instance = lambda service: service.label  # type: ignore[method-assign]


class ReportForm(ActionForm):
    """How somebody at home is today, told by the household."""

    tenths = TenthsField(label=_("Temperature"), required=False)
    symptoms = forms.MultipleChoiceField(label=_("Do you have any of these?"), required=False, widget=Chips)
    note = forms.CharField(
        label=_("Anything you need or want to say"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, symptoms: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["symptoms"]).choices = symptoms
