"""Forms of privacy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.core.forms import ActionForm
from tongzhou.ui.widgets import Stepper


class RetentionForm(ActionForm):
    """Days, and from when."""

    days = forms.IntegerField(
        label=_("Days to keep"), widget=Stepper(low="1", high="3650", unit=_("days"))
    )
    effective_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
