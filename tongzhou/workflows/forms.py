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
