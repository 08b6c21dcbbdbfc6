"""Forms of the corridor."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tongzhou.core.forms import ActionForm
from tongzhou.desk.models import Service, ServiceRequest
from tongzhou.followup.actions import Check
from tongzhou.followup.choices import CheckState, Way
from tongzhou.followup.forms import CelsiusField, CheckForm
from tongzhou.registry.choices import ContactWay
from tongzhou.ui.widgets import Chips, Segmented


class ContactForm(ActionForm):
    """What was said, and how."""

    way = forms.ChoiceField(
        label=_("How"), choices=ContactWay, widget=Segmented, initial=ContactWay.CALL
    )
    note = forms.CharField(
        label=_("What was said"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)


class ServiceField(forms.ModelChoiceField):
    """One of the services, named in the reader's language."""

    def label_from_instance(self, obj: Service) -> str:
        return obj.label


class AskForm(ActionForm):
    """What a household asks for on its own page, whose summary of errors stands at its top."""

    template_name = "own/fields.html"

    service = ServiceField(None, label=_("What do you need?"), empty_label=_("Please choose"))
    details = forms.CharField(
        label=_("In your own words"),
        help_text=_("What exactly, how much, by when, and how we reach you."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, services: QuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ServiceField, self.fields["service"]).queryset = services


class ReportForm(ActionForm):
    """How somebody at home is today, told by the household.

    A page has one for each member: their fields differ by id alone, so that each carries the
    `client_id` under which it is sent once.
    """

    template_name = "own/fields.html"
    tenths = CelsiusField(label=_("Temperature"), required=False)
    symptoms = forms.MultipleChoiceField(
        label=_("Do you have any of these?"), required=False, widget=Chips
    )
    note = forms.CharField(
        label=_("Anything you need or want to say"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, symptoms: Sequence[tuple[str, str]], observation: int, data: Any = None
    ) -> None:
        super().__init__(data, auto_id=f"report-{observation}-%s")
        cast(forms.MultipleChoiceField, self.fields["symptoms"]).choices = symptoms

    def add_error(self, field: str | None, error: Any) -> None:
        """What is said of the whole report leads to its first field."""
        super().add_error(field or (None if isinstance(error, dict) else "tenths"), error)


class VisitCheckForm(CheckForm):
    """One member's check during a visit; "not asked" is chosen at first, and takes back a slip."""

    way = None  # type: ignore[assignment]
    state = forms.ChoiceField(
        label=_("How it went"),
        required=False,
        widget=Segmented,
        choices=[
            (CheckState.SEEN_OK, _("seen")),
            (CheckState.MISSED, _("not at home")),
            (CheckState.REFUSED, CheckState.REFUSED.label),
            ("", _("not asked")),
        ],
    )

    def check(self, follow_up_id: int) -> Check:
        """What was found at the door."""
        self.cleaned_data["way"] = Way.DOOR
        return super().check(follow_up_id)


class VisitForm(ActionForm):
    """What was handed over, and a note."""

    delivered = forms.TypedMultipleChoiceField(
        label=_("Handed over"), coerce=int, required=False, widget=Chips
    )
    note = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, deliveries: Sequence[ServiceRequest], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedMultipleChoiceField, self.fields["delivered"])
        field.choices = [(r.pk, f"{r.service.label} · {r.code}") for r in deliveries]
        if not deliveries:
            del self.fields["delivered"]
