"""Forms of the room: they clean what was typed; the actions decide."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.core.forms import ActionForm
from tongzhou.gates.choices import Deliveries, Exempt, Ground, Interval, Vehicles, Visitors
from tongzhou.gates.models import GateRule
from tongzhou.registry.picking import WhoField
from tongzhou.ui.widgets import Chips, Segmented, Stepper

LONGEST_TRACE = timedelta(days=1)
LOWEST_FEVER, HIGHEST_FEVER = 365, 390
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
ESSENTIAL = _("Somebody of the household does work the city cannot do without")
ESSENTIAL_HELP = _(
    "Hospital, water, power, food, work against the epidemic: their ways out are not counted."
)


class IssueForm(ActionForm):
    """A pass for one household."""

    who = WhoField(label=_("Household"))
    is_essential = forms.BooleanField(label=ESSENTIAL, help_text=ESSENTIAL_HELP, required=False)


class LostForm(ActionForm):
    """The pass is lost."""


class ReplaceForm(ActionForm):
    """A new pass in the place of this one."""

    is_essential = forms.BooleanField(label=ESSENTIAL, help_text=ESSENTIAL_HELP, required=False)


class RevokeForm(ActionForm):
    """The pass is taken away."""

    ground = forms.ChoiceField(label=_("Why"), choices=Ground, widget=Segmented)
    evidence = forms.CharField(
        label=_("What it rests on"),
        help_text=_("For misuse only: who saw what, where and when. The household can ask to read it."),
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class LiftForm(ActionForm):
    """The same pass opens the gate again."""


def initial_of(is_essential: bool) -> dict[str, Any]:
    """What is already known of the household's pass."""
    return {"is_essential": is_essential}


class FeverField(forms.CharField):
    """A temperature in degrees ("37.3"); cleans to tenths."""

    def __init__(self, **kwargs: Any) -> None:
        stepper = Stepper(step="0.1", low="36.5", high="39.0", start="37.3", unit="°C")
        super().__init__(widget=stepper, max_length=8, **kwargs)

    def clean(self, value: Any) -> Any:
        """Tenths of a degree."""
        text = str(super().clean(value)).replace(",", ".").replace("。", ".").strip()
        try:
            tenths = round(float(text) * 10)
        except ValueError:
            tenths = 0
        if not LOWEST_FEVER <= tenths <= HIGHEST_FEVER:
            raise forms.ValidationError(_("Write a temperature between 36.5 and 39.0."))
        return tenths


class RulesForm(ActionForm):
    """What holds at the gates from a day on."""

    effective_on = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    persons = forms.IntegerField(
        label=_("People of a household at a time"), min_value=1, max_value=20
    )
    every_days = forms.IntegerField(
        label=_("Once in how many days"), min_value=0, max_value=30,
        help_text=_("2 is every second day; 0 is as often as needed."),
    )  # fmt: skip
    interval = forms.ChoiceField(
        label=_("How days are counted"), choices=Interval, widget=Segmented
    )
    most_minutes = forms.IntegerField(
        label=_("Back within, minutes"), min_value=0, max_value=1440,
        help_text=_("0 is no end. Who is late gets home all the same."),
    )  # fmt: skip
    opens = forms.TimeField(label=_("Gate opens"), widget=CLOCK)
    closes = forms.TimeField(
        label=_("Gate closes"), widget=CLOCK, help_text=_("0:00 is the end of the day.")
    )
    exempt = forms.MultipleChoiceField(
        label=_("At any hour and not counted"), choices=Exempt, widget=Chips, required=False
    )
    observed_stay_in = forms.BooleanField(
        label=_("Households under home observation stay at home"), required=False
    )
    visitors = forms.ChoiceField(label=_("Visitors"), choices=Visitors, widget=Segmented)
    vehicles = forms.ChoiceField(label=_("Vehicles"), choices=Vehicles, widget=Segmented)
    deliveries = forms.ChoiceField(label=_("Deliveries"), choices=Deliveries, widget=Segmented)
    fever = FeverField(label=_("Measured again from"))
    pass_days = forms.IntegerField(label=_("Days a new pass holds"), min_value=1, max_value=365)

    def values(self) -> dict[str, Any]:
        """What was typed, for the action, without the day."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "effective_on"}
        exempt = set(data.pop("exempt"))
        data["fever_tenths"] = data.pop("fever")
        return data | {f"exempts_{need}": need in exempt for need in Exempt.values}

    @staticmethod
    def initial_of(rule: GateRule) -> dict[str, Any]:
        """The rules in force as a beginning."""
        names = [n for n in RulesForm.base_fields if hasattr(rule, n) and n != "exempt"]
        return {name: getattr(rule, name) for name in names} | {
            "exempt": [need.value for need in rule.exempt],
            "fever": f"{rule.fever_tenths / 10:.1f}",
        }


class ReasonForm(ActionForm):
    """For what one has to know whose pass it was."""

    reason = forms.CharField(
        label=_("Why you have to know"),
        help_text=_("Written down with your name; the household can read it."),
        min_length=4, max_length=200,
    )  # fmt: skip


class AsideForm(ActionForm):
    """It was looked at and is all right."""

    word = forms.CharField(
        label=_("What you found"),
        help_text=_("It stays beside it, with your name."),
        max_length=200,
    )  # fmt: skip


MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class TraceForm(forms.Form):
    """Who went through a gate in a span of time, and for what one has to know."""

    place = forms.TypedChoiceField(label=pgettext_lazy("place", "Gate"), coerce=int)
    since = forms.DateTimeField(label=_("From"), widget=MOMENT)
    until = forms.DateTimeField(label=_("Until"), widget=MOMENT)
    reason = forms.CharField(
        label=_("Why you have to know"),
        help_text=_("Written down with your name; the households can read it."),
        min_length=4, max_length=200,
    )  # fmt: skip

    def __init__(self, *args: Any, places: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A span of a day at the most: contacts of hours, not movements of weeks."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and not since < until <= since + LONGEST_TRACE:
            self.add_error("until", _("Choose a span of one day at the most."))
        return data
