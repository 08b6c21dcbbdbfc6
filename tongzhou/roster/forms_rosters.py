"""Forms about rosters: asked for, changed by hand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.core.forms import ActionForm
from tongzhou.registry.models import Committee
from tongzhou.roster.choices import DAYS_PLANNED, Answer

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RosterForm(ActionForm):
    """Which days of which committee; the committee is chosen where there are several."""

    committee_id = forms.TypedChoiceField(label=_("Committee"), coerce=int)
    starts_on = forms.DateField(label=_("First day"), widget=DAY)
    days = forms.IntegerField(label=_("Days"), initial=DAYS_PLANNED)

    def __init__(self, *args: Any, committees: list[Committee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["committee_id"]
        field.choices = [(unit.pk, unit.label) for unit in committees]  # type: ignore[attr-defined]
        if len(committees) == 1:
            field.widget, field.initial = forms.HiddenInput(), committees[0].pk


class StepForm(ActionForm):
    """One step by hand: who, which duty, to where, why; `seen` is the version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    volunteer = forms.IntegerField(required=False, widget=forms.HiddenInput)
    assignment = forms.IntegerField(required=False, widget=forms.HiddenInput)
    other = forms.IntegerField(required=False, widget=forms.HiddenInput)
    shift = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it is right all the same"), max_length=200, required=False
    )


class WordForm(ActionForm):
    """Why somebody cannot come, if they wish to say so."""

    word = forms.CharField(
        label=_("Why, if you wish to say so"), max_length=200, required=False,
        help_text=_("Only those who plan the duties read it."),
    )  # fmt: skip


class AnswerForm(ActionForm):
    """What somebody said who was phoned."""

    volunteer = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=Answer)


class ReturnForm(ActionForm):
    """The own duty that somebody would give for another."""

    returned = forms.TypedChoiceField(label=_("If they take this duty of mine"), coerce=int)

    def __init__(self, *args: Any, duties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["returned"].choices = duties  # type: ignore[attr-defined]
