"""Forms of the roll: which one, and a tap."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.core.forms import ActionForm
from tongzhou.registry.models import Committee
from tongzhou.roster.choices import Roll
from tongzhou.roster.forms_rosters import DAY
from tongzhou.roster.models import ShiftKind

COLDEST, HOTTEST = 34, 43
TAPS = (Roll.PRESENT, Roll.UNFIT, Roll.MISSING)


class WhenForm(forms.Form):
    """Which roll: committee, day and part of the day."""

    committee = forms.TypedChoiceField(label=_("Committee"), coerce=int)
    day = forms.DateField(label=pgettext_lazy("duty", "Day"), widget=DAY)
    part = forms.TypedChoiceField(label=_("Part of the day"), coerce=int)

    def __init__(
        self, *args: object, committees: list[Committee], kinds: list[ShiftKind], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["committee"].choices = [(unit.pk, unit.label) for unit in committees]  # type: ignore[attr-defined]
        self.fields["part"].choices = [(kind.pk, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class TapForm(ActionForm):
    """Present, unwell or missing; `entry` is made with the row, so that a tap sent twice counts once."""

    said = forms.ChoiceField(choices=[(one.value, one.label) for one in TAPS])
    entry = forms.UUIDField()
    celsius = forms.DecimalField(
        required=False, min_value=COLDEST, max_value=HOTTEST, max_digits=3, decimal_places=1,
        localize=False,
    )  # fmt: skip
