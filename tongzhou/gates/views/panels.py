"""The deeds offered on the page of a pass: which form, where it goes, what it means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.forms import BaseForm
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongzhou.core.work import Text
from tongzhou.gates import forms
from tongzhou.gates.choices import PassState
from tongzhou.gates.models import Pass

FormClass = Callable[..., BaseForm]


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed on a pass: what it does is said before it is done."""

    name: str
    title: Text
    sentence: Text
    button: Text
    icon: str
    form: FormClass
    state: str = PassState.ACTIVE
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A deed with its form, closed unless it failed."""

    deed: Deed
    form: BaseForm
    url: str
    is_open: bool


DEEDS = (
    Deed(
        "replace", _("Replace by a new one"),
        _("For a pass that is torn or cannot be read, or when somebody's work changed. The old one opens no gate from now on, and the new one has to be printed. It cannot be taken back."),
        _("Issue the new pass"), "refresh", forms.ReplaceForm,
    ),
    Deed(
        "lost", _("Report lost"),
        _("Whoever finds it can go nowhere with it: phones at the gates learn it as soon as they are online. It cannot be taken back; a new pass can be issued at once."),
        _("The pass is lost"), "warning", forms.LostForm, is_grave=True,
    ),
    Deed(
        "revoke", _("Revoke"),
        _("Handed back or moved away binds nobody. Misuse binds everybody behind the door: at once, for as long as the pass would have held, and only if a second person signs within 24 hours. Nobody is kept from going home."),
        _("Revoke the pass"), "lock", forms.RevokeForm, is_grave=True,
    ),
    Deed(
        "lift", _("Lift the revocation"),
        _("The same pass opens the gate again, and what was decided about the people ends today."),
        _("Give the pass back"), "unlock", forms.LiftForm, PassState.REVOKED,
    ),
)  # fmt: skip


def panels(card: Pass, bound: Mapping[str, BaseForm]) -> list[Panel]:
    """What can be done with this pass now."""
    initial = forms.initial_of(card.is_essential)
    return [
        Panel(
            deed=deed,
            form=bound.get(deed.name) or deed.form(initial=initial, auto_id=f"{deed.name}_%s"),
            url=reverse(f"gates:{deed.name}", args=[card.pk]),
            is_open=deed.name in bound,
        )
        for deed in DEEDS
        if deed.state == card.state
    ]
