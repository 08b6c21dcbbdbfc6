"""Forms of the room: they clean what was typed; the actions decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.core.forms import ActionForm
from tongzhou.gates.choices import Ground
from tongzhou.registry.picking import WhoField
from tongzhou.ui.widgets import Segmented

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
