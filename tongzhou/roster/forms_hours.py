"""Forms about duty and hours: a press, a correction, a certificate."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.core.forms import ActionForm
from tongzhou.core.ids import uuid7
from tongzhou.roster.choices import PRESSES, Attended
from tongzhou.roster.forms_rosters import DAY


class PressForm(ActionForm):
    """What was pressed; `entry` is made with the button, so that a press sent twice counts once."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in PRESSES])
    entry = forms.UUIDField()
    wall = forms.TimeField(required=False)
    word = forms.CharField(max_length=300, required=False)

    def press(self) -> Mapping[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {"kind": Attended(data["kind"]), "entry": data["entry"], "word": data["word"]}


class CorrectForm(ActionForm):
    """How long a duty really was, and why that is known."""

    hours = forms.IntegerField(label=_("Hours served"), min_value=0, max_value=16)
    minutes = forms.IntegerField(
        label=_("and minutes"), min_value=0, max_value=59, required=False, initial=0
    )
    reason = forms.CharField(
        label=_("Why the hours are these"), max_length=200,
        help_text=_("What was said before stays readable."),
    )  # fmt: skip
    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)

    def told(self) -> Mapping[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        minutes = data["hours"] * 60 + (data["minutes"] or 0)
        return {"minutes": minutes, "reason": data["reason"], "entry": data["entry"]}


class IssueForm(ActionForm):
    """For which days a certificate is."""

    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("Until"), widget=DAY)


class RevokeForm(ActionForm):
    """Why a certificate does not hold any more."""

    reason = forms.CharField(label=_("Why it does not hold any more"), max_length=200)
